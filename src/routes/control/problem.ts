import { STATUS_CODES } from 'node:http'

/** An error of the control plane: RFC 9457 problem details. */
export const problem = (status: number, detail: string): Response =>
  new Response(JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  })
