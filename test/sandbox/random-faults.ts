import { type Chance, oneOf } from './chance.ts'

const WAITS = [
  null,
  null,
  { type: 'fixed', ms: 2 },
  { type: 'uniform', min_ms: 0, max_ms: 4 },
  { type: 'lognormal', p50_ms: 1, p99_ms: 8 },
  { type: 'sequence', ms: [0, 3] },
] as const

/** Retry-After is long: no busy machine lets it pass, in the one run and not in the other. */
const EVERYWHERE = [
  { type: 'status', status: 503, retry_after_s: 7_200 },
  { type: 'status', refusal: 'rate_limited', retry_after_s: 7_200 },
  { type: 'status', refusal: 'error' },
  { type: 'reset' },
  { type: 'reset' },
  { type: 'close' },
  { type: 'close' },
  { type: 'stall', max_ms: 3 },
  { type: 'none' },
  { type: 'none' },
] as const

const OF_ANSWERS = [
  { type: 'truncate', at_fraction: 0.4 },
  { type: 'truncate', at_fraction: 0.9 },
  { type: 'malformed' },
  { type: 'malformed' },
  { type: 'bad-chunk' },
  { type: 'garbage' },
  { type: 'slow-body', chunks: 3, over_ms: 4 },
] as const

const OF_RULES = [
  { operation: 'orders.create', name: 'ticket_group_gone' },
  { operation: 'orders.create', name: 'price_rises' },
  { operation: 'orders.create', name: 'payment_declined' },
  { operation: 'orders.create', name: 'fraud_declined' },
  { operation: 'orders.deliver_etickets', name: 'eticket_rejected' },
] as const

const MATCHES = [
  {},
  {},
  {},
  {},
  { operation: 'orders.create' },
  { operation: 'orders.create' },
  { operation: 'orders.index' },
  { operation: 'orders.accept' },
  { operation: 'orders.background' },
  { operation: 'companies.create' },
] as const

/** Any rule that there can be, but for those that hold a request for longer than a test runs. */
export function faultFrom(chance: Chance): object {
  const counts = {
    skip: oneOf(chance, [0, 0, 0, 1]),
    times: oneOf(chance, [1, 2, 3, null]),
    chance: oneOf(chance, [1, 0.7, 0.4]),
    from: oneOf(chance, ['+0s', '+0s', '+0s', '+30s']),
    for: oneOf(chance, [null, null, null, '45s']),
    priority: oneOf(chance, [0, 0, -1]),
    delay: oneOf(chance, WAITS),
  }
  const phase = oneOf(chance, ['before-auth', 'before-handler', 'after-commit', 'after-commit'])
  if (phase === 'before-handler' && chance() < 0.5) {
    const { operation, name } = oneOf(chance, OF_RULES)
    return { ...counts, phase, match: { operation }, effect: { type: 'domain', name } }
  }
  const isOfAnswer = phase === 'after-commit' && chance() < 0.6
  const effect = isOfAnswer ? oneOf(chance, OF_ANSWERS) : oneOf(chance, EVERYWHERE)
  const match = oneOf(chance, MATCHES)
  const isForOne = phase !== 'before-auth' && chance() < 0.2
  const where = isForOne ? { where: { '/orders/0/client_id': 107655 } } : {}
  return { ...counts, phase, effect, match: { ...match, ...where } }
}
