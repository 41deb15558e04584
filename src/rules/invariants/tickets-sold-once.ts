import type { Order, SeatRange, TicketGroup } from '../../store/records.ts'
import { rangeFrom, type Step } from '../../store/seats.ts'
import type { Reader } from '../../store/state.ts'
import { stepOfGroup } from '../inventory/availability.ts'
import { DEAD_STATES } from '../orders/states.ts'
import type { Breach, Invariant, NamedRecord } from './invariant.ts'

/**
 * Every ticket of a group is in one place: free, kept, written off, or in one order that stands. A seat that is in none
 * of them was sold elsewhere, unless an order gave it up.
 */
export const ticketsSoldOnce: Invariant = {
  name: 'tickets_sold_once',
  *breaches(read) {
    for (const group of read.all('ticket_groups')) {
      const places = placesOf(read, group)
      yield* keptTwice(group, places)
      const { standing, over } = salesOf(read, group)
      yield* soldTwice(group, standing, places)
      if (group.deleted_at === null) yield* lost(group, over, standing, places)
    }
  },
}

/** Where seats are that are in no order. */
interface Place {
  /** `free`, `written off`, `kept by hold 5` */
  readonly name: string
  readonly ranges: readonly SeatRange[]
  readonly record: NamedRecord
}

/** The seats of orders, each with the orders that have it. */
type Sales = Map<number, number[]>

function placesOf(read: Reader, group: TicketGroup): Place[] {
  const record = { table: 'ticket_groups' as const, id: group.id }
  return [
    { name: 'free', ranges: group.available, record },
    { name: 'written off', ranges: group.wasted, record },
    ...read.list('ticket_holds', 'by_group', group.id).map(({ id, seats }) => ({
      name: `kept by hold ${id}`,
      ranges: seats,
      record: { table: 'ticket_holds' as const, id },
    })),
  ]
}

/** A sale in front names the tickets of the one behind it; a purchase from outside brings its own. */
const isOwnersSale = (order: Order): boolean => order.back_order_id === null && order.seller.type !== 'Outside'

function salesOf(read: Reader, group: TicketGroup): { standing: Sales; over: Sales } {
  const sales = { standing: new Map<number, number[]>(), over: new Map<number, number[]>() }
  for (const item of read.list('items', 'by_ticket_group', group.id)) {
    const order = read.get('orders', item.order_id)
    if (order === undefined || !isOwnersSale(order)) continue
    const seats = DEAD_STATES.has(order.seller_state) ? sales.over : sales.standing
    for (const seat of item.seats) {
      const orders = seats.get(seat)
      if (orders === undefined) seats.set(seat, [order.id])
      else orders.push(order.id)
    }
  }
  return sales
}

const isIn = (ranges: readonly SeatRange[], seat: number, step: Step): boolean =>
  ranges.some(([from, to]) => from <= seat && seat <= to && (seat - from) % step === 0)

/** Two places that have the same seats. */
function* keptTwice(group: TicketGroup, places: readonly Place[]): Generator<Breach> {
  const ranges = places
    .flatMap((place) => place.ranges.map(([from, to]) => ({ place, from, to })))
    .sort((one, other) => one.from - other.from)
  let before = ranges[0]
  for (const range of ranges.slice(1)) {
    if (before !== undefined && range.from <= before.to)
      yield {
        records: [before.place.record, range.place.record],
        detail: `seat ${range.from} of ticket group ${group.id} is ${before.place.name} and ${range.place.name}`,
      }
    if (before === undefined || range.to > before.to) before = range
  }
}

function* soldTwice(group: TicketGroup, standing: Sales, places: readonly Place[]): Generator<Breach> {
  const step = stepOfGroup(group)
  const own = [rangeFrom(group.low_seat, group.quantity, step)]
  for (const [seat, order_ids] of standing) {
    const orders = order_ids.map((id): NamedRecord => ({ table: 'orders', id }))
    const named = `seat ${seat} of ticket group ${group.id}`
    if (order_ids.length > 1) yield { records: orders, detail: `${named} is sold by orders ${order_ids.join(' and ')}` }
    for (const { name, ranges, record } of places)
      if (isIn(ranges, seat, step))
        yield { records: [...orders, record], detail: `${named} is sold by order ${order_ids[0]} and ${name}` }
    if (!isIn(own, seat, step))
      yield {
        records: [...orders, { table: 'ticket_groups', id: group.id }],
        detail: `${named} is sold by order ${order_ids[0]}, and the group has no such seat`,
      }
  }
}

/** A seat that an order gave up, and that is nowhere since. */
function* lost(group: TicketGroup, over: Sales, standing: Sales, places: readonly Place[]): Generator<Breach> {
  const step = stepOfGroup(group)
  const own = [rangeFrom(group.low_seat, group.quantity, step)]
  for (const [seat, order_ids] of over) {
    const isSomewhere = standing.has(seat) || places.some(({ ranges }) => isIn(ranges, seat, step))
    if (isSomewhere || !isIn(own, seat, step)) continue
    yield {
      records: [
        ...order_ids.map((id): NamedRecord => ({ table: 'orders', id })),
        { table: 'ticket_groups', id: group.id },
      ],
      detail: `seat ${seat} of ticket group ${group.id} was given up by order ${order_ids[0]}, and is not free again`,
    }
  }
}
