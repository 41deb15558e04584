/** What compiles, and what does not: the journal, advice and webhooks. */
import type {
  Advice,
  AdviceId,
  Delivery,
  DeliveryFilter,
  Endpoint,
  OperationId,
  RecordName,
  RecordType,
  RequestEntry,
  RequestFilter,
  RequestMatch,
  RequestSummary,
  SentDelivery,
  SignatureCheck,
  SignatureMistake,
  TevoMatchers,
  Times,
  VerifyOptions,
  Webhook,
} from '../../src/index.ts'
import { exactly, type Same } from './exactly.ts'

export const matches: readonly RequestMatch[] = [
  { operation: 'orders.create', committed: true, status: 201, credential: 'website', fault: 'lost-answer' },
  { signature: 'refused', method: { one_of: ['POST', 'PUT'] }, params: { order_id: { prefix: '81' } } },
  { signature: 'secret-newline', where: { '/orders/0/client_id': 107655 }, header: { Accept: 'application/json' } },
  // @ts-expect-error: an operation that TEvo has not
  { operation: 'order.create' },
  // @ts-expect-error: a match that there is not
  { commited: true },
  // @ts-expect-error: a mistake that there is not
  { signature: 'secret-new-line' },
  // @ts-expect-error: a credential that the default world has not
  { credential: 'procesor' },
]
export const filters: readonly RequestFilter[] = [
  { operation: 'orders.index', since: 'req_12', method: 'GET', status: 200, path: '/v9/orders' },
  // @ts-expect-error: an operation that TEvo has not
  { operation: 'orders.list' },
  // @ts-expect-error: a filter that there is not
  { state: 200 },
]
export const times: readonly Times[] = [
  1,
  { min: 1, max: 2 },
  // @ts-expect-error: not how often
  'once',
]

/** A narrowed entry says what is wrong with its signature. */
export function mistakeOf({ signature }: RequestEntry): SignatureMistake | null {
  // @ts-expect-error: not a verdict
  if (signature.verdict === 'wrong') return null
  return signature.verdict === 'refused' ? signature.mistake : null
}
exactly<Same<SignatureCheck['verdict'], 'valid' | 'refused' | 'unchecked'>>()
exactly<Same<RequestSummary['operation'], OperationId | null>>()
exactly<Same<RequestSummary['created'], readonly RecordName[]>>()
exactly<Same<RequestEntry['request']['target'], string>>()
exactly<Same<RecordName['type'], RecordType>>()
exactly<Same<Advice['id'], AdviceId>>()
// @ts-expect-error: a record that there is not
export const record: RecordType = 'orders'
// @ts-expect-error: an operation that TEvo has not
export const operation: OperationId = 'orders.acept'
// @ts-expect-error: a piece of advice that there is not
export const advice: AdviceId = 'polled-too-slow'

export const webhooks: readonly Webhook[] = [
  { url: 'http://127.0.0.1:3000', events: ['order_created', 'event_updated'], office_id: 1691 },
  // @ts-expect-error: an event that TEvo does not tell
  { url: 'http://127.0.0.1:3000', events: ['order_create'] },
]
export const deliveryFilters: readonly DeliveryFilter[] = [
  { event_type: 'order_created', recipient: 'seller', order_id: 819974 },
  // @ts-expect-error: an event that TEvo does not tell
  { event_type: 'order_create' },
]
exactly<Same<Delivery['recipient'], 'seller' | 'buyer' | 'catalog'>>()
exactly<Same<Delivery['attempts'][number]['status'], number | null>>()
exactly<Same<SentDelivery['request']['method'], 'POST'>>()
exactly<Same<Endpoint['active'], boolean>>()

export const patience: VerifyOptions = { within_ms: 2_000 }
// @ts-expect-error: an option that there is not
export const impatience: VerifyOptions = { within: 2_000 }

export function expectations(tevo: TevoMatchers): readonly Promise<void>[] {
  return [
    tevo.toHaveReceived({ operation: 'orders.create' }, 1),
    tevo.toHaveMadeOneOrder({ reference: 'PO-7' }),
    tevo.toHoldInvariants(),
    // @ts-expect-error: an operation that TEvo has not
    tevo.toHaveReceived({ operation: 'orders.creat' }),
  ]
}
