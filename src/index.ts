import type { FaultRule } from './faults/rule.ts'
import { LOG_FORMATS, requestLog } from './log/log.ts'
import { FaultSpecs } from './routes/control/faults.ts'
import { makeOptionsOf, SandboxRequest } from './routes/control/sandbox-request.ts'
import { environmentOf } from './routes/control/sandboxes.ts'
import { SettingsPatch, settingsIn } from './routes/control/settings.ts'
import type { Settings } from './rules/settings.ts'
import { CLOCK_RANGE, isClockTime } from './sandbox/clock.ts'
import type { Sandbox } from './sandbox/sandbox.ts'
import { sign as signRequest } from './signing/sign.ts'
import { type Started, start } from './start.ts'
import { parseDuration, parseInstant } from './store/times.ts'

/**
 * The records a server starts from, as a world file has them: an array for each table, under the table's name, and
 * `next_ids`, which says where ids go on. Money is in cents, a time is text: `"2026-01-31T19:00:00Z"` or, counted from
 * the midnight before the start, `"+P14DT19H"`.
 */
export type World = { readonly [table: string]: unknown }

/** How the account that the server stands for is set up; what is left out is as `GET …/settings` shows it. */
export type AccountSettings = Partial<Omit<Settings, 'forced'>>

/** How long a request waits, in milliseconds of wall time: at most five minutes. */
export type FaultDelay =
  | { readonly type: 'fixed'; readonly ms: number }
  | { readonly type: 'uniform'; readonly min_ms: number; readonly max_ms: number }
  | { readonly type: 'lognormal'; readonly p50_ms: number; readonly p99_ms: number }
  /** The first injection waits the first of them, and so on; after the last one it begins again. */
  | { readonly type: 'sequence'; readonly ms: readonly number[] }

/** Something that goes wrong on purpose; `docs/faults.md` shows what a client then sees. */
export interface Fault {
  /** `fault_1` and so on when it is left out. */
  readonly id?: string
  /** Which requests it is for; without it any. `where` has JSON pointers into the body. */
  readonly match?: {
    readonly operation?: string
    readonly where?: { readonly [pointer: string]: unknown }
    readonly header?: { readonly [name: string]: string }
  }
  /** `before-handler` when it is left out. */
  readonly phase?: 'before-auth' | 'before-handler' | 'after-commit'
  /** `{ type: 'reset' }` say: its type, and the settings of that type. */
  readonly effect: { readonly type: string; readonly [setting: string]: unknown }
  readonly delay?: FaultDelay
  /** How many matching requests go by first. */
  readonly skip?: number
  /** How often it acts; without an end when it is left out. */
  readonly times?: number
  /** How likely it acts on a request that it is for: above 0, and 1 when it is left out. */
  readonly chance?: number
  /** When it begins, counted from now by the sandbox's clock: `'+30s'`. */
  readonly from?: string
  /** For how long: `'15m'`, or `'PT15M'`. */
  readonly for?: string
  /** The lowest one wins where several would act on one request; 0 when it is left out. */
  readonly priority?: number
}

export interface StartServerOptions {
  /** The port to listen on; 0, which picks a free one, when it is left out. */
  readonly port?: number | undefined
  /** The address to listen on; `127.0.0.1` when it is left out. */
  readonly host?: string | undefined
  /** Another world than the default one. */
  readonly world?: World | undefined
  /** The time at which the clock stands still, `"2026-01-31T19:00:00Z"` say; real time when it is left out. */
  readonly clock?: string | Date | undefined
  /**
   * The bearer token that the control plane asks for. When it is left out the control plane is open to programs on this
   * machine; a server that listens for other machines makes one.
   */
  readonly controlToken?: string | undefined
  /** How the account is set up: `{ fraud: 'hold' }` say. `GET /_local/sandboxes/default/settings` shows them all. */
  readonly settings?: AccountSettings | undefined
  /** What is left to chance is drawn from this whole number, 0 or more; 1 when it is left out. */
  readonly seed?: number | undefined
  /** What goes wrong from the start: rules, or presets by their names (`'flaky'`). */
  readonly faults?: readonly (Fault | string)[] | undefined
  /** Writes a line to stdout for every request; nothing is written when it is left out. */
  readonly log?: 'pretty' | 'json' | undefined
}

export interface Credential {
  readonly type: 'API' | 'User' | 'Affiliate'
  /** 32 characters, the value of `X-Token`. */
  readonly token: string
  /** 40 characters, to sign with. */
  readonly secret: string
}

