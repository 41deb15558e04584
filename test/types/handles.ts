/** What compiles, and what does not: servers, sandboxes, credentials and their options. Nothing here runs. */
import {
  type AccountSettings,
  type ConnectOptions,
  type Credential,
  connect,
  type Deed,
  type DefaultCredentialName,
  type Environment,
  type FetchAnswer,
  type FetchInit,
  type ForkOptions,
  type MakeSandboxOptions,
  type SandboxRequest,
  type Signature,
  type SignedHeaders,
  type SignOptions,
  type StartServerOptions,
  sign,
  startServer,
  type Tevo,
  type TevoCredential,
  type TevoLocal,
  TevoLocalError,
  type TevoLocalErrorCode,
  type TevoSandbox,
  type WaitOptions,
} from '../../src/index.ts'
import { exactly, type Same } from './exactly.ts'

export const options: readonly StartServerOptions[] = [
  { cert: '-----BEGIN CERTIFICATE-----', key: new Uint8Array(0) },
  { port: 0, clock: new Date(), settings: { fraud: 'hold' }, faults: ['flaky'], webhooks: ['http://127.0.0.1:3000'] },
  // @ts-expect-error: an option that there is not
  { prot: 0 },
  // @ts-expect-error: a setting that there is not
  { settings: { frauds: 'hold' } },
  // @ts-expect-error: a value that the setting cannot have
  { settings: { fraud: 'wait' } },
  // @ts-expect-error: a preset that there is not
  { faults: ['flakey'] },
]
export const sandboxOptions: readonly MakeSandboxOptions[] = [
  { name: 'mine', seed: 7, credentials: [{ name: 'website', token: '', secret: '' }] },
  // @ts-expect-error: a credential that the default world has not
  { credentials: [{ name: 'web', token: '', secret: '' }] },
]
export const settings: readonly AccountSettings[] = [
  { rate_limit: { requests: 5, window_s: 1, status: 429 }, autopilot: ['good-broker', 'fraud-desk'], ttl_s: null },
  // @ts-expect-error: a cast that there is not
  { autopilot: 'best-broker' },
]
export const connectOptions: ConnectOptions = { token: 'mine', ca: '-----BEGIN CERTIFICATE-----' }

export async function servers(): Promise<void> {
  const server: TevoLocal = await startServer()
  exactly<Same<keyof typeof server.credentials, DefaultCredentialName>>()
  exactly<Same<typeof server.credentials.website, Credential>>()
  // @ts-expect-error: a credential that the default world has not
  server.credentials.acme
  await startServer({
    // @ts-expect-error: a setting that there is not
    settings: { fruad: 'hold' },
  })

  const own = await startServer({
    world: { credentials: [{ id: 1, name: 'acme', type: 'API' }] },
    faults: [{ match: { credential: 'acme' }, effect: { type: 'reset' } }],
  })
  exactly<Same<keyof typeof own.credentials, 'acme'>>()
  const { token } = (await own.makeSandbox()).as('acme')
  exactly<Same<typeof token, string>>()
  // @ts-expect-error: the own world has no website
  ;(await own.makeSandbox()).as('website')
  await startServer({
    world: { credentials: [{ id: 1, name: 'acme', type: 'API' }] },
    // @ts-expect-error: the own world has no website
    faults: [{ match: { credential: 'website' }, effect: { type: 'reset' } }],
  })
  const read: { readonly credentials: readonly { readonly name: string; readonly id: number }[] } = JSON.parse('{}')
  ;(await startServer({ world: read })).credentials.anything?.token
  ;(await (await connect<'acme'>('http://127.0.0.1:8386', connectOptions)).sandbox('default')).as('acme')
  ;(await server.makeSandbox({ world: { credentials: [{ name: 'acme' }] } })).as('acme')
}

