import { expect, test } from 'tevo-local/vitest'

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

test('an order whose answer is lost is made once', async ({ tevo }) => {
  await tevo.faults.during('lost-answer', () => expect(placeOrder(tevo)).rejects.toThrow())

  await expect(tevo).toHaveReceived({ operation: 'orders.create' }, 1)
  await expect(tevo).toHaveMadeOneOrder({ seller_state: 'pending' })
})
