import * as z from 'zod'
import { RedirectAnswer } from '../../answer.ts'
import { defineOperation } from '../../operation.ts'
import { searchTicketGroups } from '../../rules/inventory/search.ts'
import {
  createTicketGroup,
  deleteTicketGroup,
  findOwnGroup,
  findSeenGroup,
  updateTicketGroup,
  wasteTickets,
} from '../../rules/inventory/ticket-groups.ts'
import { invalidParameters } from '../../rules/refusal.ts'
import { WASTED_REASONS } from '../../store/words.ts'
import { createdShape, deletedShape } from '../../wire/client-shapes.ts'
import { batch, flat } from '../../wire/envelopes.ts'
import { id, looseSwitch } from '../../wire/fields.ts'
import { inOrder } from '../../wire/order-by.ts'
import { matchesInstants } from '../../wire/pages.ts'
import {
  changesOf,
  newTicketGroupOf,
  TicketGroupChangeFields,
  TicketGroupFields,
} from '../../wire/ticket-group-input.ts'
import { noPages, pageParameter, ticketGroupFields, ticketGroupSortKeys } from '../../wire/ticket-group-query.ts'
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
  input: () => ({ query: z.object({ event_id: id().optional(), ...ticketGroupFields(), ...noPages() }) }),
  knownAndIgnored: { '?lightweight': 'the whole answer has everything that the lightweight one has' },
  indexed: true,
  status: 200,
  output: () => groupListShape(TicketGroupShape()),
  handle: ({ tx, caller, settings, query, target, note }) => {
    if (settings.ticket_groups_index === 'redirect') {
      const mark = target.indexOf('?')
      return new RedirectAnswer(mark === -1 ? LISTINGS : LISTINGS + target.slice(mark))
    }
    // T2: `per_page` "is NOT allowed".
    const unwanted = pageParameter(query)
    if (unwanted !== undefined) throw invalidParameters(`${unwanted} is not allowed`)
    const { event_id } = query
    if (event_id === undefined) throw invalidParameters("event_id can't be blank")
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
  summary: "One ticket group: your own, or another office's that has tickets left.",
  source: wiki(9469964),
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  input: () => ({
    query: z.object({
      ticket_list: looseSwitch(),
      include_tevo_section_mappings: looseSwitch(),
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
  summary: 'Changes a ticket group of yours; signatures given out before stay known.',
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
  summary: 'Takes a ticket group of yours off the market; none of its tickets may be sold, held or taken.',
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
  summary: 'Writes off for good the tickets of a group of yours that are still available.',
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
