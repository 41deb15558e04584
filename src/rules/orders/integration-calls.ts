import type { CallNames, OrderIntegration, OutboundCall } from '../../store/records.ts'
import type { OutsideAnswer, OutsideCall } from '../job.ts'

/**
 * The calls to a broker's service. TEvo's own paths and names are not public (its document is at SwaggerHub), so these are
 * ours; each integration may have others.
 */

type Kind = OutboundCall['kind']

export const DEFAULT_PATHS = {
  hold: '/holds',
  release: '/holds/:global_id',
  invoice: '/invoices',
} as const satisfies { readonly [Call in Kind]: string }

/** The field of an answer to a hold that says that it was made. */
export const DEFAULT_HELD: NonNullable<CallNames['held']> = { field: 'status', value: 'held' }

const METHODS = { hold: 'POST', release: 'DELETE', invoice: 'POST' } as const satisfies {
  readonly [Call in Kind]: string
}

/** The call that a row stands for. */
export function callTo(
  service: OrderIntegration,
  { kind, global_id, request }: Pick<OutboundCall, 'kind' | 'global_id' | 'request'>,
): OutsideCall {
  const template = service.names?.paths[kind] ?? DEFAULT_PATHS[kind]
  const path = template.replace(':global_id', encodeURIComponent(global_id))
  const url = new URL(service.url)
  url.pathname = url.pathname.replace(/\/+$/, '') + path
  return {
    name: kind,
    office_id: service.office_id,
    global_id,
    method: METHODS[kind],
    url: url.href,
    path,
    headers: { 'X-Api-Key': service.key },
    // W:2321547302: a release gives the global id, and that stands in its path.
    body: kind === 'release' ? null : renamed({ global_id, ...request }, service.names?.fields ?? {}),
    deadline_ms: service.deadline_ms,
  }
}

const renamed = (body: object, names: CallNames['fields']): object =>
  Object.fromEntries(Object.entries(body).map(([field, value]) => [names[field] ?? field, value]))

/**
 * What the answer to a hold comes to: the tickets are `held`; the service says that they are `not-held`; nobody knows, and
 * they may be held all the same; it was `not-asked` at all.
 */
export type HoldOutcome = 'held' | 'not-held' | 'unknown' | 'not-asked'

const NOT_FOUND: ReadonlySet<number> = new Set([404, 409])

export function outcomeOf({ names }: OrderIntegration, { status, json, isSent }: OutsideAnswer): HoldOutcome {
  if (status === null) return isSent ? 'unknown' : 'not-asked'
  if (status >= 500) return 'unknown'
  if (!isSuccess(status)) return 'not-held'
  const held = names === null ? DEFAULT_HELD : names.held
  if (held === null) return 'held'
  const said = fieldOf(json, held.field)
  if (said === undefined) return 'unknown'
  return String(said) === held.value ? 'held' : 'not-held'
}

/** Of an answer that is not `held`: whether the buyer is told that the tickets are not there, or that nobody answered. */
export const isNotFound = ({ status }: OutsideAnswer): boolean =>
  status !== null && (isSuccess(status) || NOT_FOUND.has(status))

/** Why tickets are not held, for a person. */
export function whyNotHeld({ names }: OrderIntegration, answer: OutsideAnswer): string {
  if (answer.status === null) return answer.error ?? 'it did not answer'
  if (!isSuccess(answer.status)) return `it answered ${answer.status}`
  const { field, value } = names?.held ?? DEFAULT_HELD
  return `it answered ${answer.status} without "${field}": "${value}"`
}

export const isSuccess = (status: number): boolean => status >= 200 && status < 300

function fieldOf(json: unknown, field: string): unknown {
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, field)) return undefined
  return Reflect.get(json, field)
}
