import { brokerOf, hasFraudDesk } from '../rules/orders/casts.ts'
import { DEAD_STATES } from '../rules/orders/states.ts'
import type { AutopilotStep, Order, TicketGroup } from '../store/records.ts'
import type { AccountSettings } from '../store/settings.ts'
import type { Reader } from '../store/state.ts'
import type { Transaction } from '../store/transaction.ts'
import type { Cast } from '../store/words.ts'
import { CAST_STEPS, isCalledFor, nameOf, type Phase } from './casts.ts'

/** Puts down what the casts are going to do about the orders that a write has changed, in the same commit. */
export function planSteps(tx: Transaction, before: Reader): void {
  const { settings } = tx.sandbox
  const { settings: settingsBefore } = tx.sandboxBefore
  if (String(settings.autopilot) !== String(settingsBefore.autopilot)) recast(tx, settingsBefore)
  for (const id of tx.changedIds('orders')) {
    const order = tx.get('orders', id)
    if (order === undefined) dropSteps(tx, id, () => true)
    else follow(tx, before.get('orders', id), order)
  }
}

/** Who plays a part. The owner of the tickets and the fraud desk can have something to do to the same order. */
interface Part {
  /** In which phase an order is for it; null: it has nothing to do. */
  readonly phaseOf: (order: Order) => Phase | null
  readonly castOf: (settings: AccountSettings, groups: readonly TicketGroup[]) => Cast | null
  readonly isPlayedBy: (cast: Cast) => boolean
}

const OWNER: Part = {
  phaseOf: ({ front_order_id, is_purchase, seller, seller_state }) => {
    // A sale to a client is followed, where others own the tickets, or is the user's own affair.
    if (front_order_id === null && !(is_purchase && seller.type === 'Office')) return null
    if (seller_state === 'pending' || seller_state === 'pending_consignment') return 'pending'
    return seller_state === 'accepted' ? 'accepted' : null
  },
  castOf: (settings, [group]) => (group === undefined ? null : brokerOf(settings, group)),
  isPlayedBy: (cast) => cast !== 'fraud-desk',
}

const FRAUD_DESK: Part = {
  phaseOf: ({ fraud_check_status, seller_state }) =>
    fraud_check_status === 'pending' && !DEAD_STATES.has(seller_state) ? 'screened' : null,
  castOf: (settings, groups) => (hasFraudDesk(settings, groups) ? 'fraud-desk' : null),
  isPlayedBy: (cast) => cast === 'fraud-desk',
}

const PARTS = [OWNER, FRAUD_DESK]

/** What waits in a phase that the order has left is dropped. What was refused stays, to be seen. */
function follow(tx: Transaction, old: Order | undefined, order: Order): void {
  for (const part of PARTS) {
    const phase = part.phaseOf(order)
    if (phase === (old === undefined ? null : part.phaseOf(old))) continue
    dropSteps(tx, order.id, waitsFor(part))
    if (phase !== null) addSteps(tx, order, phase, part.castOf(tx.sandbox.settings, groupsOf(tx, order)))
  }
}

/** From now on another cast has those orders that are not done. */
function recast(tx: Transaction, before: AccountSettings): void {
  for (const order of tx.all('orders'))
    for (const part of PARTS) {
      const phase = part.phaseOf(order)
      if (phase === null) continue
      const groups = groupsOf(tx, order)
      const cast = part.castOf(tx.sandbox.settings, groups)
      if (cast === part.castOf(before, groups)) continue
      dropSteps(tx, order.id, waitsFor(part))
      addSteps(tx, order, phase, cast)
    }
}

const waitsFor =
  ({ isPlayedBy }: Part) =>
  ({ problem, cast }: AutopilotStep): boolean =>
    problem === null && isPlayedBy(cast)

function dropSteps(tx: Transaction, order_id: number, isMeant: (step: AutopilotStep) => boolean): void {
  for (const step of tx.list('autopilot_steps', 'by_order', order_id))
    if (isMeant(step)) tx.delete('autopilot_steps', step.id)
}

function addSteps(tx: Transaction, order: Order, phase: Phase, cast: Cast | null): void {
  if (cast === null) return
  for (const step of CAST_STEPS[cast])
    if (step.in === phase && isCalledFor(tx, order.id, step))
      tx.put('autopilot_steps', {
        id: tx.nextId('autopilot_steps'),
        order_id: order.id,
        cast,
        deed: nameOf(step.deed),
        due_at: tx.now + step.after_ms,
        problem: null,
        created_at: tx.now,
      })
}

const groupsOf = (read: Reader, { id }: Order): TicketGroup[] =>
  read.list('items', 'by_order', id).map((item) => read.must('ticket_groups', item.ticket_group_id))
