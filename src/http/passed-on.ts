import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isSecure } from './carrier.ts'

/**
 * The header with which one process tells another that it passes a request on: the word that only they know, whether it
 * is the first request of its client's connection, and the scheme of that connection. It stands first in the head, and is
 * taken out before anything reads the request: what is left is what the client sent.
 */
export const PASSED_ON = 'X-Tevo-Local-Passed-On'
const LOWER = PASSED_ON.toLowerCase()

/** What the process that passed a request on knows of its client's connection. */
export interface PassedOn {
  readonly isFirst: boolean
  readonly isSecure: boolean
}

/**
 * With these the process that has a sandbox says what becomes of a request, before any answer: it takes it; it has it not;
 * its client's connection is to be cut. An RST itself can be overtaken: whoever finds bytes and an RST at once, as libuv
 * does, takes them for an end in good order.
 */
export const TAKEN = 102
export const NOT_MINE = 421
export const CUT = 199
export const TO_CUT = `HTTP/1.1 ${CUT} Cut\r\n\r\n`

const passed = new WeakMap<IncomingMessage, PassedOn>()

/** What was said of a request that another process passed on; undefined: a client sent it here. */
export const passedOn = (incoming: IncomingMessage): PassedOn | undefined => passed.get(incoming)

/** Whether the client speaks HTTPS, with this process or with the one that passed its request on. */
export const isOverHttps = (incoming: IncomingMessage): boolean =>
  passed.get(incoming)?.isSecure ?? isSecure(incoming.socket)

/** The word of the header, of what the processes of one TEvo have in common. */
export const wordOf = (secret: string): string =>
  createHash('sha256').update('passed on\n').update(secret).digest('base64url')

export const markOf = (word: string, { isFirst, isSecure }: PassedOn): string =>
  `${word} ${isFirst ? 'first' : 'used'} ${isSecure ? 'https' : 'http'}`

/** Takes the header out of a request that another process passed on. One that a client has made up stays what it is. */
export function takeMark(incoming: IncomingMessage, word: string): PassedOn | undefined {
  const { rawHeaders, headers } = incoming
  const [name, value = ''] = rawHeaders
  if (name !== PASSED_ON) return undefined
  const [given = '', nth, scheme] = value.split(' ')
  if (!isSame(given, word)) return undefined
  rawHeaders.splice(0, 2)
  delete headers[LOWER]
  const mark = { isFirst: nth === 'first', isSecure: scheme === 'https' }
  passed.set(incoming, mark)
  return mark
}

export const isMark = (name: string): boolean => name.toLowerCase() === LOWER

function isSame(given: string, word: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(word)]
  return one.length === other.length && timingSafeEqual(one, other)
}
