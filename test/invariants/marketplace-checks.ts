import { expect } from 'vitest'
import type * as Records from '../../src/store/records.ts'
import type { Reader } from '../../src/store/state.ts'
import { type Item, type Keeper, type Market, seatsFrom, seatsOf, subtotalOf, totalOf } from './marketplace-model.ts'
import type { Payment } from './marketplace-money.ts'
import { type Call, FOLLOWINGS, frontBy, isDead, MOVES, type State } from './marketplace-table.ts'

/** What holds after every call of the records, among themselves and beside the model. */

/** As `toEqual`, which takes ten times as long to find that two things are alike. */
export function same(actual: object, expected: object, name: string): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) expect(actual, name).toEqual(expected)
}

const ascending = (numbers: Iterable<number>): number[] => [...numbers].sort((one, other) => one - other)

const seatsIn = (ranges: readonly Records.SeatRange[], step: number): number[] =>
  ranges.flatMap(([from, to]) => seatsFrom(from, (to - from) / step + 1, step))

const stepOf = ({ seat_order }: Records.TicketGroup): number => (seat_order === 'odd_even' ? 2 : 1)

/** Every ticket of a group is in one state, and none is sold twice. */
export function checkTickets(read: Reader): void {
  const sold = new Map<number, number[]>()
  for (const order of read.all('orders')) {
    // A sale in front names the tickets of the one behind; a purchase from outside brings its own.
    if (isDead(order.seller_state) || order.back_order_id !== null || order.seller.type === 'Outside') continue
    for (const { ticket_group_id, seats } of read.list('items', 'by_order', order.id))
      sold.set(ticket_group_id, [...(sold.get(ticket_group_id) ?? []), ...seats])
  }
  for (const group of read.all('ticket_groups')) {
    const step = stepOf(group)
    const holds = [...read.all('ticket_holds')].filter(
      ({ ticket_group_id, state }) => ticket_group_id === group.id && (state === 'held' || state === 'taken'),
    )
    const parts = {
      available: seatsIn(group.available, step),
      wasted: seatsIn(group.wasted, step),
      kept: holds.flatMap(({ seats }) => seatsIn(seats, step)),
      sold: sold.get(group.id) ?? [],
    }
    const all = Object.values(parts).flat()
    const own = seatsFrom(group.low_seat, group.quantity, step)
    if (group.deleted_at === null) same(ascending(all), own, `the tickets of group ${group.id}`)
    else same([...parts.available, ...parts.kept, ...parts.sold], [], `deleted group ${group.id}`)
  }
}

const ticketsOf = (read: Reader, order: Records.Order) =>
  read.list('items', 'by_order', order.id).map((item) => ({
    ticket_group_id: item.ticket_group_id,
    quantity: item.quantity,
    seats: item.seats,
    eticket_delivery: item.eticket_delivery,
    file: item.eticket_file_id,
    pages: item.eticket_pdf_pages,
    size: item.eticket_file_size,
    isFinal: item.eticket_finalized_at !== null,
  }))

/** The sale in front is what the one behind makes it, of the same tickets. */
export function checkChains(read: Reader, auto_cancel: boolean): void {
  for (const front of read.all('orders')) {
    if (front.back_order_id === null) continue
    const back = read.must('orders', front.back_order_id)
    const name = `order ${front.id}, behind which ${back.id} is ${back.seller_state}`
    expect(back.front_order_id, name).toBe(front.id)
    expect(back.order_group_id, name).toBe(front.order_group_id)
    expect(front.seller_state, name).toBe(frontBy(back.seller_state, auto_cancel))
    const isAutomatic = auto_cancel && FOLLOWINGS.some((each) => each.back === back.seller_state && each.auto_cancel)
    expect(front.was_auto_canceled, name).toBe(isAutomatic ? true : null)
    same(ticketsOf(read, front), ticketsOf(read, back), name)
  }
}

/** No file is lost, and none is left over. */
export function checkFiles(read: Reader): void {
  const named = [...read.all('items')].flatMap(({ eticket_file_id }) => eticket_file_id ?? [])
  const stored = [...read.all('files')].map(({ id }) => id)
  same(ascending(stored), ascending(new Set(named)), 'stored files')
}

export const statesOf = (read: Reader): Map<number, Records.Order> =>
  new Map([...read.all('orders')].map((order) => [order.id, order]))

