import { expect, onTestFinished, test } from 'vitest'
import { ticketCounts } from '../../src/rules/inventory/availability.ts'
import { DEAD_STATES } from '../../src/rules/orders/states.ts'
import type { TicketGroup } from '../../src/store/records.ts'
import { seatsFrom, seatsIn, stepOf } from '../../src/store/seats.ts'
import { TICKET_STATES } from '../../src/store/words.ts'
import { serveUntilStopped, type TestServer } from '../harness.ts'
import type { Received } from '../http.ts'
import { act, orderBody } from '../orders/journey.ts'
import fc, { MORE } from '../properties.ts'
import { addGroup, CLOCK_MS, holdFields, takeFields } from './stock.ts'

/**
 * Whatever several parties do, and in whatever order, a group's tickets are sold, held, taken, available or wasted, each
 * of them once, and no seat is given to two.
 */

const nth = fc.nat(1_000)
const quantity = fc.integer({ min: 1, max: 3 })
const low_seat = fc.integer({ min: 0, max: 14 })
const minutes = fc.integer({ min: 1, max: 20 })
const buyer = fc.constantFrom('client', 'partner', 'stock')

const often = <Kind>(weight: number, arbitrary: fc.Arbitrary<Kind>) => ({ weight, arbitrary })

const deed = fc.oneof(
  often(6, fc.record({ do: fc.constant('hold' as const), group: nth, quantity, low_seat, minutes })),
  often(3, fc.record({ do: fc.constant('take' as const), group: nth, quantity, low_seat })),
  often(
    6,
    fc.record({ do: fc.constant('update' as const), hold: nth, quantity, low_seat: fc.option(low_seat), minutes }),
  ),
  often(3, fc.record({ do: fc.constant('release' as const), hold: nth })),
  often(2, fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 10 }) })),
  often(
    6,
    fc.record({
      do: fc.constant('order' as const),
      group: nth,
      quantity,
      low_seat: fc.option(low_seat),
      seat_order: fc.option(fc.constantFrom('consecutive', 'odd_even')),
      buyer,
    }),
  ),
  often(4, fc.record({ do: fc.constant('sell hold' as const), hold: nth })),
  often(4, fc.record({ do: fc.constant('reject' as const), order: nth })),
  often(2, fc.record({ do: fc.constant('queue' as const), group: nth, quantity })),
  often(1, fc.record({ do: fc.constant('waste' as const), group: nth })),
)
type Deed = typeof deed extends fc.Arbitrary<infer Each> ? Each : never

class Run {
  private readonly holds: { id: number; group: number; state: string }[] = []
  private readonly orders: number[] = []
  readonly outcomes = new Map<string, number>()

  constructor(
    private readonly server: TestServer,
    readonly groups: readonly number[],
  ) {}

