// @ts-check
import { createHmac } from 'node:crypto'
// @ts-expect-error: it comes without types
import autocannon from 'autocannon'

const CONNECTIONS = 8
const SAMPLE_MS = 100

/**
 * What is asked again and again.
 * @typedef {object} Target
 * @property {string} url
 * @property {string} method
 * @property {string} path
 * @property {Record<string, string>} headers
 * @property {string} [body]
 */

/**
 * A request as the clients of TEvo sign it; its query has to be sorted.
 * @param {string} url
 * @param {{ token: string, secret: string }} credential
 * @param {string} method
 * @param {string} path
 * @param {object} [json]
 * @returns {Target}
 */
export function signed(url, { token, secret }, method, path, json) {
  const body = json === undefined ? undefined : JSON.stringify(json)
  const target = path.includes('?') ? path : `${path}?`
  const text = `${method} ${new URL(url).host}${body === undefined ? target : `${target}${body}`}`
  const signature = createHmac('sha256', secret).update(text).digest('base64')
  const headers = { 'X-Token': token, 'X-Signature': signature, ...jsonHeader(body) }
  return { url, method, path, headers, ...(body === undefined ? {} : { body }) }
}

/**
 * The same request to a route that checks nothing.
 * @param {Target} target
 * @param {string} url
 * @param {string} path
 * @returns {Target}
 */
export const unsigned = (target, url, path) => ({ ...target, url, path, headers: jsonHeader(target.body) })

/**
 * @param {string | undefined} body
 * @returns {Record<string, string>}
 */
const jsonHeader = (body) => (body === undefined ? {} : { 'Content-Type': 'application/json' })

/**
 * The answer to one request.
 * @param {Target} target
 */
export async function ask({ url, path, ...request }) {
  const response = await fetch(url + path, request)
  const text = await response.text()
  if (!response.ok) throw new Error(`${request.method} ${path} was answered ${response.status}: ${text}`)
  return JSON.parse(text)
}

/**
 * Answered requests per second, over a while in which every connection always waits for an answer.
 * @param {Target} target
 * @param {number} duration_ms
 * @returns {Promise<number>}
 */
export async function requestsPerSecond({ url, path, ...request }, duration_ms) {
  const result = await autocannon({
    url: url + path,
    ...request,
    connections: CONNECTIONS,
    pipelining: 1,
    duration: duration_ms / 1_000,
    sampleInt: SAMPLE_MS,
  })
  if (result.errors > 0 || result.non2xx > 0)
    throw new Error(`${request.method} ${path}: ${result.errors} requests failed, ${result.non2xx} were refused`)
  return result['2xx'] / result.duration
}
