import * as z from 'zod'
import { defineOperation, once } from '../../operation.ts'
import { findAccount, moveMoney, type StatementLine, statementOf } from '../../rules/money/evopay.ts'
import { notFound } from '../../rules/refusal.ts'
import { TRANSACTION_STATES, TRANSACTION_TYPES } from '../../store/words.ts'
import { createdShape } from '../../wire/client-shapes.ts'
import { batch } from '../../wire/envelopes.ts'
import { id, instantFilters, money, numberFilters, optionalText } from '../../wire/fields.ts'
import { matchesInstants, matchesNumbers, pageFields, pageOf, pageShape } from '../../wire/pages.ts'
import { presentTransaction, TransactionShape } from '../../wire/transactions.ts'
import { BROKERS, wiki } from './sources.ts'

/** W:4751489. */
const TransactionQuery = once(() =>
  z.object({
    ...pageFields,
    ...numberFilters('amount'),
    ...instantFilters('created_at'),
    ...instantFilters('updated_at'),
    ...instantFilters('completed_at'),
    state: z.enum(TRANSACTION_STATES).optional(),
    sender_id: id().optional(),
    recipient_id: id().optional(),
    sender_or_recipient_id: id().optional(),
    order_id: id().optional(),
    order_group_id: id().optional(),
  }),
)
type TransactionQuery = z.output<ReturnType<typeof TransactionQuery>>

function isAskedFor(query: TransactionQuery, line: StatementLine): boolean {
  const is = (wanted: unknown, ...values: unknown[]) => wanted === undefined || values.includes(wanted)
  const isCompletedThen =
    line.completed_at === null
      ? !Object.keys(query).some((filter) => filter.startsWith('completed_at'))
      : matchesInstants(query, 'completed_at', line.completed_at)
  return (
    is(query.state, line.state) &&
    is(query.sender_id, line.sender_id) &&
    is(query.recipient_id, line.recipient_id) &&
    is(query.sender_or_recipient_id, line.sender_id, line.recipient_id) &&
    is(query.order_id, line.order?.id) &&
    is(query.order_group_id, line.order?.order_group_id) &&
    matchesNumbers(query, 'amount', line.amount_cents / 100) &&
    matchesInstants(query, 'created_at', line.created_at) &&
    matchesInstants(query, 'updated_at', line.updated_at) &&
    isCompletedThen
  )
}

const transactionsIndex = defineOperation({
  id: 'transactions.index',
  method: 'GET',
  path: '/v9/accounts/:account_id/transactions',
  summary: 'What moved on the EvoPay account of an office of yours, whose id the account has: newest first.',
  source: wiki(4751489),
  fidelity: 'documented',
  credentials: BROKERS,
  input: () => ({ query: TransactionQuery() }),
  indexed: true,
  status: 200,
  output: () => pageShape('transactions', TransactionShape()),
  handle: ({ tx, caller, params, query }) => {
    const lines = statementOf(tx, caller, findAccount(tx, caller, params.account_id))
    const records = lines.filter((line) => isAskedFor(query, line))
    return pageOf('transactions', query, { records, total: records.length }, (line) => presentTransaction(tx, line))
  },
})

const transactionsShow = defineOperation({
  id: 'transactions.show',
  method: 'GET',
  path: '/v9/accounts/:account_id/transactions/:transaction_id',
  summary: 'One EvoPay transaction, and what the account had after it.',
  source: wiki(4751495),
  fidelity: 'documented',
  credentials: BROKERS,
  status: 200,
  output: TransactionShape,
  handle: ({ tx, caller, params }) => {
    const lines = statementOf(tx, caller, findAccount(tx, caller, params.account_id))
    const line = lines.find(({ id }) => String(id) === params.transaction_id)
    if (line === undefined) throw notFound('Transaction', params.transaction_id)
    return presentTransaction(tx, line)
  },
})

const transactionsCreate = defineOperation({
  id: 'transactions.create',
  method: 'POST',
  path: '/v9/accounts/:account_id/transactions',
  summary: 'Deposits, withdraws or transfers EvoPay money, outside of orders; no more than the account has.',
  source: wiki(4751497),
  fidelity: 'documented',
  credentials: BROKERS,
  input: () => ({
    body: batch(
      'transactions',
      z.object({
        amount: money(),
        type: z.enum(TRANSACTION_TYPES),
        recipient_id: id().nullish(),
        notes: optionalText(),
      }),
    ),
  }),
  status: 201,
  output: () => createdShape('transactions', TransactionShape()),
  handle: ({ tx, caller, params, body }) => {
    const office_id = findAccount(tx, caller, params.account_id)
    const made = body.transactions.map(({ type, amount, recipient_id, notes }, nth) =>
      moveMoney(
        tx,
        caller,
        office_id,
        { type, amount_cents: amount, recipient_id: recipient_id ?? null, notes: notes ?? null },
        nth,
      ),
    )
    const ids = new Set(made.map((each) => each.id))
    const lines = statementOf(tx, caller, office_id).filter(({ id }) => ids.has(id))
    return { transactions: lines.reverse().map((line) => presentTransaction(tx, line)) }
  },
})

export const transactions = [transactionsIndex, transactionsShow, transactionsCreate]