export async function calls(tevo: TevoSandbox): Promise<void> {
  exactly<Same<typeof tevo.env, Environment>>()
  exactly<Same<Environment['TEVO_BASE_URL'], string>>()
  const website: TevoCredential = tevo.as('website')
  // @ts-expect-error: a credential that the default world has not
  tevo.as('web')
  const init: FetchInit = { method: 'PUT', body: { order: {} }, timeout_ms: 500 }
  const answer: FetchAnswer<Tevo.Order> = await website.fetch<Tevo.Order>('/v9/orders/819974', init)
  exactly<Same<Awaited<ReturnType<typeof answer.json>>, Tevo.Order>>()
  // @ts-expect-error: it is called timeout_ms
  await tevo.fetch('/v9/orders', { timeout: 500 })
  const request: SandboxRequest = { method: 'GET', url: '/v9/orders' }
  const headers: SignedHeaders = tevo.sign(request)
  exactly<Same<(typeof headers)['X-Token'], string>>()
  const signing: SignOptions = { method: 'GET', url: new URL('http://127.0.0.1'), secret: '' }
  const { signature, stringToSign }: Signature = sign(signing)
  exactly<Same<typeof signature, typeof stringToSign>>()

  await tevo.faults.add(['slow', { effect: { type: 'reset' } }])
  // @ts-expect-error: an effect that there is not
  await tevo.faults.add({ effect: { type: 'rest' } })
  exactly<Same<number, Awaited<ReturnType<typeof tevo.faults.during<number>>>>>()
  await tevo.faults.during('lost-answer', () => tevo.fetch('/v9/orders'))
  // @ts-expect-error: a preset that there is not
  await tevo.faults.during('lost-answers', () => tevo.fetch('/v9/orders'))
  // @ts-expect-error: a setting that there is not
  await tevo.settings.change({ gatway: 'none' })
  exactly<Same<Awaited<ReturnType<typeof tevo.settings.get>>['fraud'], 'off' | 'approve' | 'decline' | 'hold'>>()
  await tevo.requests.verify({ operation: 'orders.create', committed: true }, 1)
  // @ts-expect-error: a match that there is not
  await tevo.requests.verify({ operations: 'orders.create' })
  const wait: WaitOptions = { within_ms: 5 }
  await tevo.requests.next({ operation: 'orders.create' }, wait)
  // @ts-expect-error: an operation that TEvo has not
  await tevo.requests.find({ operation: 'orders.creat' })
  await tevo.world.verify({ orders: { times: { max: 2 } } })
  // @ts-expect-error: a table that there is not
  await tevo.world.verify({ order: {} })
  await tevo.world.replace(await tevo.world.export())
  exactly<Same<Awaited<ReturnType<typeof tevo.records.get<'orders'>>>['seller_state'], Tevo.Order['state']>>()
  // @ts-expect-error: a table that there is not
  await tevo.records.list('order')
  // @ts-expect-error: the event's name is not spelt so
  await tevo.webhooks.next({ event_type: 'ordercreated' })
  const fork: ForkOptions = { name: 'fork' }
  exactly<Same<typeof tevo, Awaited<ReturnType<typeof tevo.fork>>>>()
  await tevo.fork(fork)
  const deeds: readonly Deed[] = [
    { as: 'seller', do: 'accept' },
    { as: 'carrier', do: 'pick_up' },
    { as: 'buyer', do: 'cancel', reason: 'Duplicate Order' },
    // @ts-expect-error: a deed of another party
    { as: 'carrier', do: 'accept' },
    // @ts-expect-error: a reason that TEvo has not
    { as: 'seller', do: 'reject', reason: 'Because' },
  ]
  exactly<Same<Awaited<ReturnType<typeof tevo.act>>, Tevo.Order>>()
  for (const deed of deeds) await tevo.act(819974, deed)
}

/** A program may tell by the code what to do. */
export function codeOf(problem: unknown): TevoLocalErrorCode | null {
  // @ts-expect-error: a code that there is not
  if (problem instanceof TevoLocalError && problem.code === 'gone') return null
  return problem instanceof TevoLocalError ? problem.code : null
}
