// @ts-check
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { median } from './median.js'

const MANY = 10_000
const PER_ROUND = 200

/** @typedef {import('./servers.js').Servers} Servers */

/**
 * What sandboxes cost, in a server of this very process: milliseconds to make, reset and restore one, of each round the
 * median; and by how many bytes the process grows with 10,000 idle ones.
 * @param {Servers} servers
 * @param {{ rounds: number }} options
 */
export async function sandboxCosts(servers, { rounds }) {
  /** @type {typeof import('../src/index.ts')} */
  const { startServer } = await import(servers.pathOf('index.js'))
  const tevo = await startServer()
  try {
    return { ...(await movesOf(tevo, rounds)), memory_bytes: [await memoryOf(tevo)] }
  } finally {
    await tevo.stop()
  }
}

/**
 * @param {import('../src/index.ts').TevoLocal} tevo
 * @param {number} rounds
 */
async function movesOf(tevo, rounds) {
  const sandbox = await tevo.makeSandbox()
  const snapshot = await sandbox.snapshot()
  // To compile it all.
  await taken_ms(() => sandbox.reset())
  /** @type {number[]} */
  const make_ms = []
  /** @type {number[]} */
  const reset_ms = []
  /** @type {number[]} */
  const restore_ms = []
  for (let round = 0; round < rounds; round += 1) {
    make_ms.push(await taken_ms(() => tevo.makeSandbox()))
    reset_ms.push(await taken_ms(() => sandbox.reset()))
    restore_ms.push(await taken_ms(() => sandbox.restore(snapshot)))
  }
  return { make_ms, reset_ms, restore_ms }
}

/** @param {() => Promise<unknown>} move */
async function taken_ms(move) {
  /** @type {number[]} */
  const taken = []
  for (let nth = 0; nth < PER_ROUND; nth += 1) {
    const started_ms = performance.now()
    await move()
    taken.push(performance.now() - started_ms)
  }
  return median(taken)
}

/** @param {import('../src/index.ts').TevoLocal} tevo */
async function memoryOf(tevo) {
  const before = usedBytes()
  for (let nth = 0; nth < MANY; nth += 1) await tevo.makeSandbox()
  return usedBytes() - before
}

/** What lives after a collection; the heap's own room to breathe is not counted. */
function usedBytes() {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
