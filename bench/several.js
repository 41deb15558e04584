// @ts-check
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import defaultWorld from '../fixtures/default.json' with { type: 'json' }
import { root } from '../scripts/package-json.js'
import { checkoutIn } from './checkout.js'
import { CLUSTER, databases } from './database.js'
import { ask, load, signed } from './load.js'
import { OWN_ORDERS, WEBSITE, withTickets } from './order.js'
import { Servers } from './servers.js'
import { create, show } from './targets.js'
import { rateRow, throughputs } from './throughput.js'
import { inTurns } from './turns.js'
import { count, milliseconds, perSecond } from './units.js'

const SANDBOXES = 100
const PROCESSES = 3
const CLIENTS_OF_EACH = 8
/** Each makes two orders. */
const SALES = 5_000
const SALES_AT_ONCE = 32
const TAKE_OVERS = 3
const PATIENCE_MS = 60_000
const ASK_AGAIN_MS = 20

const EXPLANATION = `Processes on one PostgreSQL, which syncs every commit. Clients, processes and database share the machine: three processes can be
faster than one only where there are cores for them.`

/**
 * @typedef {import('./load.js').Server & { stop: () => Promise<void> }} Server
 * @typedef {import('./load.js').Target} Target
 * @typedef {import('./load.js').Keys} Keys
 * @typedef {import('./bench.js').Options} Options
 * @typedef {import('./table.js').Row} Row
 * @typedef {(data: string) => Promise<Server>} Start
 */

/**
 * What several processes on a PostgreSQL come to.
 * @type {import('./bench.js').Comparison}
 */
