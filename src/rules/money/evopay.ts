import type { EvopayTransaction, Order, Party } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import type { TransactionState } from '../../store/words.ts'
import type { Caller } from '../caller.ts'
import { invalid, notFound, unprocessable } from '../refusal.ts'
import { type OfficePayment, paymentsOfOffice } from './office-payments.ts'
import { dollars } from './totals.ts'

/**
 * The EvoPay account of an office, which has the office's id (W:3104636933). What moves is what it deposits, withdraws and
 * transfers, and the `evopay` payments of its orders.
 */

interface Movement {
  readonly id: number
  /** An office; null: its bank, or a party without an EvoPay account. */
  readonly sender_id: number | null
  readonly recipient_id: number | null
  readonly amount_cents: number
  readonly state: TransactionState
  readonly notes: string | null
  /** The order that it pays. */
  readonly order: Order | null
  readonly created_at: number
  readonly updated_at: number
  readonly completed_at: number | null
}

/** A line of an account's statement, and what the account has after it. */
export interface StatementLine extends Movement {
  readonly balance_cents: number
}

/** The office whose account it is: one of the caller's brokerage. */
export function findAccount(read: Reader, caller: Caller, account_id: string): number {
  const office = /^[1-9]\d{0,14}$/.test(account_id) ? read.get('offices', Number(account_id)) : undefined
  if (office === undefined || `brokerage:${office.brokerage_id}` !== caller.account)
    throw notFound('Account', account_id)
  return office.id
}

/** All that moved, newest first. A pending payment has not moved yet. */
export function statementOf(read: Reader, caller: Caller, office_id: number): StatementLine[] {
  const moved = [
    ...read.list('evopay_transactions', 'by_office', office_id).map(moneyMoved),
    ...paymentsOfOffice(read, caller, office_id).flatMap(paymentMoved),
  ]
  const when = ({ completed_at, created_at }: Movement) => completed_at ?? created_at
  moved.sort((one, other) => when(one) - when(other) || one.id - other.id)
  let balance_cents = 0
  const lines = moved.map((movement) => {
    balance_cents += effectOn(office_id, movement)
    return { ...movement, balance_cents }
  })
  return lines.sort((one, other) => other.id - one.id)
}

const balanceOf = (read: Reader, caller: Caller, office_id: number): number =>
  statementOf(read, caller, office_id).reduce((sum, movement) => sum + effectOn(office_id, movement), 0)

function effectOn(office_id: number, { state, sender_id, recipient_id, amount_cents }: Movement): number {
  if (state !== 'completed') return 0
  return (recipient_id === office_id ? amount_cents : 0) - (sender_id === office_id ? amount_cents : 0)
}

const moneyMoved = ({ id, sender_id, recipient_id, amount_cents, notes, created_at }: EvopayTransaction): Movement => ({
  id,
  sender_id,
  recipient_id,
  amount_cents,
  state: 'completed',
  notes,
  order: null,
  created_at,
  updated_at: created_at,
  completed_at: created_at,
})

const officeIn = ({ type, id }: Party): number | null => (type === 'Office' ? id : null)

/** The buyer pays the seller, and is paid by it in a refund. */
function paymentMoved({ payment, order }: OfficePayment): Movement[] {
  const { id, type, state, amount_cents, is_refund, created_at, updated_at } = payment
  if (type !== 'evopay' || (state !== 'pending' && state !== 'completed')) return []
  const [payer, payee] = is_refund ? [order.seller, order.buyer] : [order.buyer, order.seller]
  return [
    {
      id,
      sender_id: officeIn(payer),
      recipient_id: officeIn(payee),
      amount_cents,
      state,
      notes: null,
      order,
      created_at,
      updated_at,
      completed_at: state === 'completed' ? updated_at : null,
    },
  ]
}

export interface NewTransaction extends Pick<EvopayTransaction, 'type' | 'amount_cents' | 'notes'> {
  readonly recipient_id: number | null
}

/** W:4751497: a deposit, a withdrawal or a transfer. It is completed at once. */
export function moveMoney(
  tx: Transaction,
  caller: Caller,
  office_id: number,
  input: NewTransaction,
  entry: number,
): EvopayTransaction {
  const { type, amount_cents, notes } = input
  if (amount_cents === 0) throw invalid({ amount: ['must be greater than 0'] }, entry)
  const balance_cents = balanceOf(tx, caller, office_id)
  // W:1666678785 names this refusal, of an order.
  if (type !== 'deposit' && amount_cents > balance_cents)
    throw unprocessable(
      `Not Enough EvoPay Available: account ${office_id} has ${dollars(balance_cents)}, and ${dollars(amount_cents)} was asked for`,
    )
  return tx.put('evopay_transactions', {
    id: tx.nextId('evopay_transactions'),
    type,
    sender_id: type === 'deposit' ? null : office_id,
    recipient_id: recipientOf(tx, office_id, input, entry),
    amount_cents,
    notes,
    created_at: tx.now,
  })
}

function recipientOf(read: Reader, office_id: number, { type, recipient_id }: NewTransaction, entry: number) {
  if (type === 'deposit') return office_id
  if (type === 'withdrawal') return null
  if (recipient_id === null) throw invalid({ recipient_id: ["can't be blank"] }, entry)
  if (recipient_id === office_id || read.get('offices', recipient_id) === undefined)
    throw invalid({ recipient_id: [`${recipient_id} is not the id of another office`] }, entry)
  return recipient_id
}
