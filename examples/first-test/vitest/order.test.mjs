import { startServer } from 'tevo-local'
import { expect, test } from 'vitest'

test('an order whose answer is lost is made once', async () => {
  const tevo = await (await startServer()).makeSandbox()
  const items = [{ ticket_group_id: 52554290, price: 50, quantity: 2 }]
  const shipped_items = [{ type: 'Eticket', email_address_id: 33333, items }]
  const body = { orders: [{ seller_id: 1691, client_id: 107655, shipped_items }] }
  await tevo.faults.during('lost-answer', () => expect(tevo.fetch('/v9/orders', { body })).rejects.toThrow())
  await tevo.world.verify({ orders: { times: 1 } })
})