  async perform(each: Deed): Promise<void> {
    const received = await this.send(each)
    if (received === undefined) return
    expect([200, 201, 202, 404, 422], received.text).toContain(received.status)
    const outcome = `${each.do} ${received.status < 300 ? 'done' : 'refused'}`
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1)
    if (received.status >= 300) return
    if (each.do === 'hold' || each.do === 'take')
      this.holds.push({ id: received.body.id, group: received.body.ticket_group_id, state: received.body.state })
    if (each.do === 'order' || each.do === 'sell hold') {
      const [order] = received.body.orders
      this.orders.push(order.child_orders[0] ?? order.id)
    }
  }

  private async send(each: Deed): Promise<Received | undefined> {
    const { server } = this
    if (each.do === 'wait') {
      await server.clock.advance(`PT${each.minutes}M`)
      return undefined
    }
    const end = async (after_min: number) => new Date((await server.clock.now()) + after_min * 60_000).toISOString()
    if (each.do === 'hold') {
      const { quantity, low_seat, minutes } = each
      return server.post(
        `${this.groupPath(each.group)}/hold`,
        holdFields({ quantity, low_seat, hold_until: await end(minutes) }),
      )
    }
    if (each.do === 'take') {
      const { quantity, low_seat } = each
      return server.post(`${this.groupPath(each.group)}/take`, takeFields({ quantity, low_seat }))
    }
    if (each.do === 'waste')
      return server.post(`${this.groupPath(each.group)}/waste`, { wasted_reason: 'Did not sell' })
    if (each.do === 'order') return this.order(each)
    if (each.do === 'queue') {
      const item = { ticket_group_id: this.groupAt(each.group), quantity: each.quantity }
      return server.post('/v9/orders/background', orderBody({}, item))
    }
    if (each.do === 'reject') {
      const order = this.orders[each.order % this.orders.length]
      return order === undefined ? undefined : act(server, 'website', order, 'reject', { reason: 'Other' })
    }
    const hold = this.holds[each.hold % this.holds.length]
    if (hold === undefined) return undefined
    const path = `/v9/ticket_groups/${hold.group}`
    if (each.do === 'sell hold') {
      const item = { ticket_group_id: undefined, price: undefined, quantity: undefined, ticket_hold_id: hold.id }
      return server.post('/v9/orders', orderBody({}, item))
    }
    if (each.do === 'release')
      return server.post(`${path}/release_${hold.state === 'taken' ? 'take' : 'hold'}/${hold.id}`, undefined)
    const { quantity, low_seat, minutes } = each
    return server.post(`${path}/hold/${hold.id}`, {
      quantity,
      low_seat: low_seat ?? undefined,
      hold_until: await end(minutes),
    })
  }

  /** Sold to a client of the owner, through a partner, or to a partner's stock. */
  private order(each: Deed & { do: 'order' }): Promise<Received> {
    const { quantity, low_seat, seat_order } = each
    const item = { ticket_group_id: this.groupAt(each.group), quantity, low_seat, seat_order }
    if (each.buyer === 'client') return this.server.post('/v9/orders', orderBody({}, item))
    const partner = { seller_id: 1700, client_id: 107700, payments: [] }
    if (each.buyer === 'partner')
      return this.server.post('/v9/orders', orderBody(partner, item, { email_address_id: 33400 }), 'shelbyville')
    const stock = { is_purchase: true, seller_id: undefined, client_id: undefined, buyer_id: 1700, payments: [] }
    return this.server.post('/v9/orders', orderBody(stock, item, { email_address_id: undefined }), 'shelbyville')
  }

  private groupAt = (at: number): number => this.groups[at % this.groups.length] ?? 0
  private groupPath = (at: number): string => `/v9/ticket_groups/${this.groupAt(at)}`

  /** Counts every seat where it is now, apart from what the group says is sold. */
  async check(): Promise<void> {
    // Any request lets what is due happen first.
    const { body: held } = await this.server.get('/v9/filtered_tickets/held')
    const read = this.server.reader()
    for (const id of this.groups) {
      const group = read.must('ticket_groups', id)
      const step = stepOf(group.seat_order)
      const kept = [...read.find('ticket_holds', 'by_group', id)].flatMap(({ seats }) => seatsIn(seats, step))
      const sold = soldSeats(this.server, group)
      const places = [seatsIn(group.available, step), seatsIn(group.wasted, step), kept, sold].flat()
      expect(places.sort((one, other) => one - other)).toEqual(seatsFrom(group.low_seat, group.quantity, step))

      const counts = ticketCounts(read, group)
      expect(counts.sold).toBe(sold.length)
      expect(TICKET_STATES.reduce((sum, state) => sum + counts[state], 0)).toBe(group.quantity)
      const listed = held.filtered_tickets.filter((each: { ticket_group_id: number }) => each.ticket_group_id === id)
      expect(listed.reduce((sum: number, each: { quantity: number }) => sum + each.quantity, 0)).toBe(counts.held)
      const { body } = await this.server.get(`/v9/ticket_groups/${id}`)
      expect(body.available_quantity).toBe(counts.available)
    }
  }
}

/** The seats in orders that stand and that the group's owner sells. */
function soldSeats(server: TestServer, group: TicketGroup): number[] {
  const read = server.reader()
  const seats: number[] = []
  for (const item of read.all('items')) {
    const order = read.must('orders', item.order_id)
    if (item.ticket_group_id !== group.id || DEAD_STATES.has(order.seller_state)) continue
    if (order.back_order_id === null && order.seller.type !== 'Outside') seats.push(...item.seats)
  }
  return seats
}

test('every ticket is in one place, and no seat is given out twice', { timeout: 60_000 * MORE }, async () => {
  const server = await serveUntilStopped({ clock_ms: CLOCK_MS, settings: { price_check: false } })
  onTestFinished(() => server.stop())
  const outcomes = new Map<string, number>()
  const outside = { event_id: 2100002, section: 'Loge 3', row: 'C', price: 30 }
  const item = { ticket_group: outside, price: 20, quantity: 9, low_seat: 0, seat_order: 'consecutive' }
  const purchase = { is_purchase: true, buyer_id: 1691, items: [item] }

  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 15, maxLength: 50 }), async (deeds) => {
      const bought = await server.post('/v9/orders', { orders: [purchase] })
      const run = new Run(server, [
        await addGroup(server, { quantity: 12 }),
        await addGroup(server, { quantity: 8, low_seat: 3, seat_order: 'odd_even' }),
        Number(bought.body.orders[0].items[0].ticket_group.id),
      ])
      for (const each of deeds) await run.perform(each)
      await run.check()
      await server.clock.advance('PT1H')
      await run.check()
      for (const [outcome, times] of run.outcomes) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + times)
    }),
    { numRuns: 25 * MORE },
  )
  // So that it cannot pass on refusals alone.
  const kinds = ['hold', 'take', 'update', 'release', 'order', 'sell hold', 'reject', 'queue', 'waste']
  for (const kind of kinds) expect(outcomes.get(`${kind} done`) ?? 0, kind).toBeGreaterThan(3)
  for (const kind of ['hold', 'order', 'sell hold'])
    expect(outcomes.get(`${kind} refused`) ?? 0, kind).toBeGreaterThan(3)
})
