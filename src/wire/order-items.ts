import { moneyString } from '../rules/money/totals.ts'
import type { Item } from '../store/records.ts'
import type { Reader } from '../store/state.ts'
import { time, timeOrNull } from './print.ts'
import { presentGroupEvent, presentGroupOffice, presentTicket } from './ticket-groups.ts'

/** The items of an order in answers: S2's example, and what v9 has otherwise. */

export const presentItem = (read: Reader, item: Item) =>
  printed(
    read,
    item,
    presentItemGroup(read, item, (id) => id),
    {},
  )

/** W:12550149: the v9 item has a url and an empty cost; the ids of the group's office and brokerage are strings. */
export const presentItemV9 = (read: Reader, item: Item) =>
  printed(read, item, presentItemGroup(read, item, String), {
    url: `/orders/${item.order_id}/items/${item.id}`,
    cost: '',
  })

function printed<Group, Rest extends object>(read: Reader, item: Item, ticket_group: Group, rest: Rest) {
  const isFinal = item.eticket_finalized_at !== null
  return {
    id: item.id,
    created_at: time(item.created_at),
    updated_at: time(item.updated_at),
    price: moneyString(item.price_cents),
    quantity: item.quantity,
    eticket_delivery: item.eticket_delivery,
    eticket_available: isFinal,
    eticket_updated_at: timeOrNull(item.eticket_updated_at),
    eticket_downloaded_at: timeOrNull(item.eticket_downloaded_at),
    eticket_downloaded_by: item.eticket_downloaded_by,
    eticket_finalized: isFinal ? true : null,
    eticket_finalized_at: timeOrNull(item.eticket_finalized_at),
    eticket_pdf_pages: item.eticket_pdf_pages,
    eticket_file_size: item.eticket_file_size,
    needs_eticket: item.eticket_delivery && !isFinal,
    // No source says when: while a substitute is sought for tickets that the owner does not supply.
    needs_sub: read.must('orders', item.order_id).seller_state === 'pending_substitution',
    seats: item.seats,
    eticket_thumbnails: [],
    has_spec_tickets: read.must('ticket_groups', item.ticket_group_id).spec,
    ticket_group,
    delivery_id: item.shipment_id,
    order_item_id: item.order_item_id,
    order_id: item.order_id,
    ...rest,
  }
}

function presentItemGroup<Id>(read: Reader, item: Item, printId: (id: number) => Id) {
  const group = read.must('ticket_groups', item.ticket_group_id)
  const office = presentGroupOffice(read, group)
  return {
    id: String(group.id),
    url: `/ticket_groups/${group.id}`,
    quantity: item.quantity,
    retail_price: moneyString(group.retail_price_cents),
    wholesale_price: moneyString(group.wholesale_price_cents),
    office_id: printId(office.office_id),
    office_name: office.office_name,
    brokerage_id: printId(office.brokerage_id),
    brokerage_name: office.brokerage_name,
    remote_id: group.remote_id,
    external_notes: group.external_notes,
    section: group.section,
    row: group.row,
    format: group.format,
    seats: item.seats.map(String),
    // S2 prints this one boolean as a string.
    in_hand: String(group.in_hand),
    in_hand_on: group.in_hand_on,
    instant_delivery: group.instant_delivery,
    tickets: item.seats.map((seat) => presentTicket(group, seat)),
    event: presentGroupEvent(read, group),
  }
}
