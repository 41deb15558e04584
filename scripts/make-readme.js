// @ts-check
// Writes the tables of operations into README.md: `npm run make:readme`.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { LAZY_PACKAGES } from './bundle.js'
import { root } from './package-json.js'
import { withParts } from './readme/generated.js'
import { operationTables } from './readme/operation-tables.js'

// Node runs no TypeScript: the registry is bundled, and imported from memory.
const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ['src/routes/operations.ts'],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
  external: LAZY_PACKAGES,
})
const { operations } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0]?.contents ?? '').toString('base64')}`
)

const { emulated, missing } = operationTables(operations)
const path = join(root, 'README.md')
const readme = readFileSync(path, 'utf8')
writeFileSync(path, withParts(readme, { 'emulated operations': emulated, 'operations not emulated': missing }))
