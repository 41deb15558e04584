import { startServer, type Tevo } from 'tevo-local'

test('an order is placed, and has a type', async () => {
  const tevo = await (await startServer()).makeSandbox()
  const items = [{ ticket_group_id: 52554290, price: 50, quantity: 2 }]
  const shipped_items = [{ type: 'Eticket', email_address_id: 33333, items }]
  const body = { orders: [{ seller_id: 1691, client_id: 107655, shipped_items }] }
  const answer = await tevo.fetch<Tevo.Answers['orders.create']>('/v9/orders', { body })
  expect((await answer.json()).orders.map(({ state }) => state)).toEqual(['pending'])
})
