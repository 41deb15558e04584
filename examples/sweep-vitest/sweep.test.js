import { sweep } from 'tevo-local'
import { expect, test } from 'vitest'

const order = {
  seller_id: 1691,
  client_id: 107655,
  reference: 'sale-1',
  shipped_items: [
    { type: 'Eticket', email_address_id: 33333, items: [{ ticket_group_id: 52554287, price: 50, quantity: 2 }] },
  ],
}

/** In its place your own program places the order, with the variables in tevo.env. */
async function placeOrder(tevo) {
  const place = () => tevo.fetch('/v9/orders', { body: { orders: [order] } })
  const answer = await place().catch(async () => {
    // No answer came: it may have been made all the same, so look before it is sent again.
    const list = await (await tevo.fetch(`/v9/orders?reference=${order.reference}`)).json()
    return list.orders.length > 0 ? { ok: true } : place()
  })
  if (!answer.ok) throw new Error(`the order was refused: ${answer.status}`)
}

test('no answer that is lost costs money', async () => {
  const { runs, summary } = await sweep(placeOrder, { effects: ['lost-answer', 'cut', 'refused', '503'] })

  expect(runs.filter(({ damage }) => damage.length > 0).map(({ story }) => story)).toEqual([])
  expect(summary).toMatchObject({ survived: 3, reported: 1, hung: 0 })
}, 30_000)
