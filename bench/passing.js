// @ts-check
import { root } from '../scripts/package-json.js'
import { checkoutIn } from './checkout.js'
import { Servers } from './servers.js'
import { poll, sell, show } from './targets.js'
import { rateRow, throughputs } from './throughput.js'

const ORDERS = '1000'

const EXPLANATION = `The same requests to a process that passes them on, and to the one that has the sandbox. On a machine with two cores the
two processes and the clients share them.`

/**
 * What it costs that another process has the sandbox.
 * @type {import('./bench.js').Comparison}
 */
export async function passedOn(options) {
  const servers = await Servers.build(await checkoutIn(root), ['bench/tevo.js'])
  const owner = await servers.start('tevo.js', '--several', ORDERS)
  const passer = await servers.start('tevo.js', '--passes-to', owner.url, '0')
  const single = await servers.start('tevo.js', ORDERS)
  const targets = [
    { what: '`GET /v9/orders/:id`', target: show },
    { what: 'poll for pending orders, nothing new', target: poll },
    { what: '`POST /v9/orders`, own tickets', target: sell },
  ]
  const pairs = []
  for (const { what, target } of targets) {
    const direct = await target(owner)
    pairs.push({
      what: `${what}, passed on`,
      target: await target(passer),
      besideWhat: 'not:',
      beside: direct,
      aim: { atLeast: 0.5 },
    })
    pairs.push({
      what: `${what}, one of several, its own`,
      target: direct,
      besideWhat: 'a single process:',
      beside: await target(single),
      aim: { atLeast: 0.98 },
    })
  }
  return { explanation: EXPLANATION, rows: (await throughputs(pairs, options)).map(rateRow) }
}