export async function severalOnPostgres(options) {
  const servers = await Servers.build(await checkoutIn(root), [CLUSTER])
  const world = await servers.write('world.json', JSON.stringify(withTickets(defaultWorld)))
  const { database, stop } = await databases(servers)
  const folder = await mkdtemp(join(tmpdir(), 'tevo-local-bench-several-'))
  try {
    /** @type {Start} */
    const start = (data) => servers.serve('--data', data, '--world', world)
    const rows = [
      ...(await manySandboxes(start, await database(), await database(), options)),
      ...(await durableCommits(start, await database(), join(folder, 'data.json'), options)),
      await takeOvers(start, await database()),
    ]
    return { explanation: EXPLANATION, rows }
  } finally {
    // Their processes first: they hold connections.
    await servers.remove()
    await stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Three processes beside one, and what is passed on beside what is not.
 * @param {Start} start
 * @param {string} ofOne
 * @param {string} ofThree
 * @param {Options} options
 * @returns {Promise<Row[]>}
 */
async function manySandboxes(start, ofOne, ofThree, options) {
  const one = await start(ofOne)
  const three = []
  for (let nth = 0; nth < PROCESSES; nth += 1) three.push(await start(ofThree))
  const [owner, other] = three
  if (owner === undefined || other === undefined) throw new Error('there are three')
  const ofAll = [
    { what: 'reads of an order list', target: readsOf },
    { what: '`POST /v9/orders`, own tickets', target: salesOf },
  ]
  const [keysAtOne, keysAtThree] = [await makeSandboxes([one]), await makeSandboxes(three)]
  const rows = []
  for (const { what, target } of ofAll) {
    const single = [target(one, keysAtOne, PROCESSES * CLIENTS_OF_EACH)]
    const several = three.map((server) => target(server, keysAtThree, CLIENTS_OF_EACH))
    const [measured, beside] = await sideBySide(several, single, options)
    rows.push({
      what: `${what}, ${SANDBOXES} sandboxes, ${PROCESSES} processes`,
      measured,
      besideWhat: 'one process:',
      beside,
      print: perSecond,
      aim: null,
    })
  }
  await ask(create(owner))
  const passedOn = {
    what: '`GET /v9/orders/:id`, passed on',
    target: await show(other),
    besideWhat: 'not:',
    beside: await show(owner),
    aim: { atLeast: 0.5 },
  }
  rows.push(...(await throughputs([passedOn], options)).map(rateRow))
  for (const { stop } of [one, ...three]) await stop()
  return rows
}

/**
 * Made at each of the processes in turn, which then has them.
 * @param {readonly Server[]} servers
 * @returns {Promise<Keys[]>}
 */
async function makeSandboxes(servers) {
  const keys = []
  for (let nth = 0; nth < SANDBOXES; nth += 1) {
    const server = servers[nth % servers.length]
    if (server === undefined) throw new Error('there is no server')
    const request = { method: 'POST', path: '/_local/sandboxes', headers: {} }
    const { credentials } = await ask({ server, requests: [request] })
    keys.push(credentials.website)
  }
  return keys
}

/**
 * Of each of the sandboxes, one after the other.
 * @param {Server} server
 * @param {readonly Keys[]} keys
 * @param {number} connections
 * @returns {Target}
 */
const readsOf = (server, keys, connections) => ({
  server,
  connections,
  requests: keys.flatMap((each) => signed(server, each, 'GET', '/v9/orders').requests),
})

/** @type {typeof readsOf} */
const salesOf = (server, keys, connections) => ({
  server,
  connections,
  requests: keys.flatMap((each, nth) => {
    const order = OWN_ORDERS[nth % OWN_ORDERS.length]
    return signed(server, each, 'POST', '/v9/orders', { orders: [order] }).requests
  }),
})

/**
 * Answers a second of all targets of a side at once, of each round.
 * @param {readonly Target[]} own
 * @param {readonly Target[]} other
 * @param {Options} options
 */
async function sideBySide(own, other, { rounds, round_ms, warmUp_ms }) {
  /** @param {readonly Target[]} targets @param {number} duration_ms */
  const together = async (targets, duration_ms) => {
    const loads = await Promise.all(targets.map((target) => load(target, duration_ms)))
    return loads.reduce((sum, { perSecond }) => sum + perSecond, 0)
  }
  /** @type {[number[], number[]]} */
  const measured = [[], []]
  const sides = [own, other].map((targets, nth) => ({ targets, rates: measured[nth] }))
  for (const { targets } of sides) await together(targets, warmUp_ms)
  for (let round = 0; round < rounds; round += 1)
    for (const { targets, rates } of inTurns(sides, round)) rates?.push(await together(targets, round_ms))
  return measured
}

/**
 * What it takes until a write is kept.
 * @param {Start} start
 * @param {string} data
 * @param {string} file
 * @param {Options} options
 */
async function durableCommits(start, data, file, options) {
  const [onPostgres, onFile] = [await start(data), await start(file)]
  const pairs = [1, SALES_AT_ONCE].map((connections) => ({
    what: `\`POST /v9/orders\`, a pair, on PostgreSQL, ${connections === 1 ? 'one client' : `${connections} clients at once`}`,
    target: { ...create(onPostgres), connections },
    besideWhat: 'in a file:',
    beside: { ...create(onFile), connections },
    aim: null,
  }))
  const rows = (await throughputs(pairs, options)).map(rateRow)
  for (const { stop } of [onPostgres, onFile]) await stop()
  return rows
}

/**
 * The first request to a process, for a sandbox that another one has given back.
 * @param {Start} start
 * @param {string} data
 * @returns {Promise<Row>}
 */
async function takeOvers(start, data) {
  let owner = await start(data)
  for (let sold = 0; sold < SALES; sold += SALES_AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(SALES_AT_ONCE, SALES - sold) }, () => ask(create(owner))))
  const taken_ms = []
  for (let nth = 0; nth < TAKE_OVERS; nth += 1) {
    const next = await start(data)
    await leave(owner)
    const asked_ms = performance.now()
    const { total_entries } = await ask(signed(next, WEBSITE, 'GET', '/v9/orders'))
    taken_ms.push(performance.now() - asked_ms)
    if (total_entries !== 2 * SALES) throw new Error(`there are ${total_entries} orders, and not ${2 * SALES}`)
    owner = next
  }
  await owner.stop()
  return {
    what: `take-over of a sandbox with ${count(2 * SALES)} orders, to the first answer`,
    measured: taken_ms,
    print: milliseconds,
    aim: { atMost: 2_000 },
  }
}

/**
 * It gives back what it has, and ends.
 * @param {Server} server
 */
async function leave({ pid, stop }) {
  if (pid === undefined) throw new Error('the server has no process to send a signal to')
  process.kill(pid, 'SIGTERM')
  const deadline_ms = performance.now() + PATIENCE_MS
  while (isRunning(pid)) {
    if (performance.now() > deadline_ms) throw new Error(`the process did not end within ${PATIENCE_MS} ms`)
    await wait(ASK_AGAIN_MS)
  }
  await stop()
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
