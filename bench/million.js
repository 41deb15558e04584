// @ts-check
import { totalmem } from 'node:os'
import { root } from '../scripts/package-json.js'
import { CannotMeasure, checkoutIn } from './checkout.js'
import { Servers } from './servers.js'
import { createAndAccept, list } from './targets.js'
import { processorTimeRows, rateRow, throughputs } from './throughput.js'
import { count } from './units.js'

const FEW_ORDERS = 1_000
const A_MILLION_ORDERS = 1_000_000
const HEAP_MB = 12_000
const MEMORY_BYTES = 16e9

const EXPLANATION = 'What is reported, and has to be nothing: to make a million orders takes minutes, and 5 GB.'

/**
 * A server with a million orders beside one with few.
 * @type {import('./bench.js').Comparison}
 */
export async function aMillionOrders(options) {
  if (totalmem() < MEMORY_BYTES)
    throw new CannotMeasure(`a million orders take a machine with ${MEMORY_BYTES / 1e9} GB of memory`)
  const servers = await Servers.build(await checkoutIn(root), ['bench/tevo.js'])
  const few = await servers.start('tevo.js', String(FEW_ORDERS))
  const million = await servers.startWithHeap(HEAP_MB, 'tevo.js', String(A_MILLION_ORDERS))
  const of = `of ${count(A_MILLION_ORDERS)}`
  const reported = { besideWhat: `of ${count(FEW_ORDERS)}:`, aim: null }
  const measured = await throughputs(
    [
      { what: `list of all orders, ${of}`, target: list(million), beside: list(few), ...reported },
      {
        what: `a pair made and accepted, ${of}`,
        target: createAndAccept(million),
        beside: createAndAccept(few),
        ...reported,
      },
    ],
    options,
  )
  const rows = measured.flatMap((each) => [rateRow(each), ...processorTimeRows(each, null)])
  return { explanation: EXPLANATION, rows }
}
