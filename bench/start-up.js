// @ts-check
import { once } from 'node:events'
import { get } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { inTurns } from './turns.js'

const FIRST_LASTS_MS = 2_000

/**
 * @typedef {object} StartUp
 * @property {import('./servers.js').Servers} servers
 * @property {readonly [file: string, ...args: string[]]} args
 * @property {string} path  of the first request
 */

/**
 * `--quiet` would keep it from telling its port.
 * @param {import('./servers.js').Servers} servers
 * @returns {StartUp}
 */
export const tevoLocal = (servers) => ({
  servers,
  args: ['cli.js', '--port', '0', '--log', 'json'],
  path: '/_local/health',
})

/**
 * @param {import('./servers.js').Servers} servers
 * @returns {StartUp}
 */
export const bareHono = (servers) => ({ servers, args: ['bare.js'], path: '/' })

/**
 * Milliseconds from starting the process to its first 200, of the two in turns.
 * @param {StartUp} own
 * @param {StartUp} other
 * @param {number} runs
 */
export async function startUps(own, other, runs) {
  /** @type {{ startUp: StartUp, taken_ms: number[] }[]} */
  const sides = [other, own].map((startUp) => ({ startUp, taken_ms: [] }))
  // What is compiled of a program is kept a second after its first start.
  for (const { startUp } of sides) await taken(startUp, FIRST_LASTS_MS)
  for (let nth = 0; nth < runs; nth += 1)
    for (const { startUp, taken_ms } of inTurns(sides, nth)) taken_ms.push(await taken(startUp))
  const [beside_ms = [], own_ms = []] = sides.map(({ taken_ms }) => taken_ms)
  return { own_ms, beside_ms }
}

/**
 * @param {StartUp} startUp
 * @param {number} [lasts_ms]  how long it runs on
 */
async function taken({ servers, args, path }, lasts_ms = 0) {
  const started_ms = performance.now()
  const { url, stop } = await servers.start(...args)
  const [response] = await once(get(url + path, { agent: false }), 'response')
  const took_ms = performance.now() - started_ms
  response.resume()
  if (response.statusCode !== 200) throw new Error(`${url}${path} was answered ${response.statusCode}`)
  await wait(lasts_ms)
  await stop()
  return took_ms
}
