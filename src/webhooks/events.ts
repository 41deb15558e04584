import { isEticket } from '../rules/shipments/shipments.ts'
import type { Item, Order, Shipment, TicketGroup } from '../store/records.ts'
import type { AccountSettings } from '../store/settings.ts'
import type { Reader } from '../store/state.ts'
import { orderViewers } from '../store/tables.ts'
import type { Transaction } from '../store/transaction.ts'
import { CATALOG_EVENTS, type CatalogEvent, ORDER_EVENTS, type OrderEvent } from '../store/words.ts'

/**
 * Which notifications a commit causes, found in what it changed (W:73302018, VL:854229012, VL:5154701313). A new event is a
 * word in `store/words.ts`, and a row in one of these tables.
 */

type Side = 'seller' | 'buyer'

/** The world after a write, and before it. */
interface Worlds {
  readonly now: Reader
  readonly earlier: Reader
}

/** One event of one kind of record. Of the rows of one table each side is told the first that is true for it. */
interface EventRow<Row> {
  readonly event: OrderEvent
  readonly to: Side
  readonly when: (before: Row | undefined, after: Row, worlds: Worlds) => boolean
}

const isOpen = ({ seller_state }: Order): boolean => seller_state === 'open' || seller_state === 'canceled_open'
const isPending = ({ seller_state }: Order): boolean => seller_state.startsWith('pending')
const becomes = (before: Order | undefined, after: Order, states: readonly Order['seller_state'][]): boolean =>
  before !== undefined && before.seller_state !== after.seller_state && states.includes(after.seller_state)

/** It may be completed in the same commit. */
const isJustAccepted = (before: Order | undefined, after: Order): boolean =>
  before !== undefined && isPending(before) && (after.seller_state === 'accepted' || after.seller_state === 'completed')

const OF_ORDERS: readonly EventRow<Order>[] = [
  {
    event: 'order_created',
    to: 'seller',
    when: (before, after) => !isOpen(after) && (before === undefined || isOpen(before)),
  },
  { event: 'order_accepted', to: 'seller', when: isJustAccepted },
  { event: 'seller_accepted', to: 'buyer', when: isJustAccepted },
  { event: 'order_rejected', to: 'buyer', when: (before, after) => becomes(before, after, ['rejected']) },
  // None for one that is canceled before it was accepted (VL:854229012).
  {
    event: 'order_canceled',
    to: 'buyer',
    when: (before, after) => becomes(before, after, ['canceled', 'canceled_post_acceptance']),
  },
]

/** An order that is judged as it is made has both: that it was made, and what the fraud desk says of it. */
const OF_FRAUD: readonly EventRow<Order>[] = [
  {
    event: 'fraud_response_received',
    to: 'seller',
    when: (before, after) => (before?.fraud_updates ?? 0) !== after.fraud_updates,
  },
]

/** What a buyer is told of the airbill goes beside that the order was accepted: it is about the shipment. */
const OF_ACCEPTANCE: readonly EventRow<Order>[] = [
  {
    event: 'airbill_requested',
    to: 'buyer',
    when: (before, after, { now }) =>
      isJustAccepted(before, after) && now.list('shipments', 'by_order', after.id).some(({ type }) => type === 'FedEx'),
  },
]

const isFinalized = (before: Item | undefined, after: Item): boolean =>
  before !== undefined && before.eticket_finalized_at === null && after.eticket_finalized_at !== null

const OF_ITEMS: readonly EventRow<Item>[] = [
  { event: 'etickets_finalized', to: 'seller', when: isFinalized },
  { event: 'eticket_finalized', to: 'buyer', when: isFinalized },
]

const comesTo = (before: Shipment | undefined, { state }: Shipment, wanted: Shipment['state']): boolean =>
  before !== undefined && before.state !== state && state === wanted

const hasNewAirbill = (before: Shipment | undefined, after: Shipment, type: Shipment['type']): boolean =>
  after.type === type && after.airbill_file_id !== null && after.airbill_file_id !== before?.airbill_file_id

/** Etickets are delivered by being finalized, which says it all. */
const isFinalizing = ({ id, type, state }: Shipment, { now, earlier }: Worlds): boolean =>
  isEticket(type) &&
  state === 'delivered' &&
  now.list('items', 'by_shipment', id).some((item) => isFinalized(earlier.get('items', item.id), item))

