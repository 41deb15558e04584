import type { Method, MissingOperation } from '../operation.ts'

/** Operations of the official client that are documented and not emulated. */

const NO_SOURCE = 'no source shows the answer, and we do not invent shapes'
const NOT_YET = 'not emulated yet'

const missing = (id: string, method: Method, path: string, reason: string): MissingOperation => ({
  emulated: false,
  id,
  method,
  path,
  reason,
})

export const missingOperations: readonly MissingOperation[] = [
  missing('accounts.index', 'GET', '/v9/accounts', NO_SOURCE),
  missing('accounts.show', 'GET', '/v9/accounts/:account_id', NO_SOURCE),
  missing('transactions.index', 'GET', '/v9/accounts/:account_id/transactions', NO_SOURCE),
  missing('transactions.create', 'POST', '/v9/accounts/:account_id/transactions', NO_SOURCE),
  missing('transactions.show', 'GET', '/v9/accounts/:account_id/transactions/:transaction_id', NO_SOURCE),
  missing('commissions.index', 'GET', '/v9/commissions', NO_SOURCE),
  missing('commissions.pay', 'POST', '/v9/commissions/pay', NO_SOURCE),
  missing('commissions.show', 'GET', '/v9/commissions/:commission_id', NO_SOURCE),
  missing('commissions.cancel', 'GET', '/v9/commissions/:commission_id/cancel', NO_SOURCE),
  missing('commission_payments.index', 'GET', '/v9/commissions/:commission_id/commission_payments', NO_SOURCE),
  missing(
    'commission_payments.show',
    'GET',
    '/v9/commissions/:commission_id/commission_payments/:commission_payment_id',
    NO_SOURCE,
  ),
  missing('credentials.index', 'GET', '/v9/credentials', NO_SOURCE),
  missing('credit_memos.index', 'GET', '/v9/credit_memos', NOT_YET),
  missing('credit_memos.show', 'GET', '/v9/credit_memos/:credit_memo_id', NOT_YET),
  missing('credit_memos.update', 'PUT', '/v9/credit_memos/:credit_memo_id', NOT_YET),
  missing('credit_memos.cards', 'GET', '/v9/credit_memos/:credit_memo_id/cards', NOT_YET),
  missing('credit_memo_payments.index', 'GET', '/v9/credit_memos/:credit_memo_id/credit_memo_payments', NO_SOURCE),
  missing('credit_memo_payments.create', 'POST', '/v9/credit_memos/:credit_memo_id/credit_memo_payments', NO_SOURCE),
  missing(
    'credit_memo_payments.show',
    'GET',
    '/v9/credit_memos/:credit_memo_id/credit_memo_payments/:credit_memo_payment_id',
    NO_SOURCE,
  ),
  missing('events.pinned', 'GET', '/v9/events/pinned', NO_SOURCE),
  missing('orders.get_ticket_costs', 'GET', '/v9/orders/:order_id/get_ticket_costs', NO_SOURCE),
  missing('orders.update_ticket_costs', 'POST', '/v9/orders/:order_id/update_ticket_costs', NO_SOURCE),
  missing('payments.status', 'GET', '/v9/payments/status', NO_SOURCE),
  missing('pins.index', 'GET', '/v9/pins', NO_SOURCE),
  missing('pins.create', 'POST', '/v9/pins', NO_SOURCE),
  missing('pins.delete', 'DELETE', '/v9/pins/:pin_id', NO_SOURCE),
  missing('pins.show', 'GET', '/v9/pins/:pin_id', NO_SOURCE),
  missing('promotion_codes.index', 'GET', '/v9/promotion_codes', NO_SOURCE),
  missing('promotion_codes.show', 'GET', '/v9/promotion_codes/:promotion_code_id', NO_SOURCE),
  missing('quotes.index', 'GET', '/v9/quotes', NO_SOURCE),
  missing('quotes.create', 'POST', '/v9/quotes', NO_SOURCE),
  missing('quotes.autocomplete', 'GET', '/v9/quotes/autocomplete', NO_SOURCE),
  missing('quotes.show', 'GET', '/v9/quotes/:quote_id', NO_SOURCE),
  missing('quotes.update', 'PUT', '/v9/quotes/:quote_id', NO_SOURCE),
  missing('quotes.resend', 'GET', '/v9/quotes/:quote_id/resend', NO_SOURCE),
  missing('reports.inventory', 'GET', '/v9/reports/inventory', NO_SOURCE),
  missing('reports.sales', 'GET', '/v9/reports/sales', NO_SOURCE),
  missing('ticket_groups.export', 'POST', '/v9/ticket_groups/export', NO_SOURCE),
  missing('ticket_groups.mass_index', 'GET', '/v9/ticket_groups/mass_index', NO_SOURCE),
  missing('ticket_groups.mass_update', 'POST', '/v9/ticket_groups/mass_update', NO_SOURCE),
  missing('ticket_groups.broadcast', 'POST', '/v9/ticket_groups/:ticket_group_id/broadcast', NO_SOURCE),
  missing('tickets.index', 'GET', '/v9/tickets', NO_SOURCE),
  missing('tickets.show', 'GET', '/v9/tickets/:ticket_id', NO_SOURCE),
  missing('tickets.update', 'PUT', '/v9/tickets/:ticket_id', NO_SOURCE),
]
