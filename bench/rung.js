// @ts-check
import { closeSync, openSync, writeSync } from 'node:fs'
import { devNull } from 'node:os'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import defaultWorld from '../fixtures/default.json' with { type: 'json' }
import { start } from '../src/start.ts'
import { floorHandler } from './floor-handler.js'
import { operationCalled } from './inside.js'
import { OWN_ORDERS, WEBSITE, withTickets } from './order.js'

/**
 * `node rung.js check` is the floor, and checks the body of an order by its schema; `node rung.js place` also places the order,
 * keeps it and prints it afresh. Neither has the steps of a request, a journal or faults. `POST /in-process` does the same
 * without HTTP.
 */

const [, , rung] = process.argv
const ORDERS_IN_PROCESS = 3_000

const { context } = await start({ port: 0, world: withTickets(defaultWorld), replaceGlobals: true })
const sandbox = context.sandboxes.defaultSandbox
const { schema, handle } = operationCalled(context, WEBSITE, 'POST', '/v9/orders')

/** @param {any} sent */
function check(sent) {
  const checked = schema?.entry.safeParse(sent.orders[0])
  if (!checked?.success) throw new Error('the order is wrong', { cause: checked?.error })
  return { orders: [checked.data] }
}

/** @param {any} sent */
function place(sent) {
  const body = check(sent)
  return sandbox.write((tx) => handle(tx, body, () => sent)).result
}

const [order] = OWN_ORDERS
const canned = place({ orders: [order] })

/** @type {{ [rung: string]: (sent: any) => unknown }} */
const RUNGS = {
  check: (sent) => {
    check(sent)
    return canned
  },
  place,
}
const answerTo = RUNGS[rung ?? '']
if (answerTo === undefined) throw new Error(`"${rung}" is not a rung: give ${Object.keys(RUNGS).join(' or ')}`)

const app = new Hono()
app.post('/_local/sandboxes/default/reset', (c) => {
  sandbox.reset()
  return c.json({})
})
app.post('/in-process', (c) => c.json({ each_ms: inProcess(c.req.query('system-calls') === '1') }))
app.all(
  '*',
  floorHandler(
    () => WEBSITE.secret,
    (_, sent) => answerTo(sent),
  ),
)
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.log(`http://127.0.0.1:${port}`))

/**
 * How long an order takes that is parsed, checked, placed and printed, and nothing else; `systemCalls`: each comes after a
 * call of the system, as every request of HTTP does.
 * @param {boolean} systemCalls
 */
function inProcess(systemCalls) {
  sandbox.reset()
  const bodies = OWN_ORDERS.map((each) => JSON.stringify({ orders: [each] }))
  const nothing = openSync(devNull, 'w')
  const byte = Buffer.alloc(1)
  let took_ms = 0
  for (let nth = 0; nth < ORDERS_IN_PROCESS; nth += 1) {
    if (systemCalls) writeSync(nothing, byte)
    const began_ms = performance.now()
    JSON.stringify(place(JSON.parse(bodies[nth % bodies.length] ?? '')))
    took_ms += performance.now() - began_ms
  }
  closeSync(nothing)
  return took_ms / ORDERS_IN_PROCESS
}
