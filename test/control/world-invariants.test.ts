import { describe, expect, test } from 'vitest'
import { ticketsSoldOnce } from '../../src/rules/invariants/tickets-sold-once.ts'
import type { TicketHold } from '../../src/store/records.ts'
import { Transaction } from '../../src/store/transaction.ts'
import { serve, type TestServer } from '../harness.ts'
import type { Received } from '../http.ts'
import { act, orderBody, place } from '../orders/journey.ts'

const verify = (server: TestServer): Promise<Received> => server.control('POST', '/world/verify')

/** The records of one chain, by their ids. */
interface Ids {
  readonly front: number
  readonly back: number
  readonly payment: number
  readonly backPayment: number
  /** Of the order behind. */
  readonly item: number
}

const HOLD: Omit<TicketHold, 'id' | 'ticket_group_id' | 'seats'> = {
  account: 'brokerage:2000',
  office_id: 1700,
  state: 'held',
  quantity: 1,
  price_cents: 4_000,
  held_for_type: 'Office',
  held_for_id: 1700,
  hold_until: null,
  notes: null,
  created_at: 0,
  updated_at: 0,
}

describe('the invariants', () => {
  /** The world after an order and its acceptance, with one record changed. */
  async function broken(change: (ids: Ids) => [string, object]): Promise<{ body: Received['body']; ids: Ids }> {
    const server = await serve()
    const { front, back } = await place(server)
    await act(server, 'processor', back, 'accept')
    expect((await verify(server)).body).toEqual({ counts: {}, broken: [] })
    const read = server.reader()
    const ids = {
      front,
      back,
      payment: read.list('payments', 'by_order', front)[0]?.id ?? 0,
      backPayment: read.list('payments', 'by_order', back)[0]?.id ?? 0,
      item: read.list('items', 'by_order', back)[0]?.id ?? 0,
    }
    const [path, fields] = change(ids)
    await amend(server, path, fields)
    const { status, body } = await verify(server)
    expect(status).toBe(409)
    return { body, ids }
  }

  async function amend(server: TestServer, path: string, fields: object): Promise<void> {
    const { body: record } = await server.control('GET', `/records/${path}`)
    const { status, text } = await server.control('PUT', `/records/${path}`, { ...record, ...fields })
    expect(status, text).toBe(200)
  }

  test('hold in the default world, for a body that is left out', async () => {
    const { status, body } = await verify(await serve())

    expect(status).toBe(200)
    expect(body).toEqual({ counts: {}, broken: [] })
  })

  test('tickets_sold_once: a sold seat that is free again', async () => {
    const { body, ids } = await broken(() => ['ticket_groups/52554287', { available: null }])

    expect(body.broken).toEqual(
      [1, 2].map((seat) => ({
        invariant: 'tickets_sold_once',
        records: [
          { type: 'order', id: ids.back },
          { type: 'ticket_group', id: 52554287 },
        ],
        detail: `seat ${seat} of ticket group 52554287 is sold by order ${ids.back} and free`,
      })),
    )
    expect(body.detail).toMatch(/^tickets_sold_once is broken: seat 1 of ticket group 52554287 is sold by order/)
  })

  test('tickets_sold_once: one seat in two orders, a seat that the group has not, and one that was not given back', async () => {
    const server = await serve()
    const first = await place(server)
    const second = await place(server, orderBody({ reference: 'other' }))
    const [item] = server.reader().list('items', 'by_order', second.back)
    const [front] = server.reader().list('items', 'by_order', second.front)
    for (const each of [item, front]) await amend(server, `items/${each?.id}`, { seats: [1, 9_999] })

    const sold = (await verify(server)).body.broken
    expect(sold.map(({ detail }: { detail: string }) => detail)).toEqual([
      `seat 1 of ticket group 52554287 is sold by orders ${first.back} and ${second.back}`,
      `seat 9999 of ticket group 52554287 is sold by order ${second.back}, and the group has no such seat`,
    ])

    const third = await serve()
    const { back } = await place(third)
    const { body: group } = await third.control('GET', '/records/ticket_groups/52554287')
    await act(third, 'processor', back, 'reject', { reason: 'Other' })
    await third.control('PUT', '/records/ticket_groups/52554287', group)
    const [lost] = (await verify(third)).body.broken
    expect(lost.detail).toBe(`seat 1 of ticket group 52554287 was given up by order ${back}, and is not free again`)
  })

  test('seats that a world says are sold elsewhere break nothing', async () => {
    const server = await serve()
    await place(server)
    await amend(server, 'ticket_groups/52554287', { available: [] })

    expect((await verify(server)).status).toBe(200)
  })

  test('totals', async () => {
    const { body, ids } = await broken(({ front }) => [`orders/${front}`, { total_cents: 1 }])

    expect(body.broken).toEqual([
      {
        invariant: 'totals',
        records: [{ type: 'order', id: ids.front }],
        detail: `the total of order ${ids.front} is 0.01; it should be 100.00`,
      },
    ])
  })

  test('balances: a refund of more than was paid, and a card that is captured before the order is accepted', async () => {
    const server = await serve()
    const { front, back } = await place(server)
    await act(server, 'processor', back, 'accept')
    const [paid] = server.reader().list('payments', 'by_order', front)
    const { body: payment } = await server.control('GET', `/records/payments/${paid?.id}`)
    const { id: _, ...fields } = payment
    const refund = { ...fields, state: 'completed', is_refund: true, refunded_from_id: paid?.id, amount_cents: 10_001 }
    expect((await server.control('PUT', '/records/payments/77', refund)).status).toBe(201)

    const [tooMuch, ...others] = (await verify(server)).body.broken
    expect(others).toEqual([])
    expect(tooMuch).toEqual({
      invariant: 'balances',
      records: [
        { type: 'payment', id: paid?.id },
        { type: 'payment', id: 77 },
      ],
      detail: `100.01 of payment ${paid?.id} was refunded, and 100.00 was paid`,
    })

    const early = await serve()
    const pending = await place(early)
    const [card] = early.reader().list('payments', 'by_order', pending.front)
    await amend(early, `payments/${card?.id}`, { state: 'captured' })
    expect((await verify(early)).body.broken[0].detail).toBe(
      `payment ${card?.id} is captured, and order ${pending.front} is pending`,
    )
  })

  test.for<[string, (ids: Ids) => [string, object], RegExp]>([
    [
      'a card that is not captured after the order was accepted',
      ({ payment }) => [`payments/${payment}`, { state: 'authorized' }],
      /^payment \d+ is still authorized, and order \d+ is accepted$/,
    ],
    [
      'more returned than refunded',
      ({ front }) => [`orders/${front}`, { returned_cents: 500 }],
      /^order \d+ says that 5\.00 was returned; its refunds come to 0\.00$/,
    ],
    [
      'a refund of a payment of another order',
      ({ payment, backPayment }) => [
        `payments/${payment}`,
        { is_refund: true, refunded_from_id: backPayment, amount_cents: 1 },
      ],
      /^payment \d+ of order \d+ gives back payment \d+, which is of another order$/,
    ],
  ])('balances: %s', async ([, change, detail]) => {
    const { body } = await broken(change)

    expect(body.broken).toMatchObject([{ invariant: 'balances', detail: expect.stringMatching(detail) }])
  })

  test('tickets_sold_once: a sold seat that a hold keeps, and one that is free and written off', async () => {
    const server = await serve()
    const { back } = await place(server)
    const tx = new Transaction(server.state(), server.reader().now)
    const group = tx.must('ticket_groups', 52554287)
    tx.put('ticket_groups', { ...group, wasted: [[3, 3]] })
    tx.put('ticket_holds', { ...HOLD, id: 5, ticket_group_id: group.id, seats: [[2, 2]] })

    const details = Array.from(ticketsSoldOnce.breaches(tx), ({ detail }) => detail)

    expect(details).toEqual([
      'seat 3 of ticket group 52554287 is free and written off',
      `seat 2 of ticket group 52554287 is sold by order ${back} and kept by hold 5`,
    ])
  })

  test.for<[string, 'front' | 'back', object, RegExp]>([
    [
      'states',
      'front',
      { seller_state: 'pending_substitution' },
      /^order \d+ is pending_substitution; behind it order \d+ is accepted, so it should be accepted$/,
    ],
    [
      'ids, from behind',
      'back',
      { front_order_id: null },
      /^order \d+ has order \d+ behind it, which names no order in front of it$/,
    ],
    [
      'ids, from in front',
      'front',
      { back_order_id: null },
      /^order \d+ is behind order \d+, which names no order behind it$/,
    ],
    ['order groups', 'back', { order_group_id: 999 }, /^orders \d+ and \d+ are one chain, and of two order groups$/],
  ])('both_sides_of_a_chain: %s', async ([, side, fields, detail]) => {
    const { body, ids } = await broken((each) => [`orders/${each[side]}`, fields])

    const chain = body.broken.filter(({ invariant }: { invariant: string }) => invariant === 'both_sides_of_a_chain')
    expect(chain).toEqual([
      {
        invariant: 'both_sides_of_a_chain',
        records: [
          { type: 'order', id: ids.front },
          { type: 'order', id: ids.back },
        ],
        detail: expect.stringMatching(detail),
      },
    ])
  })

  test('both_sides_of_a_chain: tickets', async () => {
    const { body } = await broken(({ item }) => [`items/${item}`, { seats: [2, 1] }])

    expect(body.broken.map(({ invariant }: { invariant: string }) => invariant)).toEqual(['both_sides_of_a_chain'])
  })
})
