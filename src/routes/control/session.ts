import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isSecure } from '../../http/carrier.ts'
import { once } from '../../once.ts'

/** The cookie that a page is given for the token of the control plane. It ends with this process. */

/** Of this process alone: what it signs is worth nothing after it. */
const key = once(() => randomBytes(32))

const sessionOf = (controlToken: string): string => createHmac('sha256', key()).update(controlToken).digest('base64url')

/** Cookies do not tell ports apart: two servers of one machine would take each other's. */
const nameOf = ({ socket }: IncomingMessage): string => `tevo-local-${socket.localPort ?? 0}`

/** The value of `Set-Cookie`. No script can read it, and no page of another site is sent with it. */
export function sessionCookie(incoming: IncomingMessage, controlToken: string): string {
  const secure = isSecure(incoming.socket) ? '; Secure' : ''
  return `${nameOf(incoming)}=${sessionOf(controlToken)}; Path=/; HttpOnly; SameSite=Strict${secure}`
}

/**
 * Whether a request comes with the cookie, and from a page of this very server: a browser says so by `Origin` or by
 * `Sec-Fetch-Site`. What a person opens (`isOpened`) by its address comes from no page.
 */
export function isSession(incoming: IncomingMessage, controlToken: string, isOpened: boolean): boolean {
  const given = cookieIn(incoming)
  return given !== undefined && isFromHere(incoming, isOpened) && isSameText(given, sessionOf(controlToken))
}

function cookieIn(incoming: IncomingMessage): string | undefined {
  const start = `${nameOf(incoming)}=`
  const cookies = incoming.headers.cookie?.split('; ') ?? []
  return cookies.find((cookie) => cookie.startsWith(start))?.slice(start.length)
}

function isFromHere({ headers, socket }: IncomingMessage, isOpened: boolean): boolean {
  const { origin, host, 'sec-fetch-site': site } = headers
  if (origin !== undefined) return origin === `${isSecure(socket) ? 'https' : 'http'}://${host}`
  return site === 'same-origin' || (isOpened && site === 'none')
}

/** Compares in a time that tells neither how much of the text was right nor how long it is. */
export const isSameText = (given: string, expected: string): boolean => timingSafeEqual(hashOf(given), hashOf(expected))

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest()
