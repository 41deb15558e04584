// @ts-check
import defaultWorld from '../fixtures/default.json' with { type: 'json' }
import { load } from './load.js'
import { usedBytes } from './memory.js'
import { withTickets } from './order.js'
import { create, createAndAccept, list, poll, reset, sell } from './targets.js'
import { megabytes } from './units.js'

const SLICE_MS = 1_000

/**
 * What lives after a while of mixed load and a reset, beside what lived before, and how much more after another while.
 * @param {import('./servers.js').Servers} servers
 * @param {{ heap_ms: number }} options  the length of each while
 * @returns {Promise<import('./table.js').Row[]>}
 */
export async function heapRows(servers, { heap_ms }) {
  /** @type {typeof import('../src/index.ts')} */
  const { startServer } = await import(servers.pathOf('index.js'))
  const tevo = await startServer({ world: withTickets(defaultWorld) })
  const server = { url: tevo.url, pid: undefined }
  const targets = [poll, list, sell, create, createAndAccept].map((target) => target(server))
  const round = async (/** @type {number} */ lasts_ms) => {
    for (let passed_ms = 0; passed_ms < lasts_ms; passed_ms += SLICE_MS)
      for (const target of targets) await load(target, SLICE_MS / targets.length)
    await reset(server)
    return usedBytes()
  }
  try {
    // What is compiled and cached once.
    const start = await round(SLICE_MS)
    const first = await round(heap_ms)
    const second = await round(heap_ms)
    const lasts = `${heap_ms / 1_000} s of mixed load and a reset`
    return [
      { what: `heap after ${lasts}`, measured: [first - start], print: megabytes, aim: { must: 15e6, atMost: 8e6 } },
      {
        what: `heap after ${lasts} more`,
        measured: [second - first],
        print: megabytes,
        aim: { must: 2e6, atMost: 1e6 },
      },
    ]
  } finally {
    await tevo.stop()
  }
}
