import * as z from 'zod'
import { defineOperation } from '../../operation.ts'
import type { Caller } from '../../rules/caller.ts'
import { isOwnGroup } from '../../rules/inventory/availability.ts'
import { describeTicket } from '../../rules/inventory/ticket-details.ts'
import { readTicketFile, storeTicketFile } from '../../rules/inventory/ticket-file.ts'
import { findOwnGroup } from '../../rules/inventory/ticket-groups.ts'
import { findTicket, seatsOf, type Ticket, ticketAt } from '../../rules/inventory/tickets.ts'
import { ownTickets, setTicketCosts } from '../../rules/orders/ticket-costs.ts'
import { findOrder } from '../../rules/orders/visibility.ts'
import type { Reader } from '../../store/state.ts'
import { batch, flat } from '../../wire/envelopes.ts'
import { digits, id, money, text } from '../../wire/fields.ts'
import { pageFields, pageOf, pageShape } from '../../wire/pages.ts'
import { presentSingleTicket, SingleTicketShape, TicketCostsShape } from '../../wire/tickets.ts'
import { FILES_LIMIT_BYTES } from './orders.ts'
import { BROKERS, PHP_CLIENT } from './sources.ts'

/** Single tickets. The model is an entry of `ticket_list` in a ticket group (W:9469964), with its seat. */

const spec = { source: PHP_CLIENT, fidelity: 'decided', credentials: BROKERS, status: 200 } as const

const findOwn = (read: Reader, caller: Caller, ticket_id: string): Ticket =>
  findTicket(read, ticket_id, (group) => isOwnGroup(read, caller, group))

const ticketsIndex = defineOperation({
  ...spec,
  id: 'tickets.index',
  method: 'GET',
  path: '/v9/tickets',
  summary: 'The tickets of a group of yours, by their seats.',
  input: () => ({ query: z.object({ ...pageFields, ticket_group_id: id() }) }),
  indexed: true,
  output: () => pageShape('tickets', SingleTicketShape()),
  handle: ({ tx, caller, query }) => {
    const group = findOwnGroup(tx, caller, String(query.ticket_group_id))
    return pageOf('tickets', query, { records: seatsOf(group), total: group.quantity }, (seat) =>
      presentSingleTicket(ticketAt(tx, group, seat)),
    )
  },
})

const ticketsShow = defineOperation({
  ...spec,
  id: 'tickets.show',
  method: 'GET',
  path: '/v9/tickets/:ticket_id',
  summary: 'One ticket of a group of yours.',
  output: SingleTicketShape,
  handle: ({ tx, caller, params }) => presentSingleTicket(findOwn(tx, caller, params.ticket_id)),
})

const ticketsUpdate = defineOperation({
  ...spec,
  id: 'tickets.update',
  method: 'PUT',
  path: '/v9/tickets/:ticket_id',
  summary: 'Gives a ticket of yours its barcode, or its own PDF of one page.',
  bodyLimit_bytes: FILES_LIMIT_BYTES,
  input: () => ({
    body: flat(z.object({ eticket: text(FILES_LIMIT_BYTES).optional(), barcode: digits(255).optional() })),
  }),
  output: SingleTicketShape,
  prepare: async ({ read, caller, settings, params, body }) => {
    findOwn(read, caller, params.ticket_id)
    return body.eticket === undefined ? null : readTicketFile(settings, body.eticket)
  },
  handle: ({ tx, caller, params, body, prepared }) => {
    const { barcode } = body
    const ticket = findOwn(tx, caller, params.ticket_id)
    const coded = barcode === undefined ? ticket : describeTicket(tx, ticket.group, ticket.seat, { barcode })
    return presentSingleTicket(prepared === null ? coded : storeTicketFile(tx, coded, prepared))
  },
})

const costs = (read: Reader, caller: Caller, order_id: string) => ({
  tickets: ownTickets(read, caller, findOrder(read, caller, order_id)).map((each) => presentSingleTicket(each)),
})

const ordersGetTicketCosts = defineOperation({
  ...spec,
  id: 'orders.get_ticket_costs',
  method: 'GET',
  path: '/v9/orders/:order_id/get_ticket_costs',
  summary: 'The tickets of yours in an order, with what each has cost.',
  output: TicketCostsShape,
  handle: ({ tx, caller, params }) => costs(tx, caller, params.order_id),
})

const ordersUpdateTicketCosts = defineOperation({
  ...spec,
  id: 'orders.update_ticket_costs',
  method: 'POST',
  path: '/v9/orders/:order_id/update_ticket_costs',
  summary: 'Says what tickets of yours in an order have cost, such as those on consignment.',
  input: () => ({ body: batch('tickets', z.object({ id: digits(20), cost: money() })) }),
  output: TicketCostsShape,
  handle: ({ tx, caller, params, body }) => {
    const said = body.tickets.map(({ id, cost }) => ({ id, cost_cents: cost }))
    setTicketCosts(tx, caller, findOrder(tx, caller, params.order_id), said)
    return costs(tx, caller, params.order_id)
  },
})

export const tickets = [ticketsIndex, ticketsShow, ticketsUpdate, ordersGetTicketCosts, ordersUpdateTicketCosts]
