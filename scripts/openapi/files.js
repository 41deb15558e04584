// @ts-check
import { LAZY_PACKAGES } from '../bundle.js'
import { importTypeScript } from '../import-typescript.js'
import { compact } from './compact.js'
import { controlCalls, printedRequests, twoTickets } from './documents.js'

/**
 * The documents, as they stand at the root of the repository.
 * @returns {Promise<Map<string, string>>} file → text
 */
export async function openApiFiles() {
  const { openApiDocument } = await importTypeScript('scripts/openapi/document.ts', LAZY_PACKAGES)
  const { controlPlaneDocument } = await importTypeScript('scripts/openapi/control-plane.ts', LAZY_PACKAGES)
  return new Map([
    ['openapi.json', compact(openApiDocument({ ...printedRequests(), twoTickets: twoTickets() }))],
    ['control-plane.openapi.json', compact(controlPlaneDocument(controlCalls()))],
  ])
}
