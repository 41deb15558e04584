import type { TicketGroup, TicketHold } from '../../store/records.ts'
import { rangeFrom } from '../../store/seats.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import { accountOfOffice, type Caller } from '../caller.ts'
import { definedFields } from '../defined-fields.ts'
import type { DueTask } from '../due-task.ts'
import { lookUpOwn } from '../lookup.ts'
import { invalid, unprocessable } from '../refusal.ts'
import { stepOfGroup } from './availability.ts'
import { releaseRanges, takeRanges } from './selling.ts'

/** The fields of a take. */
export type TakeFields = Pick<TicketHold, 'quantity' | 'price_cents' | 'held_for_type' | 'held_for_id' | 'notes'> & {
  readonly low_seat: number
}

/** A hold has an end; a take has none. */
export type HoldFields = TakeFields & Pick<TicketHold, 'hold_until'>

/** A field that is left out stays as it is. */
export type HoldChanges = { readonly [Field in keyof HoldFields]?: HoldFields[Field] | undefined }

export type HeldState = 'held' | 'taken'

/** Keeps seats of a group for somebody: only an order that gives the hold's id can have them. */
export function holdTickets(tx: Transaction, caller: Caller, group: TicketGroup, fields: HoldFields): TicketHold {
  const { low_seat, ...rest } = fields
  checkHeldFor(tx, caller, fields)
  checkHoldUntil(tx, fields.hold_until)
  const seats = [rangeFrom(low_seat, fields.quantity, stepOfGroup(group))]
  takeRanges(tx, group, seats)
  return tx.put('ticket_holds', {
    ...rest,
    id: tx.nextId('ticket_holds'),
    ticket_group_id: group.id,
    account: caller.account,
    office_id: caller.office_id ?? 0,
    state: fields.hold_until === null ? 'taken' : 'held',
    seats,
    created_at: tx.now,
    updated_at: tx.now,
  })
}

/** A hold (or a take) of a group, by the id in a URL. */
export function findHold(read: Reader, caller: Caller, group: TicketGroup, id: string, kind: HeldState): TicketHold {
  const isOf = (hold: TicketHold) =>
    hold.account === caller.account &&
    hold.ticket_group_id === group.id &&
    (hold.hold_until === null) === (kind === 'taken')
  return lookUpOwn(read, 'ticket_holds', id, isOf)
}

export function updateHold(tx: Transaction, caller: Caller, hold: TicketHold, changes: HoldChanges): TicketHold {
  checkLive(hold)
  const { low_seat, ...rest } = changes
  const changed = { ...hold, ...definedFields(rest), updated_at: tx.now }
  checkHeldFor(tx, caller, changed)
  if (changes.hold_until !== undefined) checkHoldUntil(tx, changed.hold_until)
  const [first] = hold.seats
  if ((low_seat === undefined && changes.quantity === undefined) || first === undefined)
    return tx.put('ticket_holds', changed)

  releaseRanges(tx, tx.must('ticket_groups', hold.ticket_group_id), hold.seats)
  const group = tx.must('ticket_groups', hold.ticket_group_id)
  const seats = [rangeFrom(low_seat ?? first[0], changed.quantity, stepOfGroup(group))]
  takeRanges(tx, group, seats)
  return tx.put('ticket_holds', { ...changed, seats })
}

export function releaseHold(tx: Transaction, hold: TicketHold): TicketHold {
  checkLive(hold)
  return letGo(tx, hold, 'released')
}

function letGo(tx: Transaction, hold: TicketHold, state: 'released' | 'expired'): TicketHold {
  releaseRanges(tx, tx.must('ticket_groups', hold.ticket_group_id), hold.seats)
  return tx.put('ticket_holds', { ...hold, state, updated_at: tx.now })
}

/** The hold that runs out first. */
export function dueHold(read: Reader): DueTask | undefined {
  const hold = read.lowest('ticket_holds', 'by_hold_until')
  if (hold === undefined || hold.hold_until === null) return undefined
  const { id, hold_until } = hold
  return {
    key: `ticket_holds/${id}`,
    at: hold_until,
    run: (tx) => {
      letGo(tx, tx.must('ticket_holds', id), 'expired')
    },
    parked: (tx) => {
      tx.put('ticket_holds', { ...tx.must('ticket_holds', id), state: 'expired', updated_at: tx.now })
    },
  }
}

/** The hold or take that an item of an order names; only the brokerage that made it can sell its tickets. */
export function holdForOrder(read: Reader, caller: Caller, id: number, ticket_group_id: number | null): TicketHold {
  const hold = read.get('ticket_holds', id)
  if (hold === undefined || hold.account !== caller.account)
    throw unprocessable(`ticket_hold_id ${id} is not a hold or take of your brokerage`)
  if (ticket_group_id !== null && ticket_group_id !== hold.ticket_group_id)
    throw unprocessable(`ticket_hold_id ${id} is for ticket group ${hold.ticket_group_id}, not for ${ticket_group_id}`)
  checkLive(hold)
  return hold
}

function checkLive(hold: TicketHold): void {
  if (hold.state === 'held' || hold.state === 'taken') return
  const how = {
    released: 'was released',
    expired: 'ran out',
    used: 'was used by an order',
  }[hold.state]
  throw unprocessable(
    `${hold.hold_until === null ? 'Take' : 'Hold'} ${hold.id} of ticket group ${hold.ticket_group_id} ${how} at ${new Date(hold.updated_at).toISOString()}`,
  )
}

function checkHeldFor(
  read: Reader,
  caller: Caller,
  { held_for_type, held_for_id }: Pick<HoldFields, 'held_for_type' | 'held_for_id'>,
): void {
  const isThere =
    held_for_type === 'Office'
      ? read.get('offices', held_for_id) !== undefined && accountOfOffice(read, held_for_id) === caller.account
      : read.get('clients', held_for_id)?.account === caller.account
  if (!isThere)
    throw invalid({
      held_for_id: [
        `${held_for_id} is not ${held_for_type === 'Office' ? 'an office of your brokerage' : 'a client of yours'}`,
      ],
    })
}

function checkHoldUntil(read: Reader, hold_until: number | null): void {
  if (hold_until !== null && hold_until <= read.now) throw invalid({ hold_until: ['must be in the future'] })
}
