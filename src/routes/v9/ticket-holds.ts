import { defineOperation } from '../../operation.ts'
import type { Caller } from '../../rules/caller.ts'
import { findHold, type HoldChanges, holdTickets, releaseHold, updateHold } from '../../rules/inventory/holds.ts'
import { findOwnGroup } from '../../rules/inventory/ticket-groups.ts'
import { unprocessable } from '../../rules/refusal.ts'
import type { Transaction } from '../../store/transaction.ts'
import { flat } from '../../wire/envelopes.ts'
import { HoldChangeFields, holdChangesOf, NewHoldFields, NewTakeFields, takeOf } from '../../wire/ticket-group-input.ts'
import { HoldShape } from '../../wire/ticket-group-shapes.ts'
import { presentHold } from '../../wire/ticket-groups.ts'
import { BROKERS, PHP_CLIENT, RUBY_CLIENT } from './sources.ts'

/** Holds, which end at a time, and takes, which do not. A brokerage can make them only of its own groups. */

const spec = {
  method: 'POST',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  status: 200,
  output: HoldShape,
} as const

interface HoldRequest {
  readonly tx: Transaction
  readonly caller: Caller
  readonly params: { readonly ticket_group_id: string; readonly ticket_group_hold_id: string }
}

const holdOf = ({ tx, caller, params }: HoldRequest) =>
  findHold(tx, caller, findOwnGroup(tx, caller, params.ticket_group_id), params.ticket_group_hold_id, 'held')

const hold = defineOperation({
  ...spec,
  id: 'ticket_groups.hold',
  path: '/v9/ticket_groups/:ticket_group_id/hold',
  summary:
    "Keeps tickets of your own for a client or an office until a time; an order gives the hold's id as `ticket_hold_id`.",
  input: () => ({ body: flat(NewHoldFields()) }),
  handle: ({ tx, caller, params, body }) => {
    const group = findOwnGroup(tx, caller, params.ticket_group_id)
    const held = holdTickets(tx, caller, group, { ...takeOf(body), hold_until: body.hold_until })
    return presentHold(tx, held, { ticket_list: body.ticket_list ?? false })
  },
})

const take = defineOperation({
  ...spec,
  id: 'ticket_groups.take',
  path: '/v9/ticket_groups/:ticket_group_id/take',
  summary: 'Keeps tickets of your own for a client or an office, without an end.',
  input: () => ({ body: flat(NewTakeFields()) }),
  handle: ({ tx, caller, params, body }) => {
    const group = findOwnGroup(tx, caller, params.ticket_group_id)
    const taken = holdTickets(tx, caller, group, { ...takeOf(body), hold_until: null })
    return presentHold(tx, taken, { ticket_list: body.ticket_list ?? false })
  },
})

const change = (request: HoldRequest, changes: HoldChanges, ticket_list: boolean | undefined) =>
  presentHold(request.tx, updateHold(request.tx, request.caller, holdOf(request), changes), {
    ticket_list: ticket_list ?? false,
  })

const letGo = (request: HoldRequest) => presentHold(request.tx, releaseHold(request.tx, holdOf(request)))

/** A misspelt field is not to let go of tickets. */
const nothingKnown = (fields: readonly string[]) =>
  unprocessable(
    `A hold has no ${fields.join(', ')}; give ${Object.keys(HoldChangeFields().shape).join(', ')}, or send no field to release it`,
  )

/** PHP has one path for both calls; its release sends no fields. */
const updateOrReleaseHold = defineOperation({
  ...spec,
  id: 'ticket_groups.update_hold',
  path: '/v9/ticket_groups/:ticket_group_id/hold/:ticket_group_hold_id',
  summary: 'Changes a hold; releases it when no field is sent.',
  input: () => ({ body: flat(HoldChangeFields()) }),
  handle: ({ body, sent, ...request }) => {
    if (Object.keys(sent()).length === 0) return letGo(request)
    if (Object.keys(body).length === 0) throw nothingKnown(Object.keys(sent()))
    return change(request, holdChangesOf(body), body.ticket_list)
  },
})

const updateHoldByName = defineOperation({
  ...spec,
  id: 'ticket_groups.update_hold_by_name',
  path: '/v9/ticket_groups/:ticket_group_id/update_hold/:ticket_group_hold_id',
  summary: 'Changes a hold.',
  source: RUBY_CLIENT,
  input: () => ({ body: flat(HoldChangeFields()) }),
  handle: ({ body, ...request }) => change(request, holdChangesOf(body), body.ticket_list),
})

const releaseHoldByName = defineOperation({
  ...spec,
  id: 'ticket_groups.release_hold',
  path: '/v9/ticket_groups/:ticket_group_id/release_hold/:ticket_group_hold_id',
  summary: 'Gives the tickets of a hold back to their group.',
  source: RUBY_CLIENT,
  handle: letGo,
})

const releaseTake = defineOperation({
  ...spec,
  id: 'ticket_groups.release_take',
  path: '/v9/ticket_groups/:ticket_group_id/release_take/:ticket_group_take_id',
  summary: 'Gives the tickets of a take back to their group.',
  handle: ({ tx, caller, params }) => {
    const group = findOwnGroup(tx, caller, params.ticket_group_id)
    return presentHold(tx, releaseHold(tx, findHold(tx, caller, group, params.ticket_group_take_id, 'taken')))
  },
})

export const ticketHolds = [hold, take, updateOrReleaseHold, updateHoldByName, releaseHoldByName, releaseTake]