const isUpdated = (before: Shipment | undefined, after: Shipment, worlds: Worlds): boolean =>
  before !== undefined && differs(before, after) && !isFinalizing(after, worlds)

/** It is new on the way, though it may have arrived in the same commit. */
const isJustShipped = (before: Shipment | undefined, after: Shipment, { now, earlier }: Worlds): boolean => {
  const { tracking_number } = after
  if (comesTo(before, after, 'in_transit')) return true
  if (before?.state !== 'pending' || after.state !== 'delivered' || tracking_number === null) return false
  const isPickedUp = (read: Reader) =>
    read.list('tracking_events', 'by_tracking_number', tracking_number).some(({ type }) => type === 'PU')
  return isPickedUp(now) && !isPickedUp(earlier)
}

/** One write may take a shipment through several of its stages: each is told. */
const STAGES: readonly EventRow<Shipment>[] = [
  { event: 'airbill_uploaded', to: 'seller', when: (before, after) => hasNewAirbill(before, after, 'ProvidedAirbill') },
  { event: 'airbill_generated', to: 'buyer', when: (before, after) => hasNewAirbill(before, after, 'FedEx') },
  {
    event: 'delivery_reclassified',
    to: 'buyer',
    when: (before, after) => before !== undefined && before.type !== after.type,
  },
  { event: 'delivery_shipped', to: 'buyer', when: isJustShipped },
  {
    event: 'delivery_complete',
    to: 'buyer',
    when: (before, after, worlds) => comesTo(before, after, 'delivered') && !isFinalizing(after, worlds),
  },
  { event: 'proof_of_transfer_uploaded', to: 'buyer', when: (before, after) => comesTo(before, after, 'completed') },
]

/** A change that is no stage. */
const OTHERWISE: readonly EventRow<Shipment>[] = [
  { event: 'delivery_updated', to: 'seller', when: isUpdated },
  { event: 'delivery_updated', to: 'buyer', when: isUpdated },
]

/** The tables by which a change of a shipment is told: a side that is told of a stage is told of nothing else. */
function shipmentTables(
  before: Shipment | undefined,
  after: Shipment,
  worlds: Worlds,
): (readonly EventRow<Shipment>[])[] {
  const stages = STAGES.filter(({ when }) => when(before, after, worlds))
  const others = OTHERWISE.filter(({ to }) => !stages.some((stage) => stage.to === to))
  return [...stages.map((stage) => [stage]), others]
}

const isInHandOtherwise = (before: TicketGroup | undefined, after: TicketGroup): boolean =>
  before !== undefined && before.in_hand_on !== after.in_hand_on

const OF_GROUPS: readonly EventRow<TicketGroup>[] = [
  { event: 'in_hand_updated', to: 'seller', when: isInHandOtherwise },
  { event: 'in_hand_updated', to: 'buyer', when: isInHandOtherwise },
]

const NOT_A_CHANGE: ReadonlySet<string> = new Set(['id', 'created_at', 'updated_at'])

/** Whether any field differs that says something. */
const differs = (before: object, after: object): boolean =>
  Object.entries(after).some(
    ([field, value]) => !NOT_A_CHANGE.has(field) && !isSameValue(Reflect.get(before, field), value),
  )

const isSameValue = (one: unknown, other: unknown): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other)

/** An office that is told something of an order. */
export interface Notice {
  readonly event: OrderEvent
  readonly recipient: Side
  readonly order: Order
  readonly office_id: number
}

/** What a commit has to tell of orders: order by order, in the order of the events. */
export function orderNotices(tx: Transaction, before: Reader, settings: AccountSettings): Notice[] {
  const found = new Map<string, Notice>()
  const worlds = { now: tx, earlier: before }
  const tell = <Row>(rows: readonly EventRow<Row>[], order_id: number, old: Row | undefined, now: Row): void => {
    const order = tx.get('orders', order_id)
    if (order === undefined) return
    for (const side of ['seller', 'buyer'] as const) {
      const row = rows.find(({ to, when }) => to === side && when(old, now, worlds))
      const office_id = row && officeToTell(order, side, settings)
      if (row !== undefined && office_id !== undefined)
        found.set(`${order_id}/${row.event}/${side}`, { event: row.event, recipient: side, order, office_id })
    }
  }

  for (const { id, before: old, after } of tx.changedIn('orders'))
    if (after !== undefined) {
      tell(OF_ORDERS, id, old, after)
      tell(OF_FRAUD, id, old, after)
      if (old !== undefined) tell(OF_ACCEPTANCE, id, old, after)
    }
  // Of an order that is new, only that it is.
  const isNew = (order_id: number) => before.get('orders', order_id) === undefined
  for (const { before: old, after } of tx.changedIn('items'))
    if (after !== undefined && !isNew(after.order_id)) tell(OF_ITEMS, after.order_id, old, after)
  for (const { id, before: old, after } of tx.changedIn('shipments'))
    if (after !== undefined && !isNew(after.order_id)) {
      const was = old ?? shipmentBefore(tx, before, id)
      for (const table of shipmentTables(was, after, worlds)) tell(table, after.order_id, was, after)
    }
  for (const { id, before: old, after } of tx.changedIn('ticket_groups'))
    if (after !== undefined && isInHandOtherwise(old, after))
      for (const order_id of liveOrdersOf(tx, id)) tell(OF_GROUPS, order_id, old, after)
  return [...found.values()].sort(byOrder)
}

