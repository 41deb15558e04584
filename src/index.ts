import type { FaultRule } from './faults/rule.ts'
import { connectTo, controlWith, serverHandle } from './library/server.ts'
import { requestLog } from './log/log.ts'
import type { KeyPair } from './options/certificate.ts'
import {
  clockIn,
  flagIn,
  headerTokenIn,
  hostIn,
  journalEntriesIn,
  logFormatIn,
  maxConnectionsIn,
  maxSandboxesIn,
  maxSnapshotsIn,
  optional,
  portIn,
  seedIn,
  timeoutIn,
  webhookIn,
  worldIn,
} from './options.ts'
import { inPlainWords } from './plain-words.ts'
import type { FaultSpec } from './public/faults.ts'
import type { ConnectOptions, DefaultCredentialName, TevoLocal } from './public/server.ts'
import type { SweepOptions, SweepReport, SweptRun } from './public/sweep.ts'
import type { Credential, Signature, SignOptions, StartServerOptions, Webhook } from './public.ts'
import { FaultSpecs } from './routes/control/faults.ts'
import { environmentOf } from './routes/control/sandboxes.ts'
import { WebhookSpec } from './routes/control/webhook-spec.ts'
import type { NewWebhook, Sandbox } from './sandbox/sandbox.ts'
import { sign as signRequest } from './signing/sign.ts'
import { start } from './start.ts'
import { SettingsPatch, settingsIn } from './store/settings-schema.ts'

export { TevoLocalError, type TevoLocalErrorCode } from './library/error.ts'
export type * from './public/faults.ts'
export type * as Tevo from './public/generated/tevo.ts'
export type * from './public/match.ts'
export type * from './public/matchers.ts'
export type * from './public/requests.ts'
export type * from './public/sandbox.ts'
export type * from './public/server.ts'
export type * from './public/sweep.ts'
export type * from './public/world.ts'
export type * from './public.ts'

const OPTIONS: readonly string[] = [
  'port',
  'host',
  'cert',
  'key',
  'world',
  'clock',
  'controlToken',
  'settings',
  'seed',
  'faults',
  'webhooks',
  'outbound',
  'maxSandboxes',
  'maxSnapshots',
  'journal',
  'maxConnections',
  'headTimeout',
  'requestTimeout',
  'log',
  'keepAlive',
] satisfies (keyof StartServerOptions)[]

/**
 * Starts a server in this process, with a sandbox of its own. Several run side by side and share nothing.
 *
 * Rejects with a TypeError for an option that it does not know or cannot take, and with an Error that says what to do
 * when the port is in use, the host is not an address of this machine, or the world is wrong: then the message names the
 * path of each record that is.
 */
export async function startServer<Names extends string = DefaultCredentialName>(
  options: StartServerOptions<Names> = {},
): Promise<TevoLocal<Names>> {
  const { port = 0, host, world, clock, controlToken, settings = {}, seed, faults = [], log } = options
  const { webhooks = [], outbound = true, maxSandboxes, maxSnapshots, journal } = options
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name))
  if (unknown !== undefined) throw wrong(unknown, 'is not an option', `there are ${OPTIONS.join(', ')}`)
  const patch = SettingsPatch().safeParse(settings, { error: inPlainWords })
  if (!patch.success) throw wrong('settings', issuesOf(patch.error), 'see AccountSettings')
  if ((patch.data.ttl_s ?? null) !== null)
    throw wrong('settings', 'ttl_s: the sandbox "default" always exists', 'give it to makeSandbox()')
  const format = read('log', log, logFormatIn)
  const tls = await tlsOf(options)

  const server = await start({
    port: read('port', port, portIn),
    host: read('host', host, hostIn),
    tls,
    clock_ms: read('clock', clock, clockIn),
    controlToken: read('controlToken', controlToken, headerTokenIn),
    settings: settingsIn(patch.data),
    seed: read('seed', seed, seedIn),
    faults: faultsOf(faults),
    webhooks: webhooksOf(webhooks),
    isOutboundAllowed: read('outbound', outbound, flagIn),
    isKeptAlive: read('keepAlive', options.keepAlive, flagIn) ?? false,
    maxSandboxes: read('maxSandboxes', maxSandboxes, maxSandboxesIn),
    maxSnapshots: read('maxSnapshots', maxSnapshots, maxSnapshotsIn),
    journalEntries: read('journal', journal, journalEntriesIn),
    clients: {
      maxConnections: read('maxConnections', options.maxConnections, maxConnectionsIn),
      headTimeout_ms: read('headTimeout', options.headTimeout, timeoutIn),
      requestTimeout_ms: read('requestTimeout', options.requestTimeout, timeoutIn),
    },
    log: format && requestLog(format, false, (text) => process.stdout.write(text)),
    world: world && (await worldIn(world)),
  })
  const { sandboxes, controlToken: token } = server.context
  const access = {
    url: server.url,
    token,
    credentials: credentialsOf<Names>(sandboxes.defaultSandbox),
    env: environmentOf(sandboxes.defaultSandbox, server.url),
    stop: () => server.stop(),
  }
  const trust = tls && { ca: tls.cert, isServersOwn: true }
  return serverHandle(access, await controlWith(server.url, token, trust))
}

