// @ts-check
import { root } from '../scripts/package-json.js'
import { checkoutIn } from './checkout.js'
import { ask, resigned } from './load.js'
import { Servers } from './servers.js'
import { startFloor } from './start-floor.js'
import { begunAnew, sell } from './targets.js'
import { processorTimeRows, rateRow, throughputs } from './throughput.js'
import { inTurns } from './turns.js'
import { microseconds } from './units.js'

const EXPLANATION = `Each row does what the one before it does, and more. The first two are the floor with a part of this project and nothing of
its server: no steps of a request, no journal, no faults, no webhooks. "In the process" is an order without HTTP: parsed, checked, placed and
printed, one after the other; and the same when a single call of the system comes before each, as it does with every request.`

/**
 * What an order costs, part by part.
 * @type {import('./bench.js').Comparison}
 */
export async function whatAnOrderCosts(options) {
  const servers = await Servers.build(await checkoutIn(root), ['bench/tevo.js', 'bench/floor.js', 'bench/rung.js'])
  const whole = begunAnew(sell(await servers.start('tevo.js', '0')))
  const forgetful = begunAnew(sell(await servers.start('tevo.js', '0', '--no-journal')))
  const [checks, places] = [await servers.start('rung.js', 'check'), await servers.start('rung.js', 'place')]
  const floor = resigned(whole, await startFloor(servers, { '/sell': await ask(whole) }), '/sell')
  const pairs = [
    { what: 'the floor, and the body is checked', target: resigned(whole, checks, '/v9/orders') },
    { what: 'the order is placed, kept and printed', target: begunAnew(resigned(whole, places, '/v9/orders')) },
    { what: 'tevo-local without its journal', target: forgetful },
    { what: 'tevo-local', target: whole },
  ].map((pair) => ({ ...pair, besideWhat: 'floor', beside: floor, aim: null }))
  const measured = await throughputs(pairs, options)
  const rows = measured.flatMap((each) => [rateRow(each), ...processorTimeRows(each, null)])
  return { explanation: EXPLANATION, rows: [...rows, await inProcessRow(places, options)] }
}

/**
 * @param {import('./load.js').Server} server
 * @param {import('./bench.js').Options} options
 * @returns {Promise<import('./table.js').Row>}
 */
async function inProcessRow(server, { rounds }) {
  /** @param {boolean} systemCalls */
  const request = (systemCalls) => {
    const path = `/in-process?system-calls=${systemCalls ? 1 : 0}`
    return { server, requests: [{ method: 'POST', path, headers: {} }] }
  }
  /** @type {number[]} */
  const measured = []
  /** @type {number[]} */
  const beside = []
  const sides = [
    { target: request(false), each: measured },
    { target: request(true), each: beside },
  ]
  for (const { target } of sides) await ask(target)
  for (let round = 0; round < rounds; round += 1)
    for (const { target, each } of inTurns(sides, round)) each.push((await ask(target)).each_ms)
  const what = 'an order in the process'
  return { what, measured, besideWhat: 'after a system call:', beside, print: microseconds, aim: null }
}
