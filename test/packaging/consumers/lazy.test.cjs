const { readdirSync } = require('node:fs')
const { dirname, join } = require('node:path')
const { startServer } = require('tevo-local')

const chunks = join(dirname(require.resolve('tevo-local')), 'chunks')

test('each part that is loaded when it is needed can be required here', () => {
  for (const file of readdirSync(chunks)) expect([file, typeof require(join(chunks, file))]).toEqual([file, 'object'])
})

test('tickets are drawn, with barcodes, and the PDF is read again', async () => {
  const tevo = await (await startServer()).makeSandbox()
  const items = [{ ticket_group_id: 52554287, price: 50, quantity: 2 }]
  const shipped_items = [{ type: 'Eticket', email_address_id: 33333, items }]
  const body = { orders: [{ seller_id: 1691, client_id: 107655, shipped_items }] }
  const { orders } = await (await tevo.fetch('/v9/orders', { body })).json()
  const [id] = orders[0].child_orders
  await tevo.act(id, { as: 'seller', do: 'accept' })
  const delivered = await tevo.act(id, { as: 'seller', do: 'deliver' })
  expect(delivered).toMatchObject({ state: 'completed', items: [{ eticket_pdf_pages: 2 }] })
})
