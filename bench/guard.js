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

const EXPLANATION = `The processor time of a request beside the floor's: it leaves out what else the machine does. A ratio fails when it is more
than ${TOLERANCE} times what it has to be.`

/**
 * A few ratios of the bench, for a machine that checks every change.
 * @type {import('./bench.js').Comparison}
 */
export async function guardRatios() {
  const servers = await Servers.build(await checkoutIn(root), ['bench/tevo.js', 'bench/floor.js'])
  const [few, growing] = [await servers.start('tevo.js', ORDERS), await servers.start('tevo.js', '0')]
  /** How often the throughput of the floor has to be reached. */
  const guarded = [
    { what: '`GET /v9/orders/:id`', path: '/show', target: await show(few), must: 0.8 },
    { what: '`POST /v9/orders`, own tickets', path: '/sell', target: begunAnew(sell(growing)), must: 0.35 },
    { what: 'poll for pending orders, nothing new', path: '/poll', target: poll(few), must: 1 },
  ]
  /** @type {{ [path: string]: object }} */
  const answers = {}
  for (const { path, target } of guarded) answers[path] = await ask(target)
  const floor = await startFloor(servers, answers)
  const pairs = guarded.map(({ what, path, target, must }) => {
    const aim = { must: Number((TOLERANCE / must).toFixed(2)), atMost: Number((1 / must).toFixed(2)) }
    return { what, target, besideWhat: 'floor', beside: resigned(target, floor, path), aim }
  })
  const measured = await throughputs(pairs, OPTIONS)
  const ofTime = measured.flatMap((each) => processorTimeRows(each, each.pair.aim))
  // Where the system tells no processor times there is nothing to judge by.
  const rows = ofTime.length > 0 ? ofTime : measured.map((each) => ({ ...rateRow(each), aim: null }))
  return { explanation: EXPLANATION, rows }
}
