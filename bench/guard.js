// @ts-check
import { root } from '../scripts/package-json.js'
import { checkoutIn } from './checkout.js'
import { ask, resigned } from './load.js'
import { Servers } from './servers.js'
import { startFloor } from './start-floor.js'
import { begunAnew, poll, sell, show } from './targets.js'
import { processorTimeRows, rateRow, throughputs } from './throughput.js'

const ORDERS = '1000'
const OPTIONS = { rounds: 7, round_ms: 300, warmUp_ms: 2_000 }
/** Rounds are short, and the machine may be busy: a ratio may be so much worse than it has to be. */
const TOLERANCE = 1.4

const EXPLANATION = `The processor time of a request beside the floor's: it leaves out what else the machine does. An order is measured beside
one that is placed and printed on the floor with nothing around it, and that one beside the floor: how much slower the two are than the floor
depends on the machine. A ratio fails when it is more than ${TOLERANCE} times what it has to be.`

/**
 * A few ratios of the bench, for a machine that checks every change.
 * @type {import('./bench.js').Comparison}
 */
export async function guardRatios() {
  const servers = await Servers.build(await checkoutIn(root), ['bench/tevo.js', 'bench/floor.js', 'bench/rung.js'])
  const [few, growing] = [await servers.start('tevo.js', ORDERS), await servers.start('tevo.js', '0')]
  const [showing, polling, selling] = [await show(few), poll(few), begunAnew(sell(growing))]
  const answers = { '/show': await ask(showing), '/poll': await ask(polling), '/sell': await ask(selling) }
  const floor = await startFloor(servers, answers)
  const placing = begunAnew(resigned(selling, await servers.start('rung.js', 'place'), '/v9/orders'))
  /** How often the throughput of what stands beside it has to be reached. */
  const pairs = [
    { what: '`GET /v9/orders/:id`', target: showing, beside: resigned(showing, floor, '/show'), must: 0.8 },
    {
      what: 'poll for pending orders, nothing new',
      target: polling,
      beside: resigned(polling, floor, '/poll'),
      must: 1,
    },
    { what: 'an order on the floor', target: placing, beside: resigned(selling, floor, '/sell'), must: 0.3 },
    {
      what: '`POST /v9/orders`, own tickets',
      target: selling,
      besideWhat: 'on the floor:',
      beside: placing,
      must: 0.65,
    },
  ].map(({ must, ...pair }) => {
    const aim = { must: Number((TOLERANCE / must).toFixed(2)), atMost: Number((1 / must).toFixed(2)) }
    return { besideWhat: 'floor', ...pair, aim }
  })
  const measured = await throughputs(pairs, OPTIONS)
  const ofTime = measured.flatMap((each) => processorTimeRows(each, each.pair.aim))
  // Where the system tells no processor times there is nothing to judge by.
  const rows = ofTime.length > 0 ? ofTime : measured.map((each) => ({ ...rateRow(each), aim: null }))
  return { explanation: EXPLANATION, rows }
}
