import type { ArmedFault, FaultSpec } from '../public/faults.ts'
import type { RequestFilter, RequestSummary } from '../public/requests.ts'
import type { Delivery, Endpoint, Environment, FetchInit, TevoCredential, TevoSandbox } from '../public/sandbox.ts'
import type { TableName, Times, WorldConditions, WorldRecord } from '../public/world.ts'
import type { Credential, Webhook } from '../public.ts'
import { sign as signRequest } from '../signing/sign.ts'
import type { Control } from './control.ts'
import { environmentOf } from './environment.ts'
import { TevoLocalError } from './error.ts'
import { reportOf } from './report.ts'

/** What the control plane tells of a sandbox. */
export interface Access<Names extends string> {
  readonly name: string
  readonly seed: number
  readonly credentials: { readonly [Name in Names]: Credential }
  readonly env: Environment
}

/** What is told of a sandbox that was just made. */
export interface Made {
  readonly name: string
}

/** What a sandbox is, as its server tells it. @throws TevoLocalError */
export const describedBy = <Names extends string>(control: Control, name: string, by: string): Promise<Access<Names>> =>
  control.ask(`/sandboxes/${encodeURIComponent(name)}`, { by })

export const madeHandle = async <Names extends string>(
  control: Control,
  { name }: Made,
  by: string,
): Promise<TevoSandbox<Names>> => sandboxHandle(control, await describedBy<Names>(control, name, by))

/** Signs for the programs of the documents: the seller's own website. */
const WEBSITE = 'website'

/** Another text than JSON cannot be meant by anything that is not text or bytes. */
const isRaw = (body: unknown): body is string | Uint8Array => typeof body === 'string' || body instanceof Uint8Array

