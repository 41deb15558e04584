import * as z from 'zod'
import { defineOperation, once } from '../../operation.ts'
import { searchOfficeGroups } from '../../rules/inventory/mass-search.ts'
import { broadcastGroup, findOwnGroup, updateTicketGroup } from '../../rules/inventory/ticket-groups.ts'
import type { TicketGroup } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import { flat } from '../../wire/envelopes.ts'
import { flag, id, instantFilters, text } from '../../wire/fields.ts'
import { matchesInstants, pageFields, pageOf, pageShape } from '../../wire/pages.ts'
import { changesOf, TicketGroupChangeFields } from '../../wire/ticket-group-input.ts'
import { TicketGroupShape } from '../../wire/ticket-group-shapes.ts'
import { presentTicketGroup } from '../../wire/ticket-groups.ts'
import { BROKERS, PHP_CLIENT } from './sources.ts'

/** What an office does with its groups of all events. The models are the index, the show and the update of ticket groups. */

const spec = { source: PHP_CLIENT, fidelity: 'decided', credentials: BROKERS, status: 200 } as const

const MassQuery = once(() =>
  z.object({
    ...pageFields,
    ...instantFilters('event_occurs_at'),
    ...instantFilters('event_occurs_local'),
    ...instantFilters('ticket_group_in_hand_on'),
    performers_search: text(255).optional(),
    event_id: id().optional(),
    venue_id: id().optional(),
    venue_name: text(255).optional(),
    venue_address_locality: text(255).optional(),
    venue_address_region: text(255).optional(),
    ticket_group_section: text(255).optional(),
    ticket_group_row: text(255).optional(),
    ticket_group_in_hand: flag().optional(),
    ticket_group_type: z.enum(['Event', 'Parking']).optional(),
    ticket_group_consignment: flag().optional(),
    /** Taken, and without effect: the whole answer has everything that the lightweight one has. */
    lightweight: flag().optional(),
    available_only: flag().optional(),
    show_unavailable: flag().optional(),
  }),
)
type MassQuery = z.output<ReturnType<typeof MassQuery>>

/** The time of an event is its venue's own, whatever the filter is called. */
function isThen(read: Reader, query: MassQuery, group: TicketGroup): boolean {
  const { occurs_at } = read.must('events', group.event_id)
  const isInHandThen =
    group.in_hand_on === null
      ? !Object.keys(query).some((filter) => filter.startsWith('ticket_group_in_hand_on'))
      : matchesInstants(query, 'ticket_group_in_hand_on', Date.parse(group.in_hand_on))
  return (
    isInHandThen &&
    matchesInstants(query, 'event_occurs_at', occurs_at) &&
    matchesInstants(query, 'event_occurs_local', occurs_at)
  )
}

const massIndex = defineOperation({
  ...spec,
  id: 'ticket_groups.mass_index',
  method: 'GET',
  path: '/v9/ticket_groups/mass_index',
  summary: 'The ticket groups of your office, of all events, newest first; those without tickets left only on request.',
  input: () => ({ query: MassQuery() }),
  indexed: true,
  output: () => pageShape('ticket_groups', TicketGroupShape()),
  handle: ({ tx, caller, query }) => {
    const records = searchOfficeGroups(tx, caller, query).filter((group) => isThen(tx, query, group))
    return pageOf('ticket_groups', query, { records, total: records.length }, (group) =>
      presentTicketGroup(tx, caller, group),
    )
  },
})

const massUpdate = defineOperation({
  ...spec,
  id: 'ticket_groups.mass_update',
  method: 'POST',
  path: '/v9/ticket_groups/mass_update',
  summary: 'Changes the same fields of several ticket groups of yours, or of none.',
  input: () => ({
    body: flat(z.object({ ids: z.array(id()).min(1).max(1_000), attrs: TicketGroupChangeFields() })),
  }),
  output: () => z.strictObject({ ticket_groups: z.array(TicketGroupShape()) }),
  handle: ({ tx, caller, body }) => {
    const groups = [...new Set(body.ids)].map((group_id) => findOwnGroup(tx, caller, String(group_id)))
    const changes = changesOf(body.attrs)
    return {
      ticket_groups: groups.map((group) => presentTicketGroup(tx, caller, updateTicketGroup(tx, group, changes))),
    }
  },
})

const broadcast = defineOperation({
  ...spec,
  id: 'ticket_groups.broadcast',
  method: 'POST',
  path: '/v9/ticket_groups/:ticket_group_id/broadcast',
  summary: 'Shows a ticket group of yours to other brokerages and to stores, or to nobody but your own.',
  input: () => ({ body: flat(z.object({ broadcast: flag() })) }),
  output: TicketGroupShape,
  handle: ({ tx, caller, params, body }) => {
    const group = findOwnGroup(tx, caller, params.ticket_group_id)
    return presentTicketGroup(tx, caller, broadcastGroup(tx, group, body.broadcast))
  },
})

export const officeTicketGroups = [massIndex, massUpdate, broadcast]
