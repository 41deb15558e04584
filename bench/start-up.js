// @ts-check
import { once } from 'node:events'
import { get } from 'node:http'

/** `--quiet` would keep it from telling its port. */
const TEVO_LOCAL = { args: /** @type {const} */ (['cli.js', '--port', '0', '--log', 'json']), path: '/_local/health' }
const BARE = { args: /** @type {const} */ (['bare.js']), path: '/' }

/**
 * Milliseconds from starting the process to its first 200, of tevo-local and of a bare Hono server in turns.
 * @param {import('./servers.js').Servers} servers
 * @param {number} runs
 */
export async function startUps(servers, runs) {
  /** @type {number[]} */
  const tevoLocal_ms = []
  /** @type {number[]} */
  const bare_ms = []
  await startUp(servers, BARE)
  await startUp(servers, TEVO_LOCAL)
  for (let nth = 0; nth < runs; nth += 1) {
    bare_ms.push(await startUp(servers, BARE))
    tevoLocal_ms.push(await startUp(servers, TEVO_LOCAL))
  }
  return { tevoLocal_ms, bare_ms }
}

/**
 * @param {import('./servers.js').Servers} servers
 * @param {{ args: readonly [file: string, ...args: string[]], path: string }} server
 */
async function startUp(servers, { args, path }) {
  const started_ms = performance.now()
  const { url, stop } = await servers.start(...args)
  const [response] = await once(get(url + path, { agent: false }), 'response')
  const took_ms = performance.now() - started_ms
  response.resume()
  if (response.statusCode !== 200) throw new Error(`${url}${path} was answered ${response.statusCode}`)
  await stop()
  return took_ms
}
