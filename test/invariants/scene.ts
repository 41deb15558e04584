import { expect } from 'vitest'
import type { TestServer } from '../harness.ts'
import { base64, ticketPdf } from '../pdf/fixtures.ts'

/** What `setScene` leaves for every operation to work on. */
export type Scene = Awaited<ReturnType<typeof setScene>>

const EMAIL = { type: 'Eticket', email_address_id: 33333 }
const FEDEX = { type: 'FedEx', address_id: 111111, phone_number_id: 33333, service_type: 'LEAST_EXPENSIVE' }
const MOBILE = { type: 'TMMobile', email_address_id: 33333 }
export const SALE = { seller_id: 1691, client_id: 107655 }

/** Groups of the website's own office: etickets and physical tickets. */
export const OWN_GROUP = 52554290
const OWN_PAPER_GROUP = 52554292
/** Groups of the other brokerage: etickets and mobile tickets. */
export const OTHERS_GROUP = 52554287
const OTHERS_MOBILE_GROUP = 52554286

export const WEBSITE_REVIEWER = 12346
export const PROCESSOR_REVIEWER = 12345

/** An entry of `POST /v9/orders`. */
export const orderOf = (ticket_group_id: number, shipment: object = EMAIL, payments: readonly object[] = []) => ({
  ...SALE,
  shipped_items: [{ ...shipment, items: [{ ticket_group_id, price: 70, quantity: 2 }] }],
  payments,
})

export const HOLD = {
  quantity: 2,
  price: 50,
  low_seat: 51,
  held_for_type: 'Client',
  held_for_id: 107655,
  hold_until: '2026-02-01T00:00:00Z',
  notes: 'A',
}

/** A body of `POST /v9/inventory`, without its envelope. */
export const STOCK = {
  event: { id: 2100002, name: 'The Be Sharps', occurs_at_date: '2026-03-01', occurs_at_time: '19:00', tbd: false },
  office: { id: 1691, name: 'Main Office' },
  venue: { name: 'Moe’s' },
  ticket: {
    format: 'Eticket',
    price: 40,
    quantity: 2,
    remote_id: 605696419,
    row: 'C',
    section: '101',
    type: 'EVENT',
    seats: [
      { seat: 5, barcode: 'AAAA1111', primary_ticket_id: 'P1', verification_id: 'V1' },
      { seat: 6, barcode: 'BBBB2222' },
    ],
    split_type: 'CUSTOM',
    split_override: [2],
    in_hand: false,
    in_hand_on: '2026-02-01',
    cost: '21.50',
    discount: 12.5,
    account_email: 'moe@example.com',
  },
}

/** Takes a server to where every operation has something to work on. */
export async function setScene(server: TestServer) {
  const call = async (method: string, path: string, body: object, as: string) => {
    const received = await server.call(method, path, { body, as })
    expect(received.status, `${path}: ${received.text}`).toBeLessThan(300)
    return received.body
  }
  const post = (path: string, body: object, as = 'website') => call('POST', path, body, as)
  const place = async (...asked: Parameters<typeof orderOf>) => {
    const { orders } = await post('/v9/orders', { orders: [orderOf(...asked)] })
    const [order] = orders
    return {
      id: order.id,
      back: order.child_orders[0],
      item: order.items[0].id,
      order_item: order.items[0].order_item_id,
      payment: order.payments[0]?.id,
      shipment: order.shipments[0].id,
    }
  }
  const accepted = async (...asked: Parameters<typeof orderOf>) => {
    const order = await place(...asked)
    await post(`/v9/orders/${order.id}/accept`, { reviewer_id: WEBSITE_REVIEWER })
    return order
  }
  /** A sale of the processor's, accepted. */
  const bought = async (group: number, shipment: object) => {
    const { back } = await place(group, shipment)
    const { shipments } = await post(`/v9/orders/${back}/accept`, { reviewer_id: PROCESSOR_REVIEWER }, 'processor')
    return { id: back, shipment: shipments[0].id }
  }
  const pdf = base64(await ticketPdf(['1', '2']))
  const uploaded = async () => {
    const order = await accepted(OWN_GROUP)
    await post(`/v9/orders/${order.id}/items/${order.item}/add_etickets`, { files: [pdf] })
    return order
  }

  const pending = await place(OWN_GROUP, EMAIL, [{ type: 'cash' }])
  const paid = await accepted(OWN_GROUP, EMAIL, [{ type: 'cash', is_completed: true }])
  const withFile = await uploaded()
  const delivered = await uploaded()
  const deliveredItem = `/v9/orders/${delivered.id}/items/${delivered.item}`
  await post(`${deliveredItem}/finalize_etickets`, { keep_pages: [1, 2] })

  const purchase = await bought(OTHERS_GROUP, EMAIL)
  const undecided = await bought(OTHERS_MOBILE_GROUP, MOBILE)
  const transferred = await bought(OTHERS_MOBILE_GROUP, MOBILE)
  const change = { mobile_transfer_type: 'TMMobile' }
  const transfer = await call('PUT', `/v9/shipments/${transferred.shipment}`, change, 'processor')

  const packed = await accepted(OWN_PAPER_GROUP, FEDEX)
  const labelled = await accepted(OWN_PAPER_GROUP, FEDEX)
  await post(`/v9/shipments/${labelled.shipment}/airbill`, {})
  const ownLabel = await accepted(OWN_PAPER_GROUP, FEDEX)
  const provided = { type: 'ProvidedAirbill', carrier: 'ups', available: false, items: [{ id: ownLabel.order_item }] }
  const { shipments } = await post('/v9/shipments', { shipments: [provided] })

  const { companies } = await post('/v9/companies', { companies: [{ name: 'The Leftorium' }] })
  const queued = await post('/v9/orders/background', { orders: [orderOf(OWN_GROUP)] })
  const hold = await post(`/v9/ticket_groups/${OWN_GROUP}/hold`, HOLD)
  const take = await post(`/v9/ticket_groups/${OWN_GROUP}/take`, { ...HOLD, low_seat: 61 })

  const stock = await post('/v9/inventory', { inventory: STOCK })
  const unknown = { event: { id: 8675309 }, ticket: { ...STOCK.ticket, remote_id: 605696420 } }
  await post('/v9/inventory', { inventory: { ...STOCK, ...unknown } })
  const { tickets } = (await server.get(`/v9/orders/${pending.id}/get_ticket_costs`)).body
  await post('/v9/pins', { pins: [{ event_id: 2100002 }] })
  const moved = await post('/v9/accounts/1691/transactions', { transactions: [{ amount: 1000, type: 'deposit' }] })
  await server.settings({ order_review: 'hold' })
  const open = await place(OTHERS_GROUP)
  await server.settings({ order_review: 'off' })

  return {
    stock: stock.inventory.id,
    ticket: tickets[0].id,
    page: base64(await ticketPdf(['1'])),
    transaction: moved.transactions[0].id,
    pdf,
    open,
    pending,
    paid,
    withFile,
    delivered,
    purchase,
    undecided,
    transfer: { shipment: transfer.id },
    packed,
    labelled,
    provided: { shipment: shipments[0].id },
    company: companies[0].id,
    queued: queued.id,
    hold: hold.id,
    take: take.id,
  }
}
