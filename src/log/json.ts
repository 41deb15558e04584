import type { RequestSummary } from './log.ts'

/** A request as one line of JSON: `{"event":"request","sandbox":"default","id":"req_1","status":201,…}` */
export const jsonLine = (sandbox: string, request: RequestSummary): string =>
  JSON.stringify({ event: 'request', sandbox, ...request })
