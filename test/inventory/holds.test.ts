import { describe, expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import type { Received } from '../http.ts'
import { expectRefused, orderBody, place } from '../orders/journey.ts'
import { addGroup, CLOCK_MS, hold, holdFields, seatsLeft, take, takeFields } from './stock.ts'

const at = (server: TestServer, group: number, path: string, body?: object): Promise<Received> =>
  server.post(`/v9/ticket_groups/${group}/${path}`, body)

describe('a hold', () => {
  test('keeps its seats from everybody until its time on the clock of the sandbox', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const group = await addGroup(server)
    const held = await hold(server, group, { low_seat: 4, quantity: 3, notes: 'For Moe', ticket_list: true })
    expect([held.status, held.body]).toEqual([
      200,
      {
        id: expect.any(Number),
        ticket_group_id: group,
        state: 'held',
        quantity: 3,
        price: 40,
        low_seat: 4,
        held_for_type: 'Client',
        held_for_id: 107655,
        hold_until: '2026-01-01T01:00:00Z',
        notes: 'For Moe',
        created_at: '2026-01-01T00:00:00Z',
        updated_at: '2026-01-01T00:00:00Z',
        ticket_list: ['4', '5', '6'].map((seat, nth) => ({
          id: `${group}0000${nth + 3}`,
          seat,
          purchase_order_id: null,
          cost: 30,
        })),
      },
    ])
    expect(await seatsLeft(server, group)).toBe('1 2 3 7 8 9 10')
    for (const [as, seller] of [
      ['website', { seller_id: 1691 }],
      ['shelbyville', { seller_id: 1700, client_id: 107700, payments: [] }],
    ] as const) {
      const item = { ticket_group_id: group, low_seat: 3, quantity: 2 }
      const shipment = as === 'website' ? {} : { email_address_id: 33400 }
      await expectRefused(server, () => server.post('/v9/orders', orderBody(seller, item, shipment), as), /Seat 4/)
    }
    await expectRefused(server, () => hold(server, group, { low_seat: 6 }), /Seat 6 of ticket group/)

    await server.clock.advance('PT3599.999S')
    expect((await server.get(`/v9/listings/${group}`)).body.available_quantity).toBe(7)
    await server.clock.advance('PT0.001S')
    expect((await server.get(`/v9/listings/${group}`)).body.available_quantity).toBe(10)
    await expectRefused(
      server,
      () => at(server, group, `update_hold/${held.body.id}`, { quantity: 1 }),
      /ran out at 2026-01-01T01:00:00/,
    )
    await expectRefused(server, () => at(server, group, `release_hold/${held.body.id}`), /ran out/)
  })

  test('those that are due together all run out, each at its own time', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const group = await addGroup(server)
    for (const [nth, minutes] of [30, 10, 20].entries())
      await hold(server, group, { low_seat: 1 + 2 * nth, hold_until: `2026-01-01T00:${minutes}:00Z` })
    await server.clock.advance('PT20M')
    expect(await seatsLeft(server, group)).toBe('3 4 5 6 7 8 9 10')
    await server.clock.advance('PT1H')
    expect(await seatsLeft(server, group)).toBe('1 2 3 4 5 6 7 8 9 10')
    expect((await server.get(`/v9/ticket_groups/${group}`)).body.updated_at).toBe('2026-01-01T00:30:00Z')
  })

  test.for(['hold', 'update_hold'])('is changed under /%s/:id', async (path) => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const group = await addGroup(server)
    const { body: held } = await hold(server, group)
    const later = await at(server, group, `${path}/${held.id}`, { hold_until: '2026-01-01T02:00:00Z' })
    expect(later.body).toEqual({ ...held, hold_until: '2026-01-01T02:00:00Z' })
    const other = await at(server, group, `${path}/${held.id}`, {
      quantity: 4,
      price: 44,
      low_seat: 2,
      notes: 'More',
      held_for_type: 'Office',
      held_for_id: 1937,
    })
    expect(other.body).toMatchObject({ quantity: 4, price: 44, low_seat: 2, notes: 'More', held_for_id: 1937 })
    expect(await seatsLeft(server, group)).toBe('1 6 7 8 9 10')
    expect((await at(server, group, `${path}/${held.id}`, { quantity: 1 })).body).toMatchObject({ low_seat: 2 })
    expect(await seatsLeft(server, group)).toBe('1 3 4 5 6 7 8 9 10')

    await server.clock.advance('PT90M')
    expect((await server.get(`/v9/listings/${group}`)).body.available_quantity).toBe(9)
    await expectRefused(server, () => at(server, group, `${path}/${held.id}`, { quantity: 11 }), /Seat 11/)
    await expectRefused(
      server,
      () => at(server, group, `${path}/${held.id}`, { hold_until: '2026-01-01T01:30:00Z' }),
      /hold_until must be in the future/,
    )
    await expectRefused(server, () => at(server, group, `${path}/${held.id}`, { hold_until: null }), /hold_until/)
  })

  test.for(['hold', 'release_hold'])('is released under /%s/:id', async (path) => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const group = await addGroup(server)
    const { body: held } = await hold(server, group)
    expect((await at(server, group, `${path}/${held.id}`)).body).toEqual({ ...held, state: 'released' })
    expect(await seatsLeft(server, group)).toBe('1 2 3 4 5 6 7 8 9 10')
    await expectRefused(server, () => at(server, group, `${path}/${held.id}`), /was released/)
    await server.clock.advance('PT2H')
    expect(await seatsLeft(server, group)).toBe('1 2 3 4 5 6 7 8 9 10')
  })

  test('is not released by a misspelt change', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const group = await addGroup(server)
    const { body: held } = await hold(server, group)
    await expectRefused(
      server,
      () => at(server, group, `hold/${held.id}`, { hold_untill: '2026-01-02T00:00:00Z' }),
      /A hold has no hold_untill; give .*hold_until.*, or send no field to release it/,
    )
    expect((await at(server, group, `update_hold/${held.id}`, { quantity: 1 })).body.state).toBe('held')
    // What is known is done, and what is not is noted.
    const both = { hold_untill: '2026-01-02T00:00:00Z', notes: 'For Moe' }
    expect((await at(server, group, `hold/${held.id}`, both)).body).toMatchObject({ state: 'held', notes: 'For Moe' })
  })

  test.for<[string, object, RegExp]>([
    ['without a quantity', { quantity: undefined }, /quantity can't be blank/],
    ['without a price', { price: undefined }, /price can't be blank/],
    ['without a low_seat', { low_seat: undefined }, /low_seat can't be blank/],
    ['without a time', { hold_until: undefined }, /hold_until can't be blank/],
    ['until a time that has been', { hold_until: '2025-12-31T23:59:59Z' }, /hold_until must be in the future/],
    ['until a word', { hold_until: 'tomorrow' }, /hold_until is not an ISO 8601 time/],
    ['for nobody known', { held_for_type: 'Store' }, /held_for_type is not included in the list/],
    ["for somebody else's client", { held_for_id: 107700 }, /held_for_id 107700 is not a client of yours/],
    [
      'for an office that is none',
      { held_for_type: 'Office' },
      /held_for_id 107655 is not an office of your brokerage/,
    ],
    [
      'for the office of another brokerage',
      { held_for_type: 'Office', held_for_id: 1700 },
      /held_for_id 1700 is not an office of your brokerage/,
    ],
    ['of more than there are', { quantity: 11 }, /Seat 11 of ticket group \d+ is not available/],
    ['below the first seat', { low_seat: 0 }, /Seat 0/],
  ])('%s is refused', async ([, fields, words]) => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const group = await addGroup(server)
    await expectRefused(server, () => hold(server, group, fields), words)
  })

  test('of a group that is numbered odd or even is of every second seat', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const group = await addGroup(server, { seat_order: 'odd_even', low_seat: 11, quantity: 5 })
    await hold(server, group, { low_seat: 13, quantity: 3 })
    expect(await seatsLeft(server, group)).toBe('11 19')
    await expectRefused(server, () => hold(server, group, { low_seat: 12, quantity: 1 }), /Seat 12/)
  })

  test('is found under its own group only, by its brokerage, and never as a take', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const [group, other] = [await addGroup(server), await addGroup(server)]
    const [{ body: held }, { body: taken }] = [await hold(server, group), await take(server, group, { low_seat: 5 })]
    for (const path of [
      `${other}/release_hold/${held.id}`,
      `${group}/release_take/${held.id}`,
      `${group}/release_hold/${taken.id}`,
      `${group}/update_hold/${taken.id}`,
      `${group}/release_hold/999`,
    ])
      expect((await server.post(`/v9/ticket_groups/${path}`, {})).body.message).toMatch(/Couldn't find TicketHold/)
    expect((await server.post(`/v9/ticket_groups/${group}/release_hold/${held.id}`, {}, 'processor')).status).toBe(404)
  })

  test('of a hundred thousand seats, and of every second one of so many, takes no time', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const groups = [
      await addGroup(server, { quantity: 100_000 }),
      await addGroup(server, { quantity: 100_000, seat_order: 'odd_even' }),
    ]
    const started_ms = performance.now()
    for (const group of groups)
      for (let nth = 0; nth < 20; nth += 1) {
        const { body } = await hold(server, group, { low_seat: 3, quantity: 90_000 })
        expect((await server.get(`/v9/listings/${group}`)).body.available_quantity).toBe(10_000)
        await at(server, group, `update_hold/${body.id}`, { quantity: 50_000 })
        await at(server, group, `release_hold/${body.id}`)
      }
    expect(performance.now() - started_ms).toBeLessThan(3_000)
  })
})

