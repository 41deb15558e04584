import { hash } from 'node:crypto'
import type { Answer, FinishedAnswer, JsonAnswer, Reply } from '../answer.ts'

/** What of a request has a say in how its answer is sent. */
interface Asked {
  readonly method: string
  readonly headers: { readonly accept?: string | undefined; readonly 'if-none-match'?: string | undefined }
  /** Goes into `X-Tevo-Local`, the one header we add. */
  readonly mark: string | undefined
}

/** TEvo's JSON and headers of an answer. */
export function present(answer: Exclude<Answer, { readonly kind: 'sent' }>, asked: Asked): Reply {
  const reply = unmarked(answer, asked)
  const sent = isKnown(reply, asked) ? notModified(reply) : reply
  return asked.mark === undefined ? sent : { ...sent, headers: { ...sent.headers, 'X-Tevo-Local': asked.mark } }
}

function unmarked(answer: Exclude<Answer, { readonly kind: 'sent' }>, { headers: { accept } }: Asked): Reply {
  switch (answer.kind) {
    case 'finished':
      return answer.reply
    case 'redirect':
      return { status: 301, body: '', headers: { Location: answer.location, 'Cache-Control': 'no-cache' } }
    case 'document':
      if (accept?.includes('application/pdf') === true)
        return { status: 200, body: answer.bytes, headers: { 'Content-Type': 'application/pdf' } }
      return presentJson(200, { [answer.key]: Buffer.from(answer.bytes).toString('base64') }, {})
    case 'text':
      return { status: answer.status, body: answer.body, headers: answer.headers }
    case 'json':
      return presentJson(answer.status, answer.body, answer.headers)
  }
}

/** From here on it costs more to copy a text into what is sent than to send bytes beside the head. */
const LONG = 4_096

/** An answer to be given more than once. */
export function finished({ status, body, headers }: JsonAnswer): FinishedAnswer {
  const reply = presentJson(status, body, headers)
  return { kind: 'finished', reply: reply.body.length < LONG ? reply : { ...reply, body: Buffer.from(reply.body) } }
}

function presentJson(status: number, body: object, others: JsonAnswer['headers']): Reply & { readonly body: string } {
  if (status === 204) return { status, body: '', headers: { 'Cache-Control': 'no-cache', ...others } }
  const text = JSON.stringify(body)
  const headers: Record<string, string> = { 'Content-Type': 'application/json; charset=utf-8', ...others }
  // RB-fix: these two are recorded on successful reads, `no-cache` on everything else.
  if (status === 200) {
    // As Rails cuts it; md5 takes twice as long.
    headers.ETag ??= `"${hash('sha1', text).slice(0, 32)}"`
    headers['Cache-Control'] ??= 'max-age=0, private, must-revalidate'
  } else headers['Cache-Control'] ??= 'no-cache'
  return { status, body: text, headers }
}

/** Whether a client that reads has the answer already: its `If-None-Match` names the answer's ETag (RFC 9110, 13.1.2). */
function isKnown({ status, headers: { ETag } }: Reply, { method, headers }: Asked): boolean {
  const { 'if-none-match': known } = headers
  if (known === undefined || status !== 200 || ETag === undefined || (method !== 'GET' && method !== 'HEAD'))
    return false
  return known.split(',').some((each) => each.trim() === '*' || each.trim().replace(/^W\//, '') === ETag)
}

function notModified({ headers }: Reply): Reply {
  const { 'Content-Type': _, ...others } = headers
  return { status: 304, body: '', headers: others }
}
