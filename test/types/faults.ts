/** What compiles, and what does not: faults. `npm run types` reads it, and the check of the package, with other compilers. */
import type {
  ArmedFault,
  AskedOfBody,
  AskedOfRequest,
  EffectType,
  Expected,
  Fault,
  FaultDelay,
  FaultEffect,
  FaultMatches,
  FaultPhase,
  FaultSpec,
  FaultState,
  HttpMethod,
  Pattern,
  PresetName,
} from '../../src/index.ts'
import { exactly, type Same } from './exactly.ts'

export const faults: readonly Fault[] = [
  { effect: { type: 'reset' } },
  { effect: { type: 'status', status: 503, headers: { 'Retry-After': '2' } }, times: 2, chance: 0.5, skip: 1 },
  { phase: 'before-auth', match: { operation: 'orders.create' }, effect: { type: 'cut-request' } },
  {
    phase: 'after-commit',
    match: { where: { '/orders/0/client_id': 107655 } },
    effect: { type: 'truncate', end: 'reset' },
  },
  { phase: 'after-commit', effect: { type: 'slow-body', chunks: 5 }, delay: { type: 'fixed', ms: 5 } },
  { phase: 'delivery', match: { event_type: 'order_created', recipient: 'seller' }, effect: { type: 'duplicate' } },
  { phase: 'call', match: { call: 'hold', office_id: 1700 }, effect: { type: 'status', status: 409 } },
  { effect: { type: 'domain', name: 'price_rises' }, from: '30s', for: 60_000, priority: -1, id: 'rises' },
]

export const misspeltFaults: readonly Fault[] = [
  // @ts-expect-error: an effect that there is not
  { effect: { type: 'statuss', status: 503 } },
  // @ts-expect-error: a setting that the effect has not
  { effect: { type: 'status', statuss: 503 } },
  // @ts-expect-error: a setting of another effect
  { effect: { type: 'reset', status: 503 } },
  // @ts-expect-error: a value that the setting cannot have
  { phase: 'after-commit', effect: { type: 'truncate', end: 'rest' } },
  // @ts-expect-error: a refusal that TEvo has not
  { effect: { type: 'status', refusal: 'unavailible' } },
  // @ts-expect-error: what the rules cannot be made to refuse
  { effect: { type: 'domain', name: 'price_rise' } },
  // @ts-expect-error: no effect
  { match: { operation: 'orders.create' } },
  // @ts-expect-error: a phase that there is not
  { phase: 'after-comit', effect: { type: 'reset' } },
  // @ts-expect-error: a phase that the effect does not go with
  { phase: 'before-auth', effect: { type: 'truncate' } },
  // @ts-expect-error: nor does it go with the phase that a rule has when it says none
  { effect: { type: 'truncate' } },
  // @ts-expect-error: an operation that TEvo has not
  { match: { operation: 'orders.creat' }, effect: { type: 'reset' } },
  // @ts-expect-error: one of them is misspelt
  { match: { operation: { one_of: ['orders.create', 'orders.creat'] } }, effect: { type: 'reset' } },
  // @ts-expect-error: a match that there is not
  { match: { operaton: 'orders.create' }, effect: { type: 'reset' } },
  // @ts-expect-error: a credential that the default world has not
  { match: { credential: 'websit' }, effect: { type: 'reset' } },
  // @ts-expect-error: the body is not read before the signature is checked
  { phase: 'before-auth', match: { where: { '/orders/0/client_id': 107655 } }, effect: { type: 'reset' } },
  // @ts-expect-error: not a JSON pointer
  { match: { where: { client_id: 107655 } }, effect: { type: 'reset' } },
  // @ts-expect-error: what a webhook has, and a request has not
  { match: { event_type: 'order_created' }, effect: { type: 'reset' } },
  // @ts-expect-error: an event that TEvo does not tell
  { phase: 'delivery', match: { event_type: 'order_make' }, effect: { type: 'lost' } },
  // @ts-expect-error: what a request has, and a webhook has not
  { phase: 'delivery', match: { operation: 'orders.create' }, effect: { type: 'lost' } },
  // @ts-expect-error: it is for the answers to requests
  { phase: 'call', effect: { type: 'status', status: 409, connection: 'close' } },
  // @ts-expect-error: it is TEvo's own
  { phase: 'call', effect: { type: 'status', refusal: 'not_found' } },
  // @ts-expect-error: a delay that there is not
  { effect: { type: 'none' }, delay: { type: 'fix', ms: 5 } },
  // @ts-expect-error: it is called times
  { effect: { type: 'reset' }, time: 1 },
]

export const ownWorld: Fault<'acme'> = { match: { credential: 'acme' }, effect: { type: 'reset' } }
// @ts-expect-error: the own world has no website
export const notOfOwnWorld: Fault<'acme'> = { match: { credential: 'website' }, effect: { type: 'reset' } }
export const anyWorld: Fault<string> = { match: { credential: { prefix: 'ac' } }, effect: { type: 'reset' } }

export const specs: readonly FaultSpec[] = ['flaky', { preset: 'lost-answer' }, { effect: { type: 'reset' } }]
// @ts-expect-error: a preset that there is not
export const misspeltPreset: FaultSpec = 'flakey'
// @ts-expect-error: nor in an object
export const misspeltPresetInObject: FaultSpec = { preset: 'flakey' }
export const preset: PresetName = 'outage'

export const delays: readonly FaultDelay[] = [
  { type: 'fixed', ms: 1 },
  { type: 'uniform', min_ms: 1, max_ms: 2 },
  { type: 'lognormal', p50_ms: 1, p99_ms: 2 },
  { type: 'sequence', ms: [1, 2] },
  // @ts-expect-error: of another delay
  { type: 'uniform', ms: 1 },
]

export const patterns: readonly Pattern[] = [
  { prefix: 'job-' },
  { one_of: [1, 'a'] },
  { absent: true },
  // @ts-expect-error: a word that no pattern has
  { begins: 'job-' },
]
export const expected: readonly Expected<number>[] = [
  5,
  { one_of: [5, 6] },
  // @ts-expect-error: of another type
  { one_of: ['5'] },
]
export const asked: AskedOfRequest & AskedOfBody = {
  operation: null,
  method: 'GET',
  path: { prefix: '/v9' },
  params: { order_id: 819974 },
  query: { page: { absent: true } },
  header: { 'User-Agent': { contains: 'curl' } },
  credential: 'processor',
  where: { '/orders/0': { one_of: [1] } },
}
// @ts-expect-error: a method that there is not
export const method: HttpMethod = 'PSOT'

exactly<Same<FaultPhase, 'before-auth' | 'before-handler' | 'after-commit' | 'delivery' | 'call'>>()
exactly<Same<FaultState, 'waiting' | 'armed' | 'spent' | 'over'>>()
exactly<Same<FaultEffect['type'], EffectType>>()
exactly<Same<FaultEffect<'delivery'>['type'], 'none' | 'lost' | 'duplicate' | 'behind' | 'garbled'>>()
exactly<Same<keyof FaultMatches, FaultPhase>>()
exactly<Same<ArmedFault['effect']['type'], EffectType>>()
exactly<Same<ArmedFault['why_not'], string | null>>()
