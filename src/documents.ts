import { readFile } from 'node:fs/promises'
import { packageFile } from './package-file.ts'

/** The OpenAPI documents that come with the package: TEvo's API, and the control plane. Made by `npm run make:openapi`. */
const FILES = { api: 'openapi.json', 'control-plane': 'control-plane.openapi.json' } as const

export type DocumentName = keyof typeof FILES

/** The text of a document. */
export const openApiText = (name: DocumentName): Promise<string> => readFile(packageFile(FILES[name]), 'utf8')

/** The program that shows documents in a browser, packed by gzip. */
export const rendererBytes = (): Promise<Buffer> =>
  // As the package has it, and as npm has it in a checkout that was not built.
  readFile(packageFile('dist/rapidoc.js.gz', 'node_modules/rapidoc/dist/rapidoc-min.js.gz'))
