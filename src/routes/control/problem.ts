import { STATUS_CODES } from 'node:http'
import type * as z from 'zod'

/** An error of the control plane: RFC 9457 problem details, and what else a program may want to know of it. */
export const problem = (status: number, detail: string, more: object = {}): Response =>
  new Response(
    JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail, ...more }),
    {
      status,
      headers: { 'Content-Type': 'application/problem+json' },
    },
  )

/** What was wrong with a request to the control plane; a key that is not known is named. */
export const problemOf = (error: z.ZodError): Response =>
  problem(
    400,
    error.issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`)).join('; '),
  )