/**
 * Finds a tevo-local that runs somewhere already. What it gives is what `startServer` gives; its `stop()` only leaves the
 * server, which goes on for others.
 *
 * Rejects with a TypeError when `url` is not one, or `ca` no certificate, and with a TevoLocalError when no tevo-local answers there, or when its
 * control plane asks for another token.
 */
export async function connect<Names extends string = DefaultCredentialName>(
  url: string,
  options: ConnectOptions = {},
): Promise<TevoLocal<Names>> {
  if (options.ca === undefined) return connectTo<Names>(url, options)
  const { authoritiesIn } = await import('./options/certificate.ts')
  const refused = (message: string) => new TypeError(`connect(): ca: ${message}`)
  return connectTo<Names>(url, { ...options, ca: optional(options.ca, authoritiesIn, refused) })
}

/**
 * Runs a function again and again, each time in a sandbox of its own and with one thing that goes wrong: an answer that is
 * lost, a webhook that comes twice. The report says which of them does damage: an order too many, one that is left
 * pending, money that is missing.
 *
 * Rejects with a TypeError for an option that it does not know or cannot take, and with a TevoLocalError, `refused`, when
 * the function fails before anything goes wrong, or sends nothing.
 */
export async function sweep<Names extends string = DefaultCredentialName>(
  run: SweptRun<Names>,
  options: SweepOptions<Names> = {},
): Promise<SweepReport> {
  const { sweepFunction } = await import('./sweep/of-function.ts')
  return sweepFunction(run, options, () => startServer({ keepAlive: true }))
}

/**
 * Signs a request as TEvo asks for it: base64(HMAC-SHA256(secret, `METHOD host/path?payload`)), where the payload is the
 * body or else the sorted query. Send `signature` as `X-Signature`, beside the credential's token as `X-Token`.
 *
 * Throws a TypeError when `url` is not a whole URL.
 *
 * Source: https://ticketevolution.atlassian.net/wiki/spaces/API/pages/983115
 */
export function sign({ method, url, body, secret }: SignOptions): Signature {
  return signRequest({ method, url: typeof url === 'string' ? url : url.href, body, secret })
}

/** Which names a world has, only the world knows: the types take the caller's word, or the world's text. */
const credentialsOf = <Names extends string>(sandbox: Sandbox) =>
  Object.fromEntries(sandbox.credentials().map(({ name, type, token, secret }) => [name, { type, token, secret }])) as {
    readonly [Name in Names]: Credential
  }

async function tlsOf({ cert, key }: Pick<StartServerOptions, 'cert' | 'key'>): Promise<KeyPair | undefined> {
  if (cert === undefined && key === undefined) return undefined
  if (key === undefined) throw wrong('cert', 'has no key', 'give its private key as `key`')
  if (cert === undefined) throw wrong('key', 'has no certificate', 'give that as `cert`')
  const { certIn, keyIn } = await import('./options/certificate.ts')
  const checked = read('cert', cert, certIn) ?? ''
  return { cert: checked, key: read('key', key, (given) => keyIn(given, checked)) ?? '' }
}

const issuesOf = ({ issues }: { readonly issues: readonly { path: PropertyKey[]; message: string }[] }): string =>
  issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim()).join('; ')

function faultsOf(given: readonly FaultSpec<string>[]): readonly FaultRule[] {
  const specs = FaultSpecs().safeParse(given)
  if (specs.success) {
    const ids = specs.data.flatMap(({ id }) => (id === null ? [] : [id]))
    const twice = ids.find((id, nth) => ids.indexOf(id) !== nth)
    if (twice !== undefined) throw wrong('faults', `two have the id "${twice}"`, 'give each an id of its own')
    return specs.data
  }
  const said = specs.error.issues.slice(0, 1).flatMap(({ path, message }) => [path.join('.'), message].filter(Boolean))
  throw wrong('faults', said.join(': '), 'see Fault')
}

function webhooksOf(given: readonly (Webhook | string)[]): readonly NewWebhook[] {
  if (!Array.isArray(given)) throw wrong('webhooks', 'is not a list', 'give URLs, or see Webhook')
  return given.map((webhook: Webhook | string, nth) => {
    const written = typeof webhook === 'string' ? { url: webhook } : webhook
    const spec = WebhookSpec().safeParse(written, { error: inPlainWords })
    if (spec.success) return webhookIn(spec.data)
    throw wrong(`webhooks[${nth}]`, issuesOf(spec.error), 'see Webhook')
  })
}

const read = <Given, Value>(option: string, given: Given | undefined, reader: (given: Given) => Value) =>
  optional(given, reader, (message) => new TypeError(`startServer(): ${option}: ${message}`))

const wrong = (option: string, what: string, next: string): TypeError =>
  new TypeError(`startServer(): ${option}: ${what}; ${next}`)
