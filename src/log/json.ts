import type { RequestSummary } from '../journal/show.ts'
import { printable } from './printable.ts'

/** A request as one line of JSON: `{"event":"request","sandbox":"default","id":"req_1","status":201,…}` */
export const jsonLine = (sandbox: string, request: RequestSummary): string =>
  // JSON.stringify leaves some characters that a terminal obeys; their escapes are JSON as well.
  printable(JSON.stringify({ event: 'request', sandbox, ...request }))
