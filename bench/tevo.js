// @ts-check
import { parseArgs } from 'node:util'
import defaultWorld from '../fixtures/default.json' with { type: 'json' }
import { FaultSpecs } from '../src/routes/control/faults.ts'
import { matchOperation } from '../src/routes/router.ts'
import { start } from '../src/start.ts'
import { readBody } from '../src/wire/input.ts'
import { BROKER, BROKERS_REVIEWER_ID, ORDER, OWN_TICKET_GROUP, TICKET_GROUP, WEBSITE } from './order.js'

/**
 * `node tevo.js 1000` serves a world in which the website has sold 1,000 times what the broker owns. `--faults 1000` arms
 * so many rules, `--no-journal` remembers no request.
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { faults: { type: 'string', default: '0' }, 'no-journal': { type: 'boolean', default: false } },
})

const world = { ...defaultWorld, ticket_groups: [...defaultWorld.ticket_groups, TICKET_GROUP, OWN_TICKET_GROUP] }
const { url, context } = await start({ port: 0, world, replaceGlobals: true })
const sandbox = context.sandboxes.fallback
placeOrders(Number(positionals[0]))
sandbox.faults.add(rules(Number(values.faults)))
if (values['no-journal']) sandbox.journal.close = () => {}
console.log(url)

/**
 * All of them for what the bench asks, and each for another test's requests.
 * @param {number} count
 */
function rules(count) {
  const specs = Array.from({ length: count }, (_, nth) => {
    return { match: { operation: 'orders.show', header: { 'x-test': String(nth) } }, effect: { type: 'reset' } }
  })
  return FaultSpecs().parse(specs)
}

/**
 * Every second order is accepted, so that a poll for pending ones has something to leave out.
 * @param {number} count
 */
function placeOrders(count) {
  sandbox.store.transact((tx) => {
    const create = calling(tx, WEBSITE, 'POST', '/v9/orders', { orders: [ORDER] })
    for (let nth = 0; nth < count; nth += 1) {
      create()
      const [front] = tx.all('orders')
      const accept = `/v9/orders/${front?.back_order_id}/accept`
      if (nth % 2 === 1) calling(tx, BROKER, 'POST', accept, { reviewer_id: BROKERS_REVIEWER_ID })()
    }
  })
}

/**
 * A call without HTTP, inside a transaction: 100,000 of them take seconds and not minutes.
 * @param {import('../src/store/store.ts').Transaction} tx
 * @param {{ token: string }} credential
 * @param {string} method
 * @param {string} target
 * @param {object} json
 */
function calling(tx, { token }, method, target, json) {
  const { caller } = context.sandboxes.byToken(token)
  const { operation, params } = matchOperation(method, target)
  if (!caller || !operation?.emulated) throw new Error(`${token} cannot call ${method} ${target}`)
  const text = JSON.stringify(json)
  const body = readBody(operation.input?.().body, Buffer.from(text)).value
  const { settings } = sandbox
  const request = { caller, settings, params, query: {}, body, target, rawBody: () => text, note: () => {} }
  return () => operation.handle({ ...request, tx, prepared: undefined })
}
