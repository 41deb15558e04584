import type { NewItem, Placement } from '../../store/placements.ts'
import type { Item, Order } from '../../store/records.ts'
import type { Transaction } from '../../store/transaction.ts'
import { accountOfOffice, type Caller } from '../caller.ts'
import { sell } from '../inventory/selling.ts'
import { addPayment } from '../money/payments.ts'
import { unprocessable } from '../refusal.ts'
import type { Settings } from '../settings.ts'
import { leaveTransferToSeller, NO_ETICKET_FILE, NO_SENDER, UNSHIPPED } from '../shipments/shipments.ts'
import { addItem, EVOPAY, FRESH } from './making.ts'
import { checkBroadcast, groupOf, officeParty } from './placing.ts'
import { DEAD_STATES, transitionOf } from './states.ts'
import { seenAs } from './visibility.ts'

/**
 * W:1524891662: the buyer of a rejected purchase buys other tickets for the same client. The new order behind the sale
 * is in the same order group; the sale is pending again.
 */
export function substitute(
  tx: Transaction,
  caller: Caller,
  settings: Settings,
  { rejected_id, items, type: asked }: Omit<Extract<Placement, { readonly kind: 'substitution' }>, 'kind'>,
): Order {
  const { rejected, front } = findRejected(tx, caller, rejected_id)
  const [wanted, ...others] = items
  const [sold] = tx.list('items', 'by_order', front.id)
  const [first] = tx.list('items', 'by_order', rejected.id)
  if (wanted === undefined || others.length > 0 || sold === undefined || first === undefined)
    throw unprocessable('A substitution must have exactly one item')
  const group = groupOf(tx, wanted)
  const event_id = tx.must('ticket_groups', sold.ticket_group_id).event_id
  if (group.event_id !== event_id)
    throw unprocessable(
      `Ticket group ${group.id} is for event ${group.event_id}; order ${front.id} is for event ${event_id}`,
    )
  if (accountOfOffice(tx, group.office_id) === rejected.buyer.account)
    throw unprocessable(`Ticket group ${group.id} is your own; there is nothing to purchase`)
  checkBroadcast(group)
  const { type } = tx.must('shipments', first.shipment_id)
  const [seats = []] = sell(tx, [{ item: wanted, group, type: asked ?? type }], settings)
  // After what TEvo's page shows: the number left, the splits, the delivery and the price.
  if (asked !== undefined && asked !== type)
    throw unprocessable(`Order ${rejected.id} goes by ${type}, and so does its substitute: leave the type out`)
  if (wanted.quantity !== sold.quantity)
    throw unprocessable(
      `Order ${front.id} is for ${sold.quantity} tickets and its substitute for ${wanted.quantity}: substitute the same quantity`,
    )

  const subtotal_cents = group.wholesale_price_cents * wanted.quantity
  const order = tx.put('orders', {
    ...rejected,
    ...FRESH,
    id: tx.nextId('orders'),
    seller: officeParty(tx, group.office_id),
    created_by_credential_id: caller.credential.id,
    created_by_office_id: caller.office_id,
    seller_state: settings.order_review === 'hold' ? 'open' : 'pending',
    buyer_state: 'accepted',
    substitute_order_link_id: rejected.id,
    subtotal_cents,
    total_cents: subtotal_cents,
    created_at: tx.now,
    updated_at: tx.now,
  })
  copyShipment(tx, order, first, wanted, seats)
  addPayment(tx, settings, order, null, EVOPAY, 0)
  for (const note of tx.list('notes', 'by_order', rejected.id))
    if (note.category === 'external') tx.put('notes', { ...note, id: tx.nextId('notes'), order_id: order.id })

  sellInstead(tx, sold, group.id, seats)
  tx.put('orders', {
    ...front,
    back_order_id: order.id,
    seller_state: transitionOf(front, 'substitute').to,
    updated_at: tx.now,
  })
  return order
}

function findRejected(tx: Transaction, caller: Caller, id: number): { rejected: Order; front: Order } {
  const named = tx.get('orders', id)
  const rejected = named !== undefined && seenAs(caller, named) !== undefined ? named : undefined
  if (rejected === undefined || rejected.buyer.account !== caller.account)
    throw unprocessable(`substitute_order_link_id ${id} is not a purchase of yours`)
  if (!DEAD_STATES.has(rejected.seller_state))
    throw unprocessable(
      `Order ${id} is ${rejected.seller_state}; only a rejected or canceled purchase can be substituted`,
    )
  const front = rejected.front_order_id === null ? undefined : tx.must('orders', rejected.front_order_id)
  if (front === undefined)
    throw unprocessable(`Order ${id} was bought for stock: only a purchase behind a sale can be substituted`)
  if (front.back_order_id !== id)
    throw unprocessable(`Order ${id} has been substituted already, by order ${front.back_order_id}`)
  transitionOf(front, 'substitute')
  return { rejected, front }
}

function copyShipment(tx: Transaction, order: Order, from: Item, item: NewItem, seats: readonly number[]): void {
  const shipment = tx.put('shipments', {
    ...tx.must('shipments', from.shipment_id),
    ...UNSHIPPED,
    ...NO_SENDER,
    id: tx.nextId('shipments'),
    order_id: order.id,
    created_at: tx.now,
    updated_at: tx.now,
  })
  const { wholesale_price_cents } = tx.must('ticket_groups', item.ticket_group_id)
  addItem(tx, order, shipment, item, wholesale_price_cents, seats)
  leaveTransferToSeller(tx, order.id)
}

/** Puts the new tickets into the client's item; the etickets of the old ones are dropped. */
function sellInstead(tx: Transaction, sold: Item, ticket_group_id: number, seats: readonly number[]): void {
  tx.put('items', {
    ...sold,
    ticket_group_id,
    seats,
    ...NO_ETICKET_FILE,
    eticket_finalized_at: null,
    eticket_downloaded_at: null,
    eticket_downloaded_by: null,
    updated_at: tx.now,
  })
  const shipment = tx.must('shipments', sold.shipment_id)
  tx.put('shipments', { ...shipment, ...UNSHIPPED, ...NO_SENDER, updated_at: tx.now })
}
