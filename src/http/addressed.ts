import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { Caller } from '../rules/caller.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { cut } from '../shorten.ts'
import type { Visit } from './visit.ts'

const NAMED_HOST = /^([a-z0-9-]{1,40})\.localhost(?::\d{1,5})?$/i

/** Which sandbox a request without a known token says that it is for, by a header or by its host; undefined: none. */
export function sandboxNamed({ 'x-tevo-sandbox': name, host = '' }: IncomingHttpHeaders): string | undefined {
  return typeof name === 'string' ? name : NAMED_HOST.exec(host)?.[1]?.toLowerCase()
}

/** Of a sandbox's name: a header of any length is to fill no journal. */
const MAX_NAME = 40

interface Addressee {
  readonly sandbox: Sandbox
  /** Undefined without a known token. */
  readonly caller: Caller | undefined
  /** The name of a sandbox that there is not. */
  readonly stranger?: string
}

/** Whose a request is: its token says so. Without a known one it has no caller, and is `default`'s unless it names another. */
export function addresseeOf({
  context: { sandboxes },
  token,
  headers,
}: Pick<Visit, 'context' | 'token' | 'headers'>): Addressee {
  const { sandbox, caller } = sandboxes.byToken(token)
  const name = caller === undefined ? sandboxNamed(headers) : undefined
  if (name === undefined) return { sandbox, caller }
  const named = sandboxes.get(name)
  return named === undefined ? { sandbox, caller, stranger: name } : { sandbox: named, caller }
}

/** Finds out whose it is, and opens its entry in the journal there. */
export function findSandbox(visit: Visit): null {
  const { sandbox, caller, stranger } = addresseeOf(visit)
  visit.arrive(sandbox, caller)
  if (stranger !== undefined) visit.entry.noted(`There is no sandbox ${JSON.stringify(cut(stranger, MAX_NAME))}`)
  return null
}

/** What is asked so changes nothing, and may be asked twice. */
export const isRead = ({ method }: Pick<IncomingMessage, 'method'>): boolean => method === 'GET' || method === 'HEAD'

/** What a person sees who opens the server in a browser. */
export const isRoot = ({ method, url = '/' }: IncomingMessage): boolean =>
  isRead({ method }) && (url === '/' || url.startsWith('/?'))

const BY_ITSELF =
  /^\/(?:favicon\.ico|robots\.txt|apple-touch-icon[a-z0-9-]*\.png|\.well-known\/appspecific\/com\.chrome\.devtools\.json)(?:\?|$)/

/** Whether a browser asks for it by itself, beside the page that a person has opened. A client of TEvo sends a token. */
export const isBrowsersOwn = ({ method, url = '', headers }: IncomingMessage): boolean =>
  isRead({ method }) && headers['x-token'] === undefined && BY_ITSELF.test(url)
