// @ts-check
// Writes the tables of operations and the diagrams of the order states into README.md: `npm run make:readme`.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LAZY_PACKAGES } from './bundle.js'
import { importTypeScript } from './import-typescript.js'
import { root } from './package-json.js'
import { withParts } from './readme/generated.js'
import { operationTables } from './readme/operation-tables.js'
import { orderStateDiagrams } from './readme/order-states.js'

const { operations } = await importTypeScript('src/routes/operations.ts', LAZY_PACKAGES)
const { FOLLOWINGS, TRANSITIONS } = await importTypeScript('src/rules/order-states.ts', LAZY_PACKAGES)
const { emulated, missing } = operationTables(operations)
const path = join(root, 'README.md')
const readme = readFileSync(path, 'utf8')
const parts = {
  'emulated operations': emulated,
  'operations not emulated': missing,
  'order states': orderStateDiagrams(TRANSITIONS, FOLLOWINGS),
}
writeFileSync(path, withParts(readme, parts))
