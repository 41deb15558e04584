import { describe, expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import { act, orderBody, place } from '../orders/journey.ts'
import { base64, ticketPdf } from '../pdf/fixtures.ts'
import { expectProblem } from './problem.ts'

const EARLY_2026 = Date.UTC(2026, 0, 1)

/** The ids of the advice, and of the requests that show each. */
async function advice(server: TestServer): Promise<Record<string, string[]>> {
  const { status, body } = await server.control('GET', '/advice')
  expect(status).toBe(200)
  return Object.fromEntries(body.advice.map(({ id, requests }: { id: string; requests: string[] }) => [id, requests]))
}

describe('GET …/advice', () => {
  test('says what was done, what to do instead, and which requests show it', async () => {
    const server = await serve()
    await server.post('/v9/companies?dry=1', {
      companies: [
        { name: 'A', vip: 1, 'ned@example.com': 1 },
        { name: 'B', vip: 2 },
      ],
    })

    const { body } = await server.control('GET', '/advice')

    expect(body).toEqual({
      advice: [
        {
          id: 'sent-what-nothing-reads',
          title: 'It sent fields or filters that nothing reads: TEvo ignores them without a word.',
          detail: '?dry, /companies/*/vip, /companies/*/…',
          instead: expect.stringMatching(/misspelt/),
          source: null,
          requests: ['req_1'],
        },
      ],
    })
  })

  test('two-orders-for-one-intent', async () => {
    const server = await serve({ clock_ms: EARLY_2026 })
    await place(server)
    await place(server)
    await server.clock.advance('PT11M')
    await place(server)

    expect(await advice(server)).toEqual({ 'two-orders-for-one-intent': ['req_1', 'req_2'] })
  })

  test('two-orders-for-one-intent: not when the first one was given up', async () => {
    const server = await serve()
    const own = orderBody({}, { ticket_group_id: 52554290 })
    const { front } = await place(server, own)
    const rejected = await act(server, 'website', front, 'reject', { reason: 'Duplicate Order' })
    expect(rejected.status, rejected.text).toBe(200)
    await place(server, own)

    expect(await advice(server)).not.toHaveProperty('two-orders-for-one-intent')
  })

  test('hammered-after-401', async () => {
    const server = await serve()
    for (let nth = 0; nth < 3; nth += 1)
      await server.call('GET', '/v9/orders', { headers: { 'X-Signature': 'never right' } })

    expect(await advice(server)).toEqual({ 'hammered-after-401': ['req_1', 'req_2', 'req_3'] })
  })

  test('never-read-page-2, until it is read', async () => {
    const server = await serve()
    await server.get('/v9/events?per_page=5')

    const { body } = await server.control('GET', '/advice')
    expect(body.advice).toMatchObject([
      { id: 'never-read-page-2', detail: expect.stringMatching(/^\/v9\/events has \d+ entries, and 5 of them/) },
    ])
    await server.get('/v9/events?page=2&per_page=5')
    expect(await advice(server)).toEqual({})
  })

  test('polled-too-fast, and not when the clock goes on between', async () => {
    const server = await serve({ clock_ms: EARLY_2026 })
    const poll = () => server.get('/v9/orders?state=pending&type=Order', 'processor')
    await poll()
    await server.clock.advance('PT5M')
    await poll()
    await server.clock.advance('PT5M')
    await poll()
    expect(await advice(server)).toEqual({})
    await poll()
    await poll()

    expect(await advice(server)).toEqual({ 'polled-too-fast': ['req_3', 'req_4', 'req_5'] })
  })

  test('accepted-before-fraud-check, and not after it', async () => {
    const server = await serve({ settings: { fraud: 'hold' } })
    const own = { ticket_group_id: 52554290 }
    const { front: hasty } = await place(server, orderBody({ session_id: 'a' }, own))
    const { front: patient } = await place(server, orderBody({ session_id: 'b' }, own))
    expect((await act(server, 'website', hasty, 'accept')).body.fraud_check_status).toBe('pending')
    expect((await server.act(patient, 'fraud_desk', 'approve')).status).toBe(200)
    expect((await act(server, 'website', patient, 'accept')).body.fraud_check_status).toBe('approved')

    expect(await advice(server)).toEqual({ 'accepted-before-fraud-check': ['req_3'] })
  })

  test('has none for a client that behaves: a client, orders, polls page by page, accepts, etickets', async () => {
    const server = await serve({ clock_ms: EARLY_2026 })
    const made = await server.post('/v9/clients', {
      clients: [{ name: 'Ned Flanders', email_addresses: [{ address: 'ned@example.com', is_primary: true }] }],
    })
    const [client] = made.body.clients
    const shipment = { email_address_id: Number(client.primary_email_address.id) }
    for (let nth = 0; nth < 12; nth += 1) {
      const fields = { client_id: Number(client.id), reference: `PO-${nth}`, payments: [] }
      await place(server, orderBody(fields, {}, shipment))
    }
    const polled: number[] = []
    for (let poll = 0; poll < 3; poll += 1) {
      for (let page = 1; ; page += 1) {
        const { body } = await server.get(`/v9/orders?state=pending&type=Order&page=${page}`, 'processor')
        if (poll === 0) polled.push(...body.orders.map(({ id }: { id: number }) => id))
        if (page * body.per_page >= body.total_entries) break
      }
      await server.clock.advance('PT5M')
    }
    expect(polled).toHaveLength(12)
    const [sale = 0] = polled
    const accepted = await act(server, 'processor', sale, 'accept')
    expect(accepted.status).toBe(200)
    const eticket = base64(await ticketPdf(['1', '2']))
    const etickets = [{ item_id: accepted.body.items[0].order_item_id, eticket }]
    expect((await server.post(`/v9/orders/${sale}/deliver_etickets`, { etickets }, 'processor')).status).toBe(200)
    expect((await server.get(`/v9/orders/${sale}`, 'processor')).body.state).toBe('completed')

    expect(await advice(server)).toEqual({})
  })

  test('says when older requests had to make room, and knows only sandboxes that there are', async () => {
    const server = await serve()
    for (let nth = 0; nth < 1_001; nth += 1) await server.call('PUT', '/')

    expect((await server.control('GET', '/advice')).body).toEqual({ advice: [], dropped: 1 })
    expectProblem(await server.local('GET', '/sandboxes/nowhere/advice'), 404, /nowhere/)
  })
})
