// @ts-check
// Writes the tables of operations into README.md: `npm run make:readme`.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LAZY_PACKAGES } from './bundle.js'
import { importTypeScript } from './import-typescript.js'
import { root } from './package-json.js'
import { withParts } from './readme/generated.js'
import { operationTables } from './readme/operation-tables.js'

const { operations } = await importTypeScript('src/routes/operations.ts', LAZY_PACKAGES)
const { emulated, missing } = operationTables(operations)
const path = join(root, 'README.md')
const readme = readFileSync(path, 'utf8')
writeFileSync(path, withParts(readme, { 'emulated operations': emulated, 'operations not emulated': missing }))
