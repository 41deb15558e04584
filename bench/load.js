// @ts-check
import { createHmac } from 'node:crypto'
// @ts-expect-error: it comes without types
import autocannon from 'autocannon'
import { processorTime_ms } from './processor-time.js'

const CONNECTIONS = 8
const SAMPLE_MS = 100

/**
 * What is asked again and again: its requests, one after the other.
 * @typedef {object} Target
 * @property {Server} server
 * @property {readonly Request[]} requests
 * @property {Keys} [keys]  that they are signed with
 * @property {() => Promise<unknown>} [cycle]  in place of the requests, where each follows from the answer to another one
 * @property {() => Promise<unknown>} [begin]  what is done before each while
 * @property {number} [connections]  how many ask at once; 8, where it is left out
 *
 * @typedef {{ token: string, secret: string }} Keys
 *
 * @typedef {object} Server
 * @property {string} url
 * @property {number | undefined} pid  of its process
 *
 * @typedef {object} Request
 * @property {string} method
 * @property {string} path
 * @property {Record<string, string>} headers
 * @property {string} [body]
 */

/**
 * Requests as the clients of TEvo sign them, one for each body, or one without; the query has to be sorted.
 * @param {Server} server
 * @param {Keys} keys
 * @param {string} method
 * @param {string} path
 * @param {readonly object[]} jsons
 * @returns {Target}
 */
export function signed(server, keys, method, path, ...jsons) {
  const { token, secret } = keys
  const target = path.includes('?') ? path : `${path}?`
  /** @param {string} payload */
  const headersFor = (payload) => {
    const text = `${method} ${new URL(server.url).host}${target}${payload}`
    return { 'X-Token': token, 'X-Signature': createHmac('sha256', secret).update(text).digest('base64') }
  }
  if (jsons.length === 0) return { server, keys, requests: [{ method, path, headers: headersFor('') }] }
  const bodies = jsons.map((json) => JSON.stringify(json))
  return {
    server,
    keys,
    requests: bodies.map((body) => ({ method, path, body, headers: { ...headersFor(body), ...JSON_HEADER } })),
  }
}

/**
 * The same requests, signed for another server and path.
 * @param {Target} target
 * @param {Server} server
 * @param {string} path
 */
export function resigned({ requests, keys }, server, path) {
  const [first] = requests
  if (first === undefined || keys === undefined) throw new Error(`nothing that is signed goes to ${path}`)
  const jsons = requests.flatMap(({ body }) => (body === undefined ? [] : [JSON.parse(body)]))
  return signed(server, keys, first.method, path, ...jsons)
}

/**
 * The same requests to a route that checks nothing.
 * @param {Target} target
 * @param {Server} server
 * @param {string} path
 * @returns {Target}
 */
export const unsigned = ({ requests }, server, path) => ({
  server,
  requests: requests.map((request) => ({ ...request, path, headers: request.body === undefined ? {} : JSON_HEADER })),
})

const JSON_HEADER = { 'Content-Type': 'application/json' }

/**
 * The answer to the first request.
 * @param {Target} target
 */
export async function ask({ server: { url }, requests: [first] }) {
  if (first === undefined) throw new Error(`there is nothing to ask ${url}`)
  const { path, ...request } = first
  const response = await fetch(url + path, request)
  const text = await response.text()
  if (!response.ok) throw new Error(`${request.method} ${path} was answered ${response.status}: ${text}`)
  return JSON.parse(text)
}

/**
 * What came of a while in which every connection always waited for an answer.
 * @typedef {object} Load
 * @property {number} perSecond  answered requests
 * @property {number} processor_ms  the time of a processor that each of them took; NaN where it is not known
 */

/**
 * @param {Target} target
 * @param {number} duration_ms
 * @returns {Promise<Load>}
 */
export async function load(target, duration_ms) {
  const { pid } = target.server
  await target.begin?.()
  const before_ms = processorTime_ms(pid)
  const { answered, took_s } = await (target.cycle === undefined
    ? repeat(target, duration_ms)
    : goRound(target.cycle, duration_ms))
  return { perSecond: answered / took_s, processor_ms: (processorTime_ms(pid) - before_ms) / answered }
}

/**
 * @param {Target} target
 * @param {number} duration_ms
 */
async function repeat({ server: { url }, requests, connections = CONNECTIONS }, duration_ms) {
  const result = await autocannon({
    url,
    // Copies, for it writes into them.
    requests: requests.map((request) => ({ ...request })),
    connections,
    pipelining: 1,
    duration: duration_ms / 1_000,
    sampleInt: SAMPLE_MS,
  })
  if (result.errors > 0 || result.non2xx > 0) {
    const [first] = requests
    throw new Error(`${first?.method} ${first?.path}: ${result.errors} requests failed, ${result.non2xx} were refused`)
  }
  return { answered: result['2xx'], took_s: result.duration }
}

/**
 * @param {() => Promise<unknown>} cycle
 * @param {number} duration_ms
 */
async function goRound(cycle, duration_ms) {
  const started_ms = performance.now()
  let answered = 0
  const one = async () => {
    while (performance.now() - started_ms < duration_ms) {
      await cycle()
      answered += 1
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, one))
  return { answered, took_s: (performance.now() - started_ms) / 1_000 }
}
