import type { Method, MissingOperation } from '../operation.ts'

/** Operations of the official client that are documented and not emulated: each group with its own reason. */

type Call = readonly [id: string, method: Method, path: string]

const missing = (reason: string, ...calls: readonly Call[]): MissingOperation[] =>
  calls.map(([id, method, path]) => ({ emulated: false, id, method, path, reason }))

const MEMO = '/v9/credit_memos/:credit_memo_id'
const MEMO_PAYMENTS = `${MEMO}/credit_memo_payments`
const COMMISSION = '/v9/commissions/:commission_id'

export const missingOperations: readonly MissingOperation[] = [
  ...missing(
    'no source says what a commission is paid for, at which rate and to whom, so there is nothing to list or to pay',
    ['commissions.index', 'GET', '/v9/commissions'],
    ['commissions.pay', 'POST', '/v9/commissions/pay'],
    ['commissions.show', 'GET', COMMISSION],
    ['commissions.cancel', 'GET', `${COMMISSION}/cancel`],
    ['commission_payments.index', 'GET', `${COMMISSION}/commission_payments`],
    ['commission_payments.show', 'GET', `${COMMISSION}/commission_payments/:commission_payment_id`],
  ),
  ...missing(
    'no source says which call makes a credit memo, and no field of one but its remote_id is known',
    ['credit_memos.index', 'GET', '/v9/credit_memos'],
    ['credit_memos.show', 'GET', MEMO],
    ['credit_memos.update', 'PUT', MEMO],
    ['credit_memos.cards', 'GET', `${MEMO}/cards`],
    ['credit_memo_payments.index', 'GET', MEMO_PAYMENTS],
    ['credit_memo_payments.create', 'POST', MEMO_PAYMENTS],
    ['credit_memo_payments.show', 'GET', `${MEMO_PAYMENTS}/:credit_memo_payment_id`],
  ),
  ...missing(
    'codes are made outside of the API, and no source shows a field of one; an order only records its promo_code',
    ['promotion_codes.index', 'GET', '/v9/promotion_codes'],
    ['promotion_codes.show', 'GET', '/v9/promotion_codes/:promotion_code_id'],
  ),
  ...missing(
    'no source shows what a quote is made of, nor what converting one makes of it',
    ['quotes.index', 'GET', '/v9/quotes'],
    ['quotes.create', 'POST', '/v9/quotes'],
    ['quotes.autocomplete', 'GET', '/v9/quotes/autocomplete'],
    ['quotes.show', 'GET', '/v9/quotes/:quote_id'],
    ['quotes.update', 'PUT', '/v9/quotes/:quote_id'],
    ['quotes.resend', 'GET', '/v9/quotes/:quote_id/resend'],
  ),
  ...missing(
    'no source shows a line of a report, or what it sums up',
    ['reports.inventory', 'GET', '/v9/reports/inventory'],
    ['reports.sales', 'GET', '/v9/reports/sales'],
  ),
  ...missing('it answers a file, and no source shows its columns: those of an import (W:42041434) may be others', [
    'ticket_groups.export',
    'POST',
    '/v9/ticket_groups/export',
  ]),
]
