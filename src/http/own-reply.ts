import type { ServerResponse } from 'node:http'
import { json, type Reply } from '../answer.ts'
import { NO_PAGE } from '../routes/control/guards.ts'
import { PROBLEM_HEADERS, problemText } from '../routes/control/problem.ts'
import { present } from '../wire/reply.ts'

/** An answer that is text, to a request that no operation and no route has seen. */
export interface OwnReply extends Reply {
  readonly status: number
  readonly body: string
}

export const isOfControlPlane = (target: string): boolean => /^(?:https?:\/\/[^/]*)?\/_local(?:[/?]|$)/i.test(target)

/** In the words of the plane that the request was for. */
export const inItsDialect = (target: string, status: number, words: string): OwnReply =>
  isOfControlPlane(target) ? ofControlPlane(status, words) : inTevosDialect(status, words)

function inTevosDialect(status: number, words: string): OwnReply {
  const { headers, body } = present(json(status, { error: words }), { method: 'GET', headers: {}, mark: undefined })
  return { status, headers, body: String(body) }
}

const ofControlPlane = (status: number, words: string): OwnReply => ({
  status,
  headers: { ...PROBLEM_HEADERS, ...NO_PAGE },
  body: problemText(status, words),
})

export function sendOwn(outgoing: ServerResponse, { status, headers, body }: OwnReply): void {
  outgoing.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) })
  outgoing.end(body)
}
