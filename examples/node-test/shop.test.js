import assert from 'node:assert/strict'
import { after, afterEach, beforeEach, test } from 'node:test'
import { startServer } from 'tevo-local'

const order = {
  seller_id: 1691,
  client_id: 107655,
  payments: [{ type: 'cash' }],
  shipped_items: [
    { type: 'Eticket', email_address_id: 33333, items: [{ ticket_group_id: 52554287, price: 50, quantity: 2 }] },
  ],
}

// In its place your own program places the order, with the variables in tevo.env.
const placeOrder = async (tevo) => (await tevo.fetch('/v9/orders', { body: { orders: [order] } })).json()

const server = await startServer()
after(() => server.stop())

let tevo
beforeEach(async () => {
  tevo = await server.makeSandbox()
})
afterEach(() => tevo.delete())

test('an order whose answer is lost is made once', async () => {
  await tevo.faults.during('lost-answer', () => assert.rejects(placeOrder(tevo)))

  await tevo.requests.verify({ operation: 'orders.create' }, 1)
  await tevo.world.verify({ orders: { where: { front_order_id: null }, times: { min: 1, max: 1 } } })
})