/** A sandbox of a server, wherever that runs. */
export function sandboxHandle<Names extends string>(control: Control, access: Access<Names>): TevoSandbox<Names> {
  const { name, seed, credentials } = access
  const { url } = control
  let isDeleted = false
  const alive = (by: string): void => {
    control.refuseStopped(by)
    if (isDeleted) throw new TevoLocalError('deleted', `${by}: the sandbox "${name}" was deleted; make another`)
  }

  type Ask = Parameters<Control['ask']>[1]
  const ask = async <Answer>(path: string, details: Ask): Promise<Answer> => {
    alive(details.by)
    return control.ask<Answer>(`/sandboxes/${name}${path}`, details)
  }
  const tell = async (path: string, details: Ask): Promise<void> => {
    alive(details.by)
    await control.tell(`/sandboxes/${name}${path}`, details)
  }

  const keysOf: ReadonlyMap<string, Credential> = new Map(Object.entries<Credential>(credentials))
  const as = (credential: string): TevoCredential => {
    const keys = keysOf.get(credential)
    if (keys === undefined)
      throw new TypeError(
        `as(): the sandbox "${name}" has no credential "${credential}"; it has ${[...keysOf.keys()].join(', ')}`,
      )
    return credentialHandle(control, alive, keys)
  }
  const first = (): TevoCredential => as(keysOf.has(WEBSITE) ? WEBSITE : (keysOf.keys().next().value ?? WEBSITE))

  const addFaults = async (by: string, given: FaultSpec<Names> | readonly FaultSpec<Names>[]) => {
    const body = typeof given === 'string' ? [given] : given
    const { faults } = await ask<{ faults: readonly ArmedFault[] }>('/faults', { by, method: 'POST', body })
    return faults
  }
  const changeClock = async (by: string, body: object): Promise<Date> =>
    new Date((await ask<{ now: string }>('/clock', { by, method: 'PATCH', body })).now)

  const sandbox: TevoSandbox<Names> = {
    name,
    url,
    seed,
    credentials,
    env: environmentOf(access.env, credentials, control.token),
    as,
    fetch: async (path, init) => first().fetch(path, init),
    sign: (request) => first().sign(request),

    faults: {
      add: (given) => addFaults('faults.add()', given),
      during: async (fault, play) => {
        const by = 'faults.during()'
        const armed = await addFaults(by, fault)
        try {
          const result = await play()
          const met = await Promise.all(armed.map(({ id }) => ask<ArmedFault>(`/faults/${id}`, { by })))
          if (met.every(({ matches }) => matches === 0)) throw unused(by, met)
          return result
        } finally {
          for (const { id } of armed) await tell(`/faults/${id}`, { by, method: 'DELETE' })
        }
      },
      list: async () => (await ask<{ faults: readonly ArmedFault[] }>('/faults', { by: 'faults.list()' })).faults,
      clear: () => tell('/faults', { by: 'faults.clear()', method: 'DELETE' }),
    },

    clock: {
      now: async () => new Date((await ask<{ now: string }>('/clock', { by: 'clock.now()' })).now),
      advance: (duration) => changeClock('clock.advance()', { advance: duration }),
      set: (time) => changeClock('clock.set()', { set: textOf(time) }),
      freeze: () => changeClock('clock.freeze()', { freeze: true }),
      run: () => changeClock('clock.run()', { freeze: false }),
    },

    settings: {
      get: () => ask('/settings', { by: 'settings.get()' }),
      change: (settings) => ask('/settings', { by: 'settings.change()', method: 'PATCH', body: settings }),
    },

    requests: {
      find: async (filter = {}) => {
        const query = queryOf(filter)
        return (await ask<{ requests: readonly RequestSummary[] }>('/requests', { by: 'requests.find()', query }))
          .requests
      },
      get: (id) => ask(`/requests/${encodeURIComponent(id)}`, { by: 'requests.get()' }),
      next: (filter = {}, { within_ms } = {}) =>
        ask('/requests/next', { by: 'requests.next()', query: { ...queryOf(filter), within_ms } }),
      verify: async (match, times, { within_ms } = {}) => {
        const by = 'requests.verify()'
        const body = { match, ...(times === undefined ? {} : { times: rangeOf(times) }), within_ms }
        return (await verified(ask<{ count: number }>('/requests/verify', { by, method: 'POST', body }))).count
      },
      sequence: async (sequence, { within_ms } = {}) => {
        const by = 'requests.sequence()'
        const body = { sequence, within_ms }
        const asked = ask<{ requests: readonly string[] }>('/requests/verify', { by, method: 'POST', body })
        return (await verified(asked)).requests
      },
      forget: () => tell('/requests', { by: 'requests.forget()', method: 'DELETE' }),
    },

    world: {
      verify: (conditions = {}) =>
        verified(ask('/world/verify', { by: 'world.verify()', method: 'POST', body: conditionsOf(conditions) })),
      export: () => ask('/world', { by: 'world.export()' }),
      replace: (world) => tell('/world', { by: 'world.replace()', method: 'PUT', body: world }),
    },

    records: {
      list: async <Table extends TableName>(table: Table) => {
        const found: WorldRecord<Table>[] = []
        for (let before: number | undefined; ; ) {
          const query = { limit: 1_000, before }
          const page = await ask<{ records: readonly WorldRecord<Table>[] }>(`/records/${encodeURIComponent(table)}`, {
            by: 'records.list()',
            query,
          })
          found.push(...page.records)
          before = page.records.at(-1)?.id
          if (before === undefined || page.records.length < query.limit) return found
        }
      },
      get: (table, id) => ask(recordPath(table, id), { by: 'records.get()' }),
      put: (table, record) => ask(recordPath(table, record.id), { by: 'records.put()', method: 'PUT', body: record }),
      delete: (table, id) => tell(recordPath(table, id), { by: 'records.delete()', method: 'DELETE' }),
    },

    webhooks: {
      add: (webhook) => ask('/webhooks', { by: 'webhooks.add()', method: 'POST', body: webhookOf(webhook) }),
      list: async () => (await ask<{ webhooks: readonly Endpoint[] }>('/webhooks', { by: 'webhooks.list()' })).webhooks,
      remove: (id) => tell(`/webhooks/${id}`, { by: 'webhooks.remove()', method: 'DELETE' }),
      deliveries: async (filter = {}) => {
        const query = { ...filter }
        const { deliveries } = await ask<{ deliveries: readonly Delivery[] }>('/webhooks/deliveries', {
          by: 'webhooks.deliveries()',
          query,
        })
        return deliveries
      },
      next: (filter = {}, { within_ms } = {}) =>
        ask('/webhooks/deliveries/next', { by: 'webhooks.next()', query: { ...filter, within_ms } }),
    },

    advice: async () => (await ask<{ advice: never[] }>('/advice', { by: 'advice()' })).advice,
    act: (order_id, deed) => ask(`/orders/${order_id}/act`, { by: 'act()', method: 'POST', body: deed }),

    report: async () => reportOf(sandbox, (await ask<{ reproduce: string }>('', { by: 'report()' })).reproduce),
    snapshot: async () => (await ask<{ id: string }>('/snapshots', { by: 'snapshot()', method: 'POST' })).id,
    restore: (id) => tell(`/snapshots/${encodeURIComponent(id)}/restore`, { by: 'restore()', method: 'POST' }),
    fork: async (options = {}) =>
      madeHandle(control, await ask<Made>('/fork', { by: 'fork()', method: 'POST', body: options }), 'fork()'),
    reset: () => tell('/reset', { by: 'reset()', method: 'POST' }),
    delete: async () => {
      if (isDeleted) return
      await tell('', { by: 'delete()', method: 'DELETE' })
      isDeleted = true
    },
    [Symbol.asyncDispose]: () => sandbox.delete(),
  }
  return sandbox
}

