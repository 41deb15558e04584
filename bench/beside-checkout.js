// @ts-check
import { root } from '../scripts/package-json.js'
import { checkoutIn } from './checkout.js'
import { placeOrders } from './fill.js'
import { ask } from './load.js'
import { withTickets } from './order.js'
import { sandboxCosts } from './sandboxes.js'
import { Servers } from './servers.js'
import { startUps, tevoLocal } from './start-up.js'
import { armFaults, begunAnew, create, list, poll, sell, show } from './targets.js'
import { processorTimeRows, rateRow, throughputs } from './throughput.js'
import { count, fractionOfMillisecond, megabytes, milliseconds } from './units.js'

const FEW_ORDERS = 1_000
const MANY_ORDERS = 10_000
const FAULT_RULES = 1_000

const RATE = { atLeast: 0.9 }
const COST = { atMost: 1.1 }

const EXPLANATION = `Each is bundled by its own scripts, and they are measured in turns; a ratio is that of this checkout to the other. A request
follows each answer, on 8 connections at once. The processor time of a request leaves out what else the machine does: on a
busy one believe it more than the rate. Both are driven only through what both have: the command line, HTTP and the library.
Their orders are placed through HTTP, ${count(MANY_ORDERS)} at most: 100,000 would take minutes on each side. What the journal costs is
left out: no flag turns it off.`

/**
 * This checkout beside another one: an older commit, say.
 * @param {string} folder
 * @returns {import('./bench.js').Comparison}
 */
export const besideCheckout = (folder) => async (options) => {
  const [ownCheckout, otherCheckout] = [await checkoutIn(root), await checkoutIn(folder)]
  const own = await Servers.build(ownCheckout)
  const other = await Servers.build(otherCheckout)

  const { own_ms, beside_ms } = await startUps(tevoLocal(own), tevoLocal(other), options.startUps)
  const startUpRow = cost('start-up, to the first 200', own_ms, beside_ms, milliseconds)
  const measured = await throughputs(await makePairs(own, other), options)
  const throughputRows = measured.flatMap((pair) => [rateRow(pair), ...processorTimeRows(pair, COST)])
  return {
    explanation: `Beside it: ${folder}\n\n${EXPLANATION}`,
    rows: [startUpRow, ...throughputRows, ...(await sandboxRows(own, other, options))],
  }
}

/**
 * @param {Servers} own
 * @param {Servers} other
 */
async function makePairs(own, other) {
  const [targets, besideTargets] = await Promise.all([targetsOf(own), targetsOf(other)])
  return Object.entries(targets).flatMap(([what, target]) => {
    const beside = besideTargets[what]
    return beside === undefined ? [] : [{ what, target, beside, aim: RATE }]
  })
}

/**
 * What to ask the servers of a checkout, by what it is called in the table.
 * @param {Servers} servers
 * @returns {Promise<{ [what: string]: import('./load.js').Target }>}
 */
async function targetsOf(servers) {
  const world = await makeWorld(servers)
  const few = await servers.serve(...world)
  const many = await servers.serve(...world)
  // Of its own, for it grows: the lists are to stay as long as they are.
  const growing = await servers.serve(...world)
  const troubled = await servers.serve(...world)
  await placeOrders(few, FEW_ORDERS)
  await placeOrders(many, MANY_ORDERS)
  await placeOrders(troubled, FEW_ORDERS)
  await armFaults(troubled, FAULT_RULES)
  return {
    '`GET /v9/orders/:id`': await show(few),
    '`POST /v9/orders`, own tickets': begunAnew(sell(growing)),
    '`POST /v9/orders`, a Buy/Sell pair: two orders': begunAnew(create(growing)),
    [`poll for pending orders, of ${count(FEW_ORDERS)}`]: poll(few),
    [`poll for pending orders, of ${count(MANY_ORDERS)}`]: poll(many),
    [`list of all orders, of ${count(FEW_ORDERS)}`]: list(few),
    [`list of all orders, of ${count(MANY_ORDERS)}`]: list(many),
    [`\`GET /v9/orders/:id\`, ${count(FAULT_RULES)} fault rules`]: await show(troubled),
  }
}

/**
 * The flag that starts a server of this checkout from its own default world with tickets for the bench. It comes from
 * this very checkout: another one may not know each of its fields.
 * @param {Servers} servers
 */
async function makeWorld(servers) {
  const server = await servers.serve()
  const world = await ask({
    server,
    requests: [{ method: 'GET', path: '/_local/sandboxes/default/world', headers: {} }],
  })
  await server.stop()
  const file = await servers.write('world.json', JSON.stringify(withTickets(world)))
  // Its name was --seed, before the number that chance is drawn from took that one.
  const isNew = (await servers.print('--help')).includes('--world FILE')
  return [isNew ? '--world' : '--seed', file]
}

/**
 * @param {Servers} own
 * @param {Servers} other
 * @param {{ rounds: number }} options
 * @returns {Promise<import('./table.js').Row[]>}
 */
async function sandboxRows(own, other, options) {
  const [costs, beside] = await sandboxCosts([own, other], options)
  if (costs === undefined || beside === undefined) return []
  return [
    cost('to make a sandbox', costs.make_ms, beside.make_ms, fractionOfMillisecond),
    cost('to reset one', costs.reset_ms, beside.reset_ms, fractionOfMillisecond),
    cost('to restore a snapshot', costs.restore_ms, beside.restore_ms, fractionOfMillisecond),
    ...(costs.fork_ms.length === 0 || beside.fork_ms.length === 0
      ? []
      : [cost('to fork one', costs.fork_ms, beside.fork_ms, fractionOfMillisecond)]),
    cost('memory of 10,000 idle ones', costs.memory_bytes, beside.memory_bytes, megabytes),
  ]
}

/**
 * @param {string} what
 * @param {readonly number[]} measured
 * @param {readonly number[]} beside
 * @param {(value: number) => string} print
 * @returns {import('./table.js').Row}
 */
const cost = (what, measured, beside, print) => ({ what, measured, beside, print, aim: COST })
