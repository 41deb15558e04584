// @ts-check
// Writes the OpenAPI documents: `npm run make:openapi`.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApiFiles } from './openapi/files.js'
import { root } from './package-json.js'

for (const [file, text] of await openApiFiles()) writeFileSync(join(root, file), text)