describe('a take', () => {
  test('has no end, and is released by its own path', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const group = await addGroup(server)
    const taken = await take(server, group, { held_for_type: 'Office', held_for_id: 1937 })
    expect(taken.body).toMatchObject({ state: 'taken', hold_until: null, held_for_type: 'Office', low_seat: 1 })
    await server.clock.advance('P1000D')
    expect(await seatsLeft(server, group)).toBe('3 4 5 6 7 8 9 10')
    expect((await at(server, group, `release_take/${taken.body.id}`)).body.state).toBe('released')
    expect(await seatsLeft(server, group)).toBe('1 2 3 4 5 6 7 8 9 10')
    await expectRefused(server, () => at(server, group, `release_take/${taken.body.id}`), /Take \d+ .* was released/)
  })

  test('says nothing of a hold_until that was sent', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const group = await addGroup(server)
    expect((await at(server, group, 'take', holdFields())).body).toMatchObject({ state: 'taken', hold_until: null })
    expect((await at(server, group, 'take', takeFields({ low_seat: 9 }))).body.low_seat).toBe(9)
  })
})

test('filtered tickets are what the own brokerage holds and what it has taken, newest first', async () => {
  const server = await serve({ clock_ms: CLOCK_MS })
  const group = await addGroup(server)
  const { body: first } = await hold(server, group)
  const { body: second } = await hold(server, group, { low_seat: 3 })
  const { body: third } = await take(server, group, { low_seat: 5 })
  const idsOf = async (target: string, as = 'website') => {
    const { body } = await server.get(`/v9/filtered_tickets/${target}`, as)
    expect(body.total_entries).toBeGreaterThanOrEqual(body.filtered_tickets.length)
    return body.filtered_tickets.map(({ id }: { id: number }) => id)
  }
  expect(await idsOf('held')).toEqual([second.id, first.id])
  expect(await idsOf('held?per_page=1&page=2')).toEqual([first.id])
  expect(await idsOf('taken')).toEqual([third.id])
  expect(await idsOf('held', 'shelbyville')).toEqual([])
  const { body } = await server.get('/v9/filtered_tickets/taken')
  expect(body.filtered_tickets[0]).toMatchObject({ ...third, ticket_group: { id: group, owned: true } })

  await place(server, orderBody({}, { ticket_group_id: undefined, quantity: undefined, ticket_hold_id: first.id }))
  expect(await idsOf('held')).toEqual([second.id])
  await server.clock.advance('PT1H')
  expect(await idsOf('held')).toEqual([])
  expect(await idsOf('taken')).toEqual([third.id])
})
