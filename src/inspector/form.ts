import type { IncomingMessage } from 'node:http'
import { readRawBody, TOO_LARGE } from '../http/body.ts'
import { badRequest } from '../routes/control/problem.ts'

const MAX_FORM_BYTES = 1024 * 1024

/** The fields of a form that a browser has sent; of a name that comes twice, the last one. @throws what becomes a 400 */
export async function readForm(incoming: IncomingMessage): Promise<{ readonly [field: string]: string }> {
  const raw = await readRawBody(incoming, MAX_FORM_BYTES)
  if (raw === TOO_LARGE) throw badRequest(`The form is larger than the ${MAX_FORM_BYTES} bytes that are taken here`)
  return Object.fromEntries(new URLSearchParams(raw.toString('utf8')))
}
