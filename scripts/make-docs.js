// @ts-check
// Writes what is generated in the pages, and the document of order integration: `npm run make:docs`.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LAZY_PACKAGES } from './bundle.js'
import { withParts } from './docs/generated.js'
import { partsOf } from './docs/parts.js'
import { importTypeScript } from './import-typescript.js'
import { root } from './package-json.js'

const { sources } = await importTypeScript('test/docs/sources.ts', LAZY_PACKAGES)
const { brokerDocument } = await importTypeScript('src/broker/document.ts', LAZY_PACKAGES)

for (const [page, parts] of Object.entries(partsOf(sources))) {
  const path = join(root, page)
  writeFileSync(path, withParts(readFileSync(path, 'utf8'), parts))
}
writeFileSync(join(root, 'docs/order-integration.openapi.json'), `${JSON.stringify(brokerDocument(), null, 2)}\n`)