/** What a call did to the states of orders: rows of the table, and of how fronts follow. */
export function checkMoves(
  before: ReadonlyMap<number, Records.Order>,
  after: ReadonlyMap<number, Records.Order>,
  call: Call | undefined,
  auto_cancel: boolean,
): string[] {
  return [...after.values()].flatMap((order) => {
    const from: State | undefined = before.get(order.id)?.seller_state
    const to: State = order.seller_state
    if (from === undefined || from === to) return []
    const move = MOVES.find((each) => each.call === call && each.from === from && each.to === to)
    if (move !== undefined && (order.back_order_id === null || call === 'substitute'))
      return `${move.from} ${move.call} ${move.to}`
    const back = after.get(order.back_order_id ?? 0)
    const following = FOLLOWINGS.find((each) => each.back === back?.seller_state)
    const due = (auto_cancel ? following?.auto_cancel : undefined) ?? following?.front
    expect(to, `order ${order.id} went from ${from} to ${to} by ${call}`).toBe(due)
    return `${back?.seller_state} behind: ${to}`
  })
}

const paymentOf = (payments: readonly Payment[]) => (payment: Payment) => ({
  type: payment.type,
  state: payment.state,
  amount: payment.amount,
  is_refund: payment.is_refund,
  of: payment.of === null ? null : payments.indexOf(payment.of),
})

const itemOf = (item: Item) => ({
  group: item.group.id,
  quantity: item.quantity,
  price: item.price,
  seats: item.seats,
  isEticket: item.isEticket,
  pages: item.pages,
  isFinal: item.isFinal,
})

/** The records are the model's, to the cent; new ids are taken over. */
export function compareOrders(read: Reader, market: Market): void {
  expect(read.count('orders')).toBe(market.orders.length)
  for (const order of market.orders) {
    const record = read.must('orders', order.id)
    const payments = read.list('payments', 'by_order', order.id)
    const items = read.list('items', 'by_order', order.id)
    same(
      {
        state: record.seller_state,
        buyerState: record.buyer_state,
        fraud: record.fraud_check_status,
        subtotal: record.subtotal_cents,
        total: record.total_cents,
        returned: record.returned_cents,
        front: record.front_order_id,
        back: record.back_order_id,
        payments: payments.map((each) => ({
          type: each.type,
          state: each.state,
          amount: each.amount_cents,
          is_refund: each.is_refund,
          of: each.refunded_from_id === null ? null : payments.findIndex(({ id }) => id === each.refunded_from_id),
        })),
        items: items.map((each) => ({
          group: each.ticket_group_id,
          quantity: each.quantity,
          price: each.price_cents,
          seats: each.seats,
          isEticket: each.eticket_delivery,
          pages: each.eticket_pdf_pages,
          isFinal: each.eticket_finalized_at !== null,
        })),
      },
      {
        state: order.state,
        buyerState: order.buyerState,
        fraud: order.fraud,
        subtotal: subtotalOf(order),
        total: totalOf(order),
        returned: order.returned,
        front: order.front?.id ?? null,
        back: order.back?.id ?? null,
        payments: order.payments.map(paymentOf(order.payments)),
        items: order.items.map(itemOf),
      },
      `order ${order.id}`,
    )
    for (const [nth, { id }] of payments.entries()) Object.assign(order.payments[nth] ?? {}, { id })
    for (const [nth, { id, order_item_id }] of items.entries())
      Object.assign(order.items[nth] ?? {}, { id, order_item_id })
  }
}

/** Of each group the model keeps the same seats for the same. */
export function compareTickets(read: Reader, { groups, holds }: Market): void {
  for (const group of groups) {
    const record = read.must('ticket_groups', group.id)
    const ofState = (keeper: Keeper) => ascending(seatsOf(group, (each) => each === keeper))
    same(
      {
        available: seatsIn(record.available, group.step),
        wasted: seatsIn(record.wasted, group.step),
        wholesale: record.wholesale_price_cents,
        isDeleted: record.deleted_at !== null,
      },
      {
        available: ofState('nobody'),
        wasted: ofState('wasted'),
        wholesale: group.wholesale,
        isDeleted: group.isDeleted,
      },
      `ticket group ${group.id}`,
    )
  }
  expect([...read.all('ticket_holds')].length).toBe(holds.length)
  for (const hold of holds) {
    const record = read.must('ticket_holds', hold.id)
    const { step } = hold.group
    const shown = { state: record.state, until: record.hold_until, seats: seatsIn(record.seats, step) }
    const { state, until, seats } = hold
    same({ ...shown, quantity: record.quantity }, { state, until, seats, quantity: seats.length }, `hold ${hold.id}`)
  }
}
