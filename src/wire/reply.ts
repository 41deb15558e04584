import { hash } from 'node:crypto'
import { DocumentAnswer, RedirectAnswer } from '../operation.ts'
import type { Answer } from './errors.ts'

/** An answer as it goes over the wire. */
export interface Reply {
  readonly status: number
  readonly body: string | Uint8Array
  readonly headers: Record<string, string>
}

/** TEvo's JSON and headers of an answer; `mark` goes into `X-Tevo-Local`, the one header we add. */
export function present(answer: Answer, accept: string | undefined, mark: string | undefined): Reply {
  const { status, body, retry_after_s } = answer
  const marked = {
    ...(retry_after_s === undefined ? undefined : { 'Retry-After': String(retry_after_s) }),
    ...(mark === undefined ? undefined : { 'X-Tevo-Local': mark }),
  }
  if (body instanceof RedirectAnswer)
    return { status: 301, body: '', headers: { Location: body.location, 'Cache-Control': 'no-cache', ...marked } }
  if (body instanceof DocumentAnswer) {
    if (accept?.includes('application/pdf') === true)
      return { status, body: body.bytes, headers: { 'Content-Type': 'application/pdf', ...marked } }
    return presentJson(status, { [body.key]: Buffer.from(body.bytes).toString('base64') }, marked)
  }
  return presentJson(status, body, marked)
}

function presentJson(status: number, body: object, marked: Record<string, string>): Reply {
  const text = JSON.stringify(body)
  const headers: Record<string, string> = { 'Content-Type': 'application/json; charset=utf-8', ...marked }
  // RB-fix: these two are recorded on successful reads, `no-cache` on everything else.
  if (status === 200) {
    // As Rails cuts it; md5 takes twice as long.
    headers.ETag = `"${hash('sha1', text).slice(0, 32)}"`
    headers['Cache-Control'] = 'max-age=0, private, must-revalidate'
  } else headers['Cache-Control'] = 'no-cache'
  return { status, body: text, headers }
}