function credentialHandle(control: Control, alive: (by: string) => void, keys: Credential): TevoCredential {
  const { token, secret } = keys
  const signed = (by: string, method: string, path: string, body: string | Uint8Array | undefined) => {
    const url = addressOf(by, control.url, path)
    const { signature } = signRequest({ method, url, body, secret })
    return { url, headers: { 'X-Token': token, 'X-Signature': signature } }
  }
  return {
    ...keys,
    sign: ({ method, url, body }) => {
      alive('sign()')
      return signed('sign()', method, url, body).headers
    },
    fetch: async <Body>(path: string, { body, method, headers, timeout_ms }: FetchInit = {}) => {
      alive('fetch()')
      const raw = body === undefined || isRaw(body) ? body : JSON.stringify(body)
      const init = {
        method: method ?? (raw === undefined ? 'GET' : 'POST'),
        ...(timeout_ms === undefined ? {} : { signal: AbortSignal.timeout(timeout_ms) }),
      }
      const { url, headers: keysOfIt } = signed('fetch()', init.method, path, raw)
      const answer = await control.send('fetch()', url, {
        ...init,
        headers: { ...(raw === undefined ? {} : { 'Content-Type': 'application/json' }), ...keysOfIt, ...headers },
        ...(raw === undefined ? {} : { body: raw }),
        // TEvo's redirects are answers to look at: their targets ask for another signature.
        redirect: 'manual',
      })
      const { status, ok, headers: answered } = answer
      // The whole of it, or nothing: a test asks what its program was told.
      const bytes = await answer.arrayBuffer()
      const textOfIt = () => new TextDecoder().decode(bytes)
      return {
        status,
        ok,
        headers: answered,
        json: async (): Promise<Body> => JSON.parse(textOfIt()),
        text: async () => textOfIt(),
        arrayBuffer: async () => bytes,
      }
    },
  }
}

/** The whole address of a path; one that is whole already must be the server's. */
function addressOf(by: string, base: string, path: string): string {
  if (path.startsWith('/')) return new URL(base + path).href
  if (path.startsWith(`${base}/`)) return new URL(path).href
  throw new TypeError(`${by}: "${path}" is not a path of ${base}: give one that begins with a slash, /v9/orders say`)
}

/** A date that is not one is refused by the server, in the words for all wrong times. */
export const textOf = (time: string | Date): string =>
  time instanceof Date && !Number.isNaN(time.getTime()) ? time.toISOString() : String(time)
/** What else is not right is for the server to refuse. */
const conditionsOf = (conditions: WorldConditions) =>
  Object.fromEntries(
    Object.entries(conditions).map(([table, condition]) => [
      table,
      typeof condition?.times === 'number' ? { ...condition, times: rangeOf(condition.times) } : condition,
    ]),
  )
const rangeOf = (times: Times) => (typeof times === 'number' ? { min: times, max: times } : times)
const queryOf = ({ match, ...others }: RequestFilter<string>) => ({
  ...others,
  match: match === undefined ? undefined : JSON.stringify(match),
})
const webhookOf = (webhook: Webhook | string): Webhook => (typeof webhook === 'string' ? { url: webhook } : webhook)
const recordPath = (table: string, id: number): string => `/records/${encodeURIComponent(table)}/${id}`

/** What is not as it should be has a code of its own. */
async function verified<Verdict>(asked: Promise<Verdict>): Promise<Verdict> {
  try {
    return await asked
  } catch (problem) {
    const isUnmet = problem instanceof TevoLocalError && problem.details.status === 409
    throw isUnmet ? new TevoLocalError('not_met', problem.message, problem.details) : problem
  }
}

function unused(by: string, faults: readonly ArmedFault[]): TevoLocalError {
  const ids = faults.map(({ id }) => `"${id}"`).join(', ')
  return new TevoLocalError(
    'unused_fault',
    `${by}: no request met the fault ${ids}, so the test showed nothing: look at its match, and at requests.find()`,
    { faults },
  )
}
