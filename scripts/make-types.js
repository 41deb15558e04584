// @ts-check
// Writes src/public/generated, the library's types that stand in a registry: `npm run make:types`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './package-json.js'
import { generatedTypes } from './types/generated.js'

const folder = join(root, 'src/public/generated')
mkdirSync(folder, { recursive: true })
for (const [file, text] of await generatedTypes()) writeFileSync(join(folder, file), text)
