import type { Method, MissingOperation } from '../operation.ts'

/** Operations of the official client that are documented and not emulated. */

/** Why none of them is: a stand-in that guesses teaches its users something false. */
const NO_SOURCE = 'no source shows the answer, and we do not invent shapes'

const missing = (id: string, method: Method, path: string): MissingOperation => ({
  emulated: false,
  id,
  method,
  path,
  reason: NO_SOURCE,
})

export const missingOperations: readonly MissingOperation[] = [
  missing('accounts.index', 'GET', '/v9/accounts'),
  missing('accounts.show', 'GET', '/v9/accounts/:account_id'),
  missing('transactions.index', 'GET', '/v9/accounts/:account_id/transactions'),
  missing('transactions.create', 'POST', '/v9/accounts/:account_id/transactions'),
  missing('transactions.show', 'GET', '/v9/accounts/:account_id/transactions/:transaction_id'),
  missing('commissions.index', 'GET', '/v9/commissions'),
  missing('commissions.pay', 'POST', '/v9/commissions/pay'),
  missing('commissions.show', 'GET', '/v9/commissions/:commission_id'),
  missing('commissions.cancel', 'GET', '/v9/commissions/:commission_id/cancel'),
  missing('commission_payments.index', 'GET', '/v9/commissions/:commission_id/commission_payments'),
  missing(
    'commission_payments.show',
    'GET',
    '/v9/commissions/:commission_id/commission_payments/:commission_payment_id',
  ),
  missing('credentials.index', 'GET', '/v9/credentials'),
  missing('credit_memos.index', 'GET', '/v9/credit_memos'),
  missing('credit_memos.show', 'GET', '/v9/credit_memos/:credit_memo_id'),
  missing('credit_memos.update', 'PUT', '/v9/credit_memos/:credit_memo_id'),
  missing('credit_memos.cards', 'GET', '/v9/credit_memos/:credit_memo_id/cards'),
  missing('credit_memo_payments.index', 'GET', '/v9/credit_memos/:credit_memo_id/credit_memo_payments'),
  missing('credit_memo_payments.create', 'POST', '/v9/credit_memos/:credit_memo_id/credit_memo_payments'),
  missing(
    'credit_memo_payments.show',
    'GET',
    '/v9/credit_memos/:credit_memo_id/credit_memo_payments/:credit_memo_payment_id',
  ),
  missing('events.pinned', 'GET', '/v9/events/pinned'),
  missing('orders.get_ticket_costs', 'GET', '/v9/orders/:order_id/get_ticket_costs'),
  missing('orders.update_ticket_costs', 'POST', '/v9/orders/:order_id/update_ticket_costs'),
  missing('payments.status', 'GET', '/v9/payments/status'),
  missing('pins.index', 'GET', '/v9/pins'),
  missing('pins.create', 'POST', '/v9/pins'),
  missing('pins.delete', 'DELETE', '/v9/pins/:pin_id'),
  missing('pins.show', 'GET', '/v9/pins/:pin_id'),
  missing('promotion_codes.index', 'GET', '/v9/promotion_codes'),
  missing('promotion_codes.show', 'GET', '/v9/promotion_codes/:promotion_code_id'),
  missing('quotes.index', 'GET', '/v9/quotes'),
  missing('quotes.create', 'POST', '/v9/quotes'),
  missing('quotes.autocomplete', 'GET', '/v9/quotes/autocomplete'),
  missing('quotes.show', 'GET', '/v9/quotes/:quote_id'),
  missing('quotes.update', 'PUT', '/v9/quotes/:quote_id'),
  missing('quotes.resend', 'GET', '/v9/quotes/:quote_id/resend'),
  missing('reports.inventory', 'GET', '/v9/reports/inventory'),
  missing('reports.sales', 'GET', '/v9/reports/sales'),
  missing('ticket_groups.export', 'POST', '/v9/ticket_groups/export'),
  missing('ticket_groups.mass_index', 'GET', '/v9/ticket_groups/mass_index'),
  missing('ticket_groups.mass_update', 'POST', '/v9/ticket_groups/mass_update'),
  missing('ticket_groups.broadcast', 'POST', '/v9/ticket_groups/:ticket_group_id/broadcast'),
  missing('tickets.index', 'GET', '/v9/tickets'),
  missing('tickets.show', 'GET', '/v9/tickets/:ticket_id'),
  missing('tickets.update', 'PUT', '/v9/tickets/:ticket_id'),
]
