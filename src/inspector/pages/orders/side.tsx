import { balanceFrom, paymentTotals } from '../../../rules/money/totals.ts'
import { isDelivered } from '../../../rules/orders/fulfilment.ts'
import { endLines } from '../../../rules/printed-text.ts'
import { recipientOf } from '../../../rules/shipments/recipient.ts'
import type { Item, Order, Payment, Shipment } from '../../../store/records.ts'
import type { Reader } from '../../../store/state.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { Badge } from '../../components/badge.tsx'
import { Facts } from '../../components/facts.tsx'
import { money } from '../../components/money.ts'
import { Table } from '../../components/table.tsx'
import { When } from '../../components/when.tsx'
import type { Visit } from '../../page.ts'
import { Deeds } from './deeds.tsx'
import { eventName, nameOf, placeOf, roleOf } from './words.ts'

interface SideProps {
  readonly visit: Visit
  readonly order: Order
}

/** One order of a chain, with everything that belongs to it. */
export function Side({ visit, order }: SideProps) {
  const { read } = visit
  const items = read.list('items', 'by_order', order.id)
  const payments = read.list('payments', 'by_order', order.id)
  return (
    <section class="side" aria-labelledby={`order-${order.id}`}>
      <header>
        <p class="role quiet">{roleOf(order)}</p>
        <h2 id={`order-${order.id}`}>
          Order {order.id} <Badge word={order.seller_state} />
        </h2>
      </header>
      <Deeds visit={visit} order={order} />
      <Facts
        facts={[
          ['Seller', nameOf(read, order.seller)],
          ['Buyer', nameOf(read, order.buyer)],
          ["Buyer's state", order.buyer_state === order.seller_state ? null : <Badge word={order.buyer_state} />],
          ['Fraud check', order.fraud_check_status === null ? null : <Badge word={order.fraud_check_status} />],
          ['Rejected', whyOf(order.seller_rejection_reason, order.seller_rejection_notes)],
          ['Canceled by the seller', whyOf(order.seller_cancellation_reason, order.seller_cancellation_notes)],
          ['Canceled by the buyer', whyOf(order.buyer_cancellation_reason, order.buyer_cancellation_notes)],
          ['Reference', order.reference],
          ['PO number', order.po_number],
          ['Instructions', order.instructions],
          ['Placed', <When at={order.created_at} now={read.now} />],
          ['Changed', order.updated_at === order.created_at ? null : <When at={order.updated_at} now={read.now} />],
        ]}
      />
      <Money order={order} payments={payments} />
      <h3>Items</h3>
      {items.map((item) => (
        <ItemRow read={read} item={item} />
      ))}
      <Etickets visit={visit} order={order} items={items} />
      <h3>Shipments</h3>
      {read.list('shipments', 'by_order', order.id).map((shipment) => (
        <ShipmentRow read={read} shipment={shipment} />
      ))}
      <Payments payments={payments} />
      <Notes read={read} order={order} />
    </section>
  )
}

const whyOf = (reason: string | null, notes: string | null): string | null =>
  reason === null ? null : `${reason}${notes === null ? '' : `: ${notes}`}`

/** The parts of the total that are not nothing. */
function Money({ order, payments }: { readonly order: Order; readonly payments: readonly Payment[] }) {
  const totals = paymentTotals(payments)
  const part = (name: string, cents: number) => [name, cents === 0 ? null : money(cents)] as const
  return (
    <>
      <h3>Money</h3>
      <Facts
        facts={[
          ['Subtotal', money(order.subtotal_cents)],
          part('Shipping', order.shipping_cents),
          part('Service fee', order.service_fee_cents),
          part('Additional expense', order.additional_expense_cents),
          part('Tax', order.tax_cents),
          part('Discount', -order.discount_cents),
          ['Total', <strong>{money(order.total_cents)}</strong>],
          part('Pending', totals.pending_cents),
          part('Paid', totals.paid_cents),
          part('Refunded', totals.refunded_cents),
          ['Balance', money(balanceFrom(order.total_cents, totals))],
        ]}
      />
    </>
  )
}

function ItemRow({ read, item }: { readonly read: Reader; readonly item: Item }) {
  return (
    <div class="part">
      <p>
        <span class="id">{item.id}</span> {item.quantity} × {eventName(read, item)}{' '}
        <Badge
          word={isDelivered(read, item) ? 'delivered' : 'not delivered'}
          tone={isDelivered(read, item) ? 'good' : 'quiet'}
        />
      </p>
      <p class="quiet">
        {placeOf(read, item)} · {money(item.price_cents)} each · ticket group {item.ticket_group_id}
      </p>
    </div>
  )
}

/** All etickets of the order in one PDF, as its buyer gets them. */
function Etickets({ visit, order, items }: SideProps & { readonly items: readonly Item[] }) {
  const ready = items.filter(({ eticket_finalized_at }) => eticket_finalized_at !== null)
  const downloads = ready.flatMap(({ eticket_downloaded_at: at, eticket_downloaded_by: by }) =>
    at === null ? [] : [{ at, by }],
  )
  const [download] = downloads
  return ready.length === 0 ? null : (
    <div class="buttons">
      <ActionButton
        to={visit.link(`orders/${order.id}/etickets`)}
        text="Download the etickets as the buyer"
        isDownload
      />
      {download === undefined ? null : (
        <span class="quiet">
          downloaded by {download.by} <When at={download.at} now={visit.read.now} />
        </span>
      )}
    </div>
  )
}

function ShipmentRow({ read, shipment }: { readonly read: Reader; readonly shipment: Shipment }) {
  const to = endLines(recipientOf(read, shipment)).join(', ')
  return (
    <div class="part">
      <p>
        <span class="id">{shipment.id}</span> {shipment.type} <Badge word={shipment.state} />
      </p>
      {to === '' ? null : <p class="quiet">to {to}</p>}
      {shipment.tracking_number === null ? null : <p class="quiet">tracking number {shipment.tracking_number}</p>}
      {shipment.tm_mobile_link === null ? null : <p class="quiet">claimed at {shipment.tm_mobile_link}</p>}
    </div>
  )
}

function Payments({ payments }: { readonly payments: readonly Payment[] }) {
  return (
    <>
      <h3>Payments</h3>
      {payments.length === 0 ? (
        <p class="quiet">None</p>
      ) : (
        <Table
          label="Payments"
          headings={['Payment', 'Type', 'State', '#Amount']}
          rows={payments.map(({ id, type, state, amount_cents, is_refund, refunded_from_id }) => [
            <span class="id">{id}</span>,
            is_refund ? `refund${refunded_from_id === null ? '' : ` of ${refunded_from_id}`}` : type,
            <Badge word={state} />,
            money(is_refund ? -amount_cents : amount_cents),
          ])}
        />
      )}
    </>
  )
}

function Notes({ read, order }: { readonly read: Reader; readonly order: Order }) {
  const notes = read.list('notes', 'by_order', order.id)
  return notes.length === 0 ? null : (
    <>
      <h3>Notes</h3>
      {notes.map(({ category, content, created_at }) => (
        <div class="part">
          <p>
            <Badge word={category} tone="quiet" /> {content}
          </p>
          <p class="quiet">
            <When at={created_at} now={read.now} />
          </p>
        </div>
      ))}
    </>
  )
}
