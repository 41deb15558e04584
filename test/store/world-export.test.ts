import { expect, test } from 'vitest'
import { checkWorld } from '../../src/store/world-schema.ts'
import { serve } from '../harness.ts'

// What cannot be read back is lost: a server with --data starts from what it exported.
test('what a used sandbox exports is a world', async () => {
  const server = await serve()
  const done = async (answer: Promise<{ status: number; text: string }>) => {
    const { status, text } = await answer
    expect(status, text).toBeLessThan(300)
    checkWorld(await server.world())
  }
  const fedEx = { type: 'FedEx', service_type: 'LEAST_EXPENSIVE', address_id: 111111, phone_number_id: 33333 }
  const shipped = [{ ...fedEx, items: [{ ticket_group_id: 52554285, price: 50, quantity: 2 }] }]
  const payments = [{ type: 'credit_card', credit_card_id: 2222 }]
  const order = { shipped_items: shipped, payments, seller_id: 1691, client_id: 107655, billing_address_id: 111111 }

  await done(server.post('/v9/orders', { orders: [{ ...order, discount: 10, internal_notes: 'one' }] }))
  await done(
    server.post(
      '/v10/orders',
      {
        order: {
          client_id: 1507094,
          ticket_group: { id: 324466901, price: 145.48, quantity: 2 },
          delivery: { type: 'Eticket', email_address_id: 1965046, cost: 5 },
          payments: [{ type: 'credit_card', credit_card_id: 327284, address_id: 5070352 }],
        },
      },
      'store',
    ),
  )
  await done(server.post('/v9/orders/819974/accept', { reviewer_id: 12345 }, 'processor'))
  await done(server.post('/v9/companies', { companies: [{ name: 'The Leftorium' }] }))
  await done(server.call('PUT', '/v9/clients/107655', { body: { company_id: 11228 } }))
  await done(server.call('DELETE', '/v9/companies/11228'))
  for (const property of ['email_addresses/33333', 'addresses/111111', 'phone_numbers/33333', 'credit_cards/2222'])
    await done(server.call('DELETE', `/v9/clients/107655/${property}`))
})
