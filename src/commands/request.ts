import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { codeOf, Problem } from '../problem.ts'
import type { SentByCurl } from '../signing/curl.ts'
import { DEFAULT_HOST, DEFAULT_PORT } from '../start.ts'

export const DEFAULT_BASE = `http://${DEFAULT_HOST}:${DEFAULT_PORT}`

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const URL_PARTS = /^(?<scheme>https?):\/\/(?<host>[^/?#@\s]+)(?<path>\/[^?#]*)?(?<query>\?[^#]*)?(?:#.*)?$/i

/** A request as it is going to be sent. */
export interface PreparedRequest {
  readonly method: string
  /** As it was given, save that what no URL may hold is percent-encoded. */
  readonly url: string
  /** What a client sends as `Host`. */
  readonly host: string
  /** Path and query, as the request line has them. */
  readonly target: string
  readonly body: Body
}

type Body = SentByCurl['body']

/** Understands METHOD and URL, or a path below `base`. Throws a Problem. */
export function prepareRequest(command: string, words: readonly string[], base: string, body: Body): PreparedRequest {
  const [given, place, ...rest] = words
  if (given === undefined || place === undefined || rest.length > 0)
    throw new Problem(
      `${command} takes a METHOD and a URL, not ${words.length} words; such as: tevo-local ${command} GET '/v9/orders?state=pending'`,
    )
  const method = given.toUpperCase()
  if (!METHODS.includes(method))
    throw new Problem(`${given} is not a method of the API: give one of ${METHODS.join(', ')}`)
  const url = encoded(place.startsWith('/') ? base.replace(/\/+$/, '') + place : place)
  return { method, url, ...partsOf(url), body }
}

function partsOf(url: string): { host: string; target: string } {
  const { scheme, host, path, query } = URL_PARTS.exec(url)?.groups ?? {}
  if (scheme === undefined || host === undefined || !URL.canParse(url))
    throw new Problem(`${url} is not a URL: give a path such as /v9/orders, or a URL such as ${DEFAULT_BASE}/v9/orders`)
  // No client names the usual port in its Host header.
  const usualPort = scheme.toLowerCase() === 'https' ? ':443' : ':80'
  return {
    host: host.endsWith(usualPort) ? host.slice(0, -usualPort.length) : host,
    target: `${path ?? '/'}${query ?? ''}`,
  }
}

const encoded = (url: string): string => url.replace(/[^\x21-\x7e]/gu, encodeURIComponent)

/** The body that `-d` gives: as text, as `@FILE`, or from stdin as `@-`. */
export async function readBody(given: string | undefined): Promise<Body> {
  if (given === undefined || !given.startsWith('@')) return { bytes: Buffer.from(given ?? ''), source: null }
  const source = given.slice(1)
  if (source === '-') return { bytes: await buffer(process.stdin), source }
  try {
    return { bytes: await readFile(source), source }
  } catch (problem) {
    throw new Problem(
      `the body ${given} cannot be read: ${codeOf(problem)}; give -d @FILE a file that can, or the body itself`,
    )
  }
}