const byOrder = (one: Notice, other: Notice): number =>
  one.order.id - other.order.id ||
  ORDER_EVENTS.indexOf(one.event) - ORDER_EVENTS.indexOf(other.event) ||
  (one.recipient === 'seller' ? -1 : 1)

/** A shipment that takes the place of another has that one's items: what it was before is that one (W:185466902). */
function shipmentBefore(tx: Reader, before: Reader, id: number): Shipment | undefined {
  for (const item of tx.find('items', 'by_shipment', id)) {
    const old = before.get('items', item.id)
    if (old !== undefined) return before.get('shipments', old.shipment_id)
  }
  return undefined
}

const LIVE_STATES: ReadonlySet<Order['seller_state']> = new Set([
  'open',
  'pending',
  'pending_consignment',
  'accepted',
  'cancel_proposed',
])

/** The orders that still wait for tickets of a group. */
function* liveOrdersOf(read: Reader, ticket_group_id: number): Generator<number> {
  for (const { order_id } of read.find('items', 'by_ticket_group', ticket_group_id)) {
    const { seller_state } = read.must('orders', order_id)
    if (LIVE_STATES.has(seller_state)) yield order_id
  }
}

/** The office on one side of an order, where it is told anything. A store has none, and neither has a seller outside of TEvo. */
function officeToTell(order: Order, side: Side, { buyer_notifications }: AccountSettings): number | undefined {
  const { type, id, account } = order[side]
  if (type !== 'Office' || order.seller.type === 'Outside') return undefined
  // Its seller does not see an open order yet.
  if (side === 'seller') return orderViewers(order).some((viewer) => viewer.account === account) ? id : undefined
  // W:73302018: only who creates Buy orders is told what a buyer is told; tevo-api.md §7, row 37.
  const isTold = order.is_purchase || (buyer_notifications === 'all' && order.front_order_id !== null)
  return isTold ? id : undefined
}

// --- The catalogue

type CatalogTable = 'events' | 'performers' | 'venues'

/** What an endpoint that asks for it is told of a record of the catalogue. */
export interface CatalogNotice {
  readonly event: CatalogEvent
  readonly table: CatalogTable
  readonly id: number
  /** Where the record is still to be read. */
  readonly read: Reader
}

const CATALOG: readonly (readonly [CatalogTable, 'event' | 'performer' | 'venue'])[] = [
  ['venues', 'venue'],
  ['performers', 'performer'],
  ['events', 'event'],
]

export function catalogNotices(tx: Transaction, before: Reader): CatalogNotice[] {
  return CATALOG.flatMap(([table, noun]) =>
    tx.changedIn(table).flatMap(({ id, before: old, after }): CatalogNotice[] => {
      const what = whatBecameOf(old, after)
      const event = CATALOG_EVENTS.find((each) => each === `${noun}_${what}`)
      return event === undefined ? [] : [{ event, table, id, read: after === undefined ? before : tx }]
    }),
  )
}

/** A deleted record is kept, with the time at which it was; for everybody else it is gone. */
function whatBecameOf(old: object | undefined, after: object | undefined): 'created' | 'updated' | 'deleted' | null {
  const [wasThere, isThere] = [old, after].map(
    (record) => record !== undefined && Reflect.get(record, 'deleted_at') === null,
  )
  if (!wasThere) return isThere ? 'created' : null
  if (!isThere) return 'deleted'
  return old !== undefined && after !== undefined && differs(old, after) ? 'updated' : null
}
