import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Several } from '../../http/context.ts'
import { isOverHttps } from '../../http/passed-on.ts'
import { once } from '../../once.ts'

/**
 * The cookie that a page is given for the token of the control plane. It ends with this process; where several serve one TEvo,
 * all of them know it, as long as they run.
 */

/** What a session is of. */
export interface SessionOf {
  readonly token: string
  readonly several: Several | undefined
}

/** Of this process alone: what it signs is worth nothing after it. */
const key = once(() => randomBytes(32))

const sessionOf = ({ token, several }: SessionOf): string =>
  createHmac('sha256', several?.secret ?? key())
    .update(token)
    .digest('base64url')

/** Cookies do not tell ports apart: two servers of one machine would take each other's. */
const nameOf = ({ socket }: IncomingMessage, { several }: SessionOf): string =>
  several === undefined ? `tevo-local-${socket.localPort ?? 0}` : 'tevo-local'

/** The value of `Set-Cookie`. No script can read it, and no page of another site is sent with it. */
export function sessionCookie(incoming: IncomingMessage, session: SessionOf): string {
  const secure = isOverHttps(incoming) ? '; Secure' : ''
  return `${nameOf(incoming, session)}=${sessionOf(session)}; Path=/; HttpOnly; SameSite=Strict${secure}`
}

/**
 * Whether a request comes with the cookie, and from a page of this very server: a browser says so by `Origin` or by
 * `Sec-Fetch-Site`. What a person opens (`isOpened`) by its address comes from no page.
 */
export function isSession(incoming: IncomingMessage, session: SessionOf, isOpened: boolean): boolean {
  const given = cookieIn(incoming, session)
  return given !== undefined && isFromHere(incoming, isOpened) && isSameText(given, sessionOf(session))
}

function cookieIn(incoming: IncomingMessage, session: SessionOf): string | undefined {
  const start = `${nameOf(incoming, session)}=`
  const cookies = incoming.headers.cookie?.split('; ') ?? []
  return cookies.find((cookie) => cookie.startsWith(start))?.slice(start.length)
}

function isFromHere(incoming: IncomingMessage, isOpened: boolean): boolean {
  const { origin, host, 'sec-fetch-site': site } = incoming.headers
  if (origin !== undefined) return origin === `${isOverHttps(incoming) ? 'https' : 'http'}://${host}`
  return site === 'same-origin' || (isOpened && site === 'none')
}

/** Compares in a time that tells neither how much of the text was right nor how long it is. */
export const isSameText = (given: string, expected: string): boolean => timingSafeEqual(hashOf(given), hashOf(expected))

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest()
