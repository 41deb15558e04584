import * as z from 'zod'
import { defineOperation, once } from '../../operation.ts'
import { isOffice, type OfficePayment, paymentsOfOffice } from '../../rules/money/office-payments.ts'
import { id, instantFilters } from '../../wire/fields.ts'
import { matchesInstants, pageFields, pageOf, pageShape } from '../../wire/pages.ts'
import { type PaymentStatus, PaymentStatusShape, presentPaymentStatus } from '../../wire/payment-status.ts'
import { wiki } from './sources.ts'

const StatusQuery = once(() =>
  z.object({
    ...pageFields,
    ...instantFilters('created_at'),
    ...instantFilters('updated_at'),
    order_type: z.enum(['purchase_order', 'order', 'all']).default('all'),
    transaction_type: z.string().optional(),
    transaction_state: z.string().optional(),
    seller_id: id().optional(),
    seller_type: z.string().optional(),
    seller_name: z.string().optional(),
    buyer_id: id().optional(),
    buyer_type: z.string().optional(),
    buyer_name: z.string().optional(),
  }),
)
type StatusQuery = z.output<ReturnType<typeof StatusQuery>>

const COMPARED = [
  'transaction_type',
  'transaction_state',
  'seller_id',
  'seller_type',
  'buyer_id',
  'buyer_type',
] as const satisfies (keyof StatusQuery & keyof PaymentStatus)[]

/** The page's names are parts of names: `Gold`, `John`. */
const NAMES = ['seller_name', 'buyer_name'] as const

const isNamed = (query: StatusQuery, status: PaymentStatus): boolean =>
  NAMES.every((field) => status[field].toLowerCase().includes(query[field]?.toLowerCase() ?? ''))

const isAskedFor = (query: StatusQuery, status: PaymentStatus): boolean =>
  COMPARED.every((field) => query[field] === undefined || query[field] === status[field]) && isNamed(query, status)

function isOfType(office_id: number, { order_type }: StatusQuery, { order }: OfficePayment): boolean {
  if (order_type === 'all') return true
  return isOffice(order_type === 'order' ? order.seller : order.buyer, office_id)
}

const paymentsStatus = defineOperation({
  id: 'payments.status',
  method: 'GET',
  path: '/v9/payments/status',
  summary: 'The payments of all orders that your office sells or buys, newest first.',
  source: wiki(4751401),
  fidelity: 'documented',
  // The page: only the users of TEvo's own point of sale have it.
  credentials: ['User'],
  input: () => ({ query: StatusQuery() }),
  indexed: true,
  status: 200,
  output: () => pageShape('payments', PaymentStatusShape()),
  handle: ({ tx, caller, query }) => {
    const office_id = caller.office_id ?? 0
    const records = paymentsOfOffice(tx, caller, office_id)
      .filter(
        (each) =>
          isOfType(office_id, query, each) &&
          matchesInstants(query, 'created_at', each.payment.created_at) &&
          matchesInstants(query, 'updated_at', each.payment.updated_at),
      )
      .map((each) => presentPaymentStatus(tx, each))
      .filter((status) => isAskedFor(query, status))
    return pageOf('payments', query, { records, total: records.length }, (status) => status)
  },
})

export const paymentStatus = [paymentsStatus]