/** A running server. */
export interface TevoLocal {
  /** The base URL, `http://127.0.0.1:40123` say: no slash at its end. */
  readonly url: string
  readonly port: number
  /** The credentials of the world, by their names: `credentials.website` in the default one. */
  readonly credentials: { readonly [name: string]: Credential }
  /** The bearer token that the control plane asks for; null where it asks for none. */
  readonly controlToken: string | null
  /**
   * Makes a sandbox: a TEvo of its own on the same address, with its own credentials, records, ids, clock, journal, faults and
   * settings. It takes under a millisecond, so that each test can have one.
   *
   * Rejects with a TypeError for an option that it does not know or cannot take, and with an Error when the name or a
   * token is taken, or the world is wrong.
   */
  makeSandbox(options?: MakeSandboxOptions): Promise<TevoSandbox>
  /** Takes no more requests, gives those under way half a second, and frees the port. It may be called twice. */
  stop(): Promise<void>
}

export interface MakeSandboxOptions {
  /** 1 to 40 of a–z, 0–9 and `-`; `sandbox-1` and so on when it is left out. */
  readonly name?: string | undefined
  /** Another world than the server's. Its credentials get tokens and secrets of their own. */
  readonly world?: World | undefined
  /** What is left to chance is drawn from this whole number, 0 or more; 1 when it is left out. */
  readonly seed?: number | undefined
  /** The time at which its clock stands still; real time when it is left out. */
  readonly clock?: string | Date | undefined
  /** How its account is set up. */
  readonly settings?: AccountSettings | undefined
  /** What goes wrong from the start: rules, or presets by their names (`'flaky'`). */
  readonly faults?: readonly (Fault | string)[] | undefined
  /** The tokens and secrets of these of the world's credentials; those of the others are made, from name and seed. */
  readonly credentials?:
    | readonly { readonly name: string; readonly token: string; readonly secret: string }[]
    | undefined
}

/** One isolated TEvo of a server. */
export interface TevoSandbox {
  readonly name: string
  /** The base URL, the server's: the token of a request says which sandbox it is for. */
  readonly url: string
  readonly seed: number
  /** By their names: `credentials.website` in the default world. */
  readonly credentials: { readonly [name: string]: Credential }
  /** `TEVO_BASE_URL`, `TEVO_API_TOKEN` and so on, for a process under test. */
  readonly env: { readonly [variable: string]: string }
  /** What time it is for the sandbox. */
  now(): Date
  /** Moves its clock forward, by `"PT15M"` or `"P1D"` say, and does what falls due on the way. */
  advance(duration: string): Promise<void>
  /** Back to its world: records, ids, clock, journal, faults and settings. */
  reset(): Promise<void>
  /** Keeps this moment; resolves to the id to come back to it with. */
  snapshot(): Promise<string>
  /** Back to that moment: records, ids, clock, faults and settings. The journal stays. */
  restore(id: string): Promise<void>
  /** Its tokens are unknown from then on, and its name is free. */
  delete(): Promise<void>
}

export interface SignOptions {
  /** `GET`, in upper or lower case. */
  readonly method: string
  /** The whole URL of the request. Its query may be in any order: a sorted copy is signed. */
  readonly url: string | { readonly href: string }
  /** The body just as it is sent, byte for byte; text stands for its UTF-8. Without one the query is signed. */
  readonly body?: string | Uint8Array | undefined
  /** The secret of the credential whose token is sent. */
  readonly secret: string
}

export interface Signature {
  /** What was signed: `GET 127.0.0.1:8386/v9/orders?state=pending&type=Order`. */
  readonly stringToSign: string
  /** 44 characters of base64, the value of `X-Signature`. */
  readonly signature: string
}

const OPTIONS: readonly string[] = [
  'port',
  'host',
  'world',
  'clock',
  'controlToken',
  'settings',
  'seed',
  'faults',
  'log',
] satisfies (keyof StartServerOptions)[]

const MAX_PORT = 65_535

/**
 * Starts a server in this process, with a sandbox of its own. Several run side by side and share nothing.
 *
 * Rejects with a TypeError for an option that it does not know or cannot take, and with an Error that says what to do
 * when the port is in use, the host is no address of this machine, or the world is wrong: then the message names the
 * path of each record that is.
 */
