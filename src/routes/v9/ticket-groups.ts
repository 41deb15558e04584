import * as z from 'zod'
import { defineOperation, RedirectAnswer } from '../../operation.ts'
import { unprocessable } from '../../rules/refusal.ts'
import { WASTED_REASONS } from '../../rules/terms.ts'
import { searchTicketGroups } from '../../rules/ticket-group-search.ts'
import {
  createTicketGroup,
  deleteTicketGroup,
  findOwnGroup,
  findSeenGroup,
  updateTicketGroup,
  wasteTickets,
} from '../../rules/ticket-groups.ts'
import { createdShape, deletedShape } from '../../wire/client-shapes.ts'
import { batch, flat } from '../../wire/envelopes.ts'
import { flag, id } from '../../wire/fields.ts'
import { inOrder } from '../../wire/order-by.ts'
import { matchesInstants } from '../../wire/pages.ts'
import {
  changesOf,
  newTicketGroupOf,
  TicketGroupChangeFields,
  TicketGroupFields,
} from '../../wire/ticket-group-input.ts'
import { ticketGroupFields, ticketGroupSortKeys } from '../../wire/ticket-group-query.ts'
import { groupListShape, TicketGroupShape } from '../../wire/ticket-group-shapes.ts'
import { presentTicketGroup } from '../../wire/ticket-groups.ts'
import { BROKERS, EVERY_CREDENTIAL, PHP_CLIENT, wiki } from './sources.ts'

/** W:9469962: where requests have gone since 2023. */
const LISTINGS = '/v9/listings'

const ticketGroupsIndex = defineOperation({
  id: 'ticket_groups.index',
  method: 'GET',
  path: '/v9/ticket_groups',
  summary:
    'All ticket groups of an event; with the setting `ticket_groups_index: redirect` it sends you on to listings.',
  source: wiki(9469962),
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  input: () => ({ query: z.object({ event_id: id().optional(), ...ticketGroupFields() }) }),
  status: 200,
  output: () => groupListShape(TicketGroupShape()),
  handle: ({ tx, caller, settings, query, target, note }) => {
    if (settings.ticket_groups_index === 'redirect') {
      const mark = target.indexOf('?')
      return new RedirectAnswer(mark === -1 ? LISTINGS : LISTINGS + target.slice(mark))
    }
    const { event_id } = query
    if (event_id === undefined) throw unprocessable("event_id can't be blank")
    const found = searchTicketGroups(tx, caller, { ...query, event_id, formats: query.format }).filter((group) =>
      matchesInstants(query, 'updated_at', group.updated_at),
    )
    const groups = inOrder(found, query.order_by, ticketGroupSortKeys, note)
    return {
      total_entries: groups.length,
      ticket_groups: groups.map((group) => presentTicketGroup(tx, caller, group, query)),
    }
  },
})

const ticketGroupsShow = defineOperation({
  id: 'ticket_groups.show',
  method: 'GET',
  path: '/v9/ticket_groups/:ticket_group_id',
  summary: "One ticket group: one of your own, or another office's that has tickets left.",
  source: wiki(9469964),
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  input: () => ({
    query: z.object({
      ticket_list: flag().default(false),
      include_tevo_section_mappings: flag().default(false),
    }),
  }),
  status: 200,
  output: TicketGroupShape,
  handle: ({ tx, caller, params, query }) =>
    presentTicketGroup(tx, caller, findSeenGroup(tx, caller, params.ticket_group_id), query),
})

const ticketGroupsCreate = defineOperation({
  id: 'ticket_groups.create',
  method: 'POST',
  path: '/v9/ticket_groups',
  summary: 'Puts tickets of your own office up for sale.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  input: () => ({ body: batch('ticket_groups', TicketGroupFields()) }),
  status: 201,
  output: () => createdShape('ticket_groups', TicketGroupShape()),
  handle: ({ tx, caller, body }) => {
    const groups = body.ticket_groups.map((entry, nth) => createTicketGroup(tx, caller, newTicketGroupOf(entry), nth))
    return { ticket_groups: groups.map((group) => presentTicketGroup(tx, caller, group)) }
  },
})

const ticketGroupsUpdate = defineOperation({
  id: 'ticket_groups.update',
  method: 'PUT',
  path: '/v9/ticket_groups/:ticket_group_id',
  summary: 'Changes a ticket group of yours; signatures that were given out for it stay known.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  input: () => ({ body: flat(TicketGroupChangeFields()) }),
  status: 200,
  output: TicketGroupShape,
  echo: ({ read, caller, params }) =>
    presentTicketGroup(read, caller, findOwnGroup(read, caller, params.ticket_group_id)),
  handle: ({ tx, caller, params, body }) => {
    const group = findOwnGroup(tx, caller, params.ticket_group_id)
    return presentTicketGroup(tx, caller, updateTicketGroup(tx, group, changesOf(body)))
  },
})

const ticketGroupsDelete = defineOperation({
  id: 'ticket_groups.delete',
  method: 'DELETE',
  path: '/v9/ticket_groups/:ticket_group_id',
  summary: 'Takes a ticket group of yours without sold, held or taken tickets off the market.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  status: 200,
  output: () => deletedShape('ticket_groups'),
  handle: ({ tx, caller, params }) => {
    const { id } = deleteTicketGroup(tx, findOwnGroup(tx, caller, params.ticket_group_id))
    return { ticket_groups: [{ id: String(id) }] }
  },
})

const ticketGroupsWaste = defineOperation({
  id: 'ticket_groups.waste',
  method: 'POST',
  path: '/v9/ticket_groups/:ticket_group_id/waste',
  summary: 'Writes off for good what is still available of a ticket group of yours.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  input: () => ({ body: flat(z.object({ wasted_reason: z.enum(WASTED_REASONS) })) }),
  status: 200,
  output: TicketGroupShape,
  handle: ({ tx, caller, params, body }) => {
    const group = findOwnGroup(tx, caller, params.ticket_group_id)
    return presentTicketGroup(tx, caller, wasteTickets(tx, group, body.wasted_reason))
  },
})

export const ticketGroups = [
  ticketGroupsIndex,
  ticketGroupsCreate,
  ticketGroupsShow,
  ticketGroupsUpdate,
  ticketGroupsDelete,
  ticketGroupsWaste,
]
