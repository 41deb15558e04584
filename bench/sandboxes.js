// @ts-check
import { median } from './median.js'
import { usedBytes } from './memory.js'
import { inTurns } from './turns.js'

const MANY = 10_000
const PER_ROUND = 200

/**
 * @typedef {import('./servers.js').Servers} Servers
 * @typedef {import('../src/index.ts').TevoLocal} TevoLocal
 * @typedef {object} Costs  milliseconds to make, reset, restore and fork a sandbox (none where it cannot be forked), of each round the median; and by how many bytes the process grows with 10,000 idle ones
 * @property {number[]} make_ms
 * @property {number[]} reset_ms
 * @property {number[]} restore_ms
 * @property {number[]} fork_ms
 * @property {number[]} memory_bytes
 */

/**
 * What sandboxes cost in each of the checkouts, in turns, in servers of this very process.
 * @param {readonly Servers[]} checkouts
 * @param {{ rounds: number }} options
 * @returns {Promise<Costs[]>}
 */
export async function sandboxCosts(checkouts, { rounds }) {
  const sides = await Promise.all(checkouts.map(sideOf))
  try {
    // To compile it all.
    for (const side of sides) await measure(side, newCosts())
    for (let round = 0; round < rounds; round += 1)
      for (const side of inTurns(sides, round)) await measure(side, side.costs)
    for (const { tevo, costs } of sides) costs.memory_bytes.push(await memoryOf(tevo))
    return sides.map(({ costs }) => costs)
  } finally {
    for (const { tevo } of sides) await tevo.stop()
  }
}

/** @param {Servers} servers */
async function sideOf(servers) {
  /** @type {typeof import('../src/index.ts')} */
  const { startServer } = await import(servers.pathOf('index.js'))
  const tevo = await startServer()
  const sandbox = await tevo.makeSandbox()
  return { tevo, sandbox, snapshot: await sandbox.snapshot(), costs: newCosts() }
}

/** @returns {Costs} */
const newCosts = () => ({ make_ms: [], reset_ms: [], restore_ms: [], fork_ms: [], memory_bytes: [] })

/**
 * @param {Awaited<ReturnType<typeof sideOf>>} side
 * @param {Costs} costs
 */
async function measure({ tevo, sandbox, snapshot }, { make_ms, reset_ms, restore_ms, fork_ms }) {
  make_ms.push(await taken_ms(() => tevo.makeSandbox()))
  reset_ms.push(await taken_ms(() => sandbox.reset()))
  restore_ms.push(await taken_ms(() => sandbox.restore(snapshot)))
  // An older checkout has none.
  if ('fork' in sandbox) fork_ms.push(await taken_ms(() => sandbox.fork()))
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

/** @param {TevoLocal} tevo */
async function memoryOf(tevo) {
  const before = await usedBytes()
  for (let nth = 0; nth < MANY; nth += 1) await tevo.makeSandbox()
  return (await usedBytes()) - before
}