export async function startServer(options: StartServerOptions = {}): Promise<TevoLocal> {
  const { port = 0, host, world, clock, controlToken, settings = {}, seed, faults = [], log } = options
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name))
  if (unknown !== undefined) throw wrong(unknown, 'is no option', `there are ${OPTIONS.join(', ')}`)
  if (!Number.isInteger(port) || port < 0 || port > MAX_PORT)
    throw wrong('port', `${port} is no port`, `give a whole number from 0 (picks a free one) to ${MAX_PORT}`)
  if (controlToken !== undefined && !/^[\x21-\x7e]+$/.test(controlToken))
    throw wrong('controlToken', 'cannot go into a header', 'give printable ASCII without spaces')
  const patch = SettingsPatch().safeParse(settings)
  if (!patch.success) throw wrong('settings', issuesOf(patch.error), 'see AccountSettings')
  if (seed !== undefined && !(Number.isSafeInteger(seed) && seed >= 0))
    throw wrong('seed', `${seed} is no seed`, 'give a whole number from 0 on')
  if (log !== undefined && !LOG_FORMATS.includes(log))
    throw wrong('log', `"${log}" is no format`, `give one of ${LOG_FORMATS.join(', ')}`)

  const server = await start({
    port,
    host,
    world: world === undefined ? undefined : (await import('./store/world-schema.ts')).checkWorld(world),
    clock_ms: clock === undefined ? undefined : instantOf(clock),
    controlToken,
    settings: settingsIn(patch.data),
    seed,
    faults: faultsOf(faults),
    log: log === undefined ? undefined : requestLog(log, false, (text) => process.stdout.write(text)),
  })
  const { sandboxes, controlToken: token } = server.context
  return {
    url: server.url,
    port: server.port,
    credentials: credentialsOf(sandboxes.fallback),
    controlToken: token,
    makeSandbox: async (options = {}) => libraryFace(await makeSandbox(server, options), server),
    stop: () => server.stop(),
  }
}

/**
 * Signs a request as TEvo asks for it: base64(HMAC-SHA256(secret, `METHOD host/path?payload`)), where the payload is the
 * body or else the sorted query. Send `signature` as `X-Signature`, beside the credential's token as `X-Token`.
 *
 * Throws a TypeError when `url` is no whole URL.
 *
 * Source: https://ticketevolution.atlassian.net/wiki/spaces/API/pages/983115
 */
export function sign({ method, url, body, secret }: SignOptions): Signature {
  return signRequest({ method, url: typeof url === 'string' ? url : url.href, body, secret })
}

async function makeSandbox({ context }: Started, options: MakeSandboxOptions): Promise<Sandbox> {
  const { clock, ...rest } = options
  const text = clock instanceof Date && !Number.isNaN(clock.getTime()) ? clock.toISOString() : clock
  const request = { ...rest, ...(clock === undefined ? {} : { clock: text }) }
  const result = SandboxRequest().safeParse(request)
  if (!result.success) throw new TypeError(`makeSandbox(): ${issuesOf(result.error)}`)
  return context.sandboxes.make(await makeOptionsOf(result.data))
}

function libraryFace(sandbox: Sandbox, { url, context }: Started): TevoSandbox {
  const { name, seed, clock, snapshots } = sandbox
  return {
    name,
    url,
    seed,
    credentials: credentialsOf(sandbox),
    env: environmentOf(sandbox, url),
    now: () => new Date(clock.now()),
    advance: async (duration) => {
      const by_ms = parseDuration(duration)
      if (by_ms === null || !isClockTime(clock.now() + by_ms))
        throw new TypeError(`advance(): "${duration}" is no ISO 8601 duration such as PT15M or P1D, or goes too far`)
      sandbox.advance(by_ms)
    },
    reset: async () => sandbox.reset(),
    snapshot: async () => sandbox.takeSnapshot().id,
    restore: async (id) => {
      const snapshot = snapshots.get(id)
      if (snapshot === undefined) throw new TypeError(`restore(): "${name}" has no snapshot "${id}"; take one first`)
      sandbox.restore(snapshot)
    },
    delete: async () => {
      if (context.sandboxes.get(name) === sandbox) context.sandboxes.delete(sandbox)
    },
  }
}

const credentialsOf = (sandbox: Sandbox): { readonly [name: string]: Credential } =>
  Object.fromEntries(sandbox.credentials().map(({ name, type, token, secret }) => [name, { type, token, secret }]))

const issuesOf = ({ issues }: { readonly issues: readonly { path: PropertyKey[]; message: string }[] }): string =>
  issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim()).join('; ')

function faultsOf(given: readonly (Fault | string)[]): readonly FaultRule[] {
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

function instantOf(clock: string | Date): number {
  const instant_ms = typeof clock === 'string' ? parseInstant(clock) : clock.getTime()
  if (instant_ms === null || Number.isNaN(instant_ms))
    throw wrong('clock', `${clock} is no time`, 'give a Date, or text such as "2026-01-31T19:00:00Z"')
  if (!isClockTime(instant_ms)) throw wrong('clock', `${clock} is too far away`, `give a time in ${CLOCK_RANGE}`)
  return instant_ms
}

const wrong = (option: string, what: string, next: string): TypeError =>
  new TypeError(`startServer(): ${option}: ${what}; ${next}`)
