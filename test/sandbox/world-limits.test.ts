import { expect, test } from 'vitest'
import { expectProblem } from '../control/problem.ts'
import { serve } from '../harness.ts'
import { addGroup, groupFields, holdFields } from '../inventory/stock.ts'
import { MARKET_ORDER } from '../orders/market-order.ts'

/** Ids of at most 15 digits, groups of at most 100,000 tickets, items of at most 1,000, and queued orders that can be made. */

const MOST_ID = 999_999_999_999_999

test.for([
  [{ next_ids: { company: 2 ** 53 - 1 } }, /next_ids\.company: 9007199254740991 is not an id: .* 999999999999999$/],
  [{ next_ids: { company: MOST_ID + 2 } }, /next_ids\.company/],
  [
    { companies: [{ id: MOST_ID + 1, account: 'brokerage:1930', name: 'A', updated_at: '2026-01-01T00:00:00Z' }] },
    /companies\[0\]\.id/,
  ],
  [{ clients: [{ id: 1, account: 'brokerage:1234567890123456', name: 'A' }] }, /clients\[0\]\.account/],
] as const)('a world with an id of more than 15 digits is refused with its path: %j', async ([part, detail]) => {
  const server = await serve()
  await server.unchanged(async () => {
    const world = await server.world()
    expectProblem(await server.control('PUT', '/world', { ...world, ...part }), 400, detail)
  })
})

test('a sequence that has no id left refuses in the words of TEvo, and the server goes on', async () => {
  const server = await serve()
  await server.putWorld((world) => ({ ...world, next_ids: { ...world.next_ids, company: MOST_ID } }))
  const make = (name: string) => server.post('/v9/companies', { companies: [{ name }] })

  expect((await make('The last')).body.companies[0].id).toBe(String(MOST_ID))
  const refused = await make('One too many')

  expect(refused.status).toBe(422)
  expect(refused.body.error).toMatch(/no company id left: ids have at most 15 digits/)
  expect((await server.get('/v9/companies')).body.total_entries).toBe(1)
})

test('a ticket group has at most 100,000 tickets, and so have its holds and splits', async () => {
  const server = await serve()
  const make = (fields: object) => server.post('/v9/ticket_groups', { ticket_groups: [groupFields(fields)] })
  expect((await make({ quantity: 100_000 })).status).toBe(201)
  await server.unchanged(async () => {
    for (const quantity of [100_001, '100001', 1_000_000]) {
      const { status, body } = await make({ quantity })
      expect(status).toBe(422)
      expect(body.ticket_groups[0].errors).toEqual({ quantity: ['must be less than or equal to 100000'] })
    }
    expect((await make({ split_override: '1,100001' })).status).toBe(422)
  })
  const world = await server.world()
  const groups = (world.ticket_groups ?? []).map((group) => ({ ...group, quantity: 100_001 }))
  expectProblem(
    await server.control('PUT', '/world', { ...world, ticket_groups: groups }),
    400,
    /ticket_groups\[0\]\.quantity/,
  )
})

test('an item of an order has at most 1,000 tickets, also when they were held', async () => {
  const server = await serve({ clock_ms: Date.parse('2026-01-01T00:00:00Z') })
  const group = await addGroup(server, { quantity: 5_000 })
  const order = (item: object) => ({
    ...MARKET_ORDER,
    payments: [],
    shipped_items: [{ type: 'Eticket', email_address_id: 33333, items: [{ price: 45.5, ...item }] }],
  })
  const place = (item: object) => server.post('/v9/orders', { orders: [order(item)] })

  await server.unchanged(async () => {
    const tooMany = await place({ ticket_group_id: group, quantity: 1_001 })
    expect(tooMany.status).toBe(422)
    expect(tooMany.text).toContain('must be less than or equal to 1000')
  })
  expect((await place({ ticket_group_id: group, quantity: 1_000 })).status).toBe(201)

  const held = await server.post(`/v9/ticket_groups/${group}/hold`, holdFields({ low_seat: 2_000, quantity: 1_001 }))
  expect(held.status, held.text).toBe(200)
  await server.unchanged(async () => {
    const refused = await place({ ticket_hold_id: held.body.id })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('at most 1000 tickets')
  })
})

test('a queued order that nobody could make is refused with its path; one that was exported is made', async () => {
  const server = await serve({ clock_ms: Date.parse('2026-01-01T00:00:00Z') })
  const queued = await server.post('/v9/orders/background', { orders: [MARKET_ORDER, MARKET_ORDER] })
  expect(queued.status, queued.text).toBe(202)
  const { body: world } = await server.control('GET', '/world')
  const [record] = world.queued_orders
  const put = (entries: unknown) =>
    server.control('PUT', '/world', { ...world, queued_orders: [{ ...record, entries }] })

  const [entry] = record.entries
  for (const [entries, detail] of [
    [['an order'], /queued_orders\[0\]\.entries\[0\]/],
    [[{ kind: 'dance' }], /queued_orders\[0\]\.entries\[0\]/],
    [[{ kind: 'order' }], /queued_orders\[0\]\.entries\[0\]\.order: is missing/],
    [[entry, { ...entry, order: { ...entry.order, buyer: 7 } }], /queued_orders\[0\]\.entries\[1\]\.order\.buyer/],
    [
      [{ ...entry, order: { ...entry.order, shipped_items: [{}] } }],
      /entries\[0\]\.order\.shipped_items\[0\]\.shipment/,
    ],
  ] as const)
    expectProblem(await put(entries), 400, detail)

  expect((await put(record.entries)).status).toBe(200)
  await server.clock.advance('PT1M')
  expect((await server.get('/v9/queued_orders')).body.queued_orders).toMatchObject([{ state: 'completed' }])
  expect((await server.records()).count('orders')).toBe(4)
})

test('a world has neither the clock nor the settings of a sandbox, and reads past those that it is given', async () => {
  const server = await serve({ clock_ms: Date.parse('2026-01-01T00:00:00Z') })
  await server.settings({ fraud: 'hold' })
  const world = await server.world()
  expect(world).not.toHaveProperty('sandbox')

  const sandbox = { frozen_at: '2030-01-01T00:00:00Z', anything: 'goes' }
  expect((await server.control('PUT', '/world', { ...world, sandbox })).status).toBe(200)

  expect(await server.clock.now()).toBe(Date.parse('2026-01-01T00:00:00Z'))
  expect((await server.settings()).fraud).toBe('hold')
})
