import { randomBytes } from 'node:crypto'
import defaultWorld from '../fixtures/default.json' with { type: 'json' }
import type { FaultRule } from './faults/rule.ts'
import { whyStrangerIn } from './faults/strangers.ts'
import type { Log, ServerContext, Several } from './http/context.ts'
import { Figures } from './http/figures.ts'
import { RememberedAnswers } from './http/remembered.ts'
import { CLIENT_LIMITS, type ClientLimits, type Listening, listen } from './http/server.ts'
import { KnownSecrets } from './journal/known-secrets.ts'
import { once } from './once.ts'
import type { KeyPair } from './options/certificate.ts'
import { usePdfs } from './pdf/pdfs.ts'
import { Problem } from './problem.ts'
import { DEFAULT_LIMITS } from './sandbox/limits.ts'
import { type NewWebhook, Sandbox, type SandboxOptions } from './sandbox/sandbox.ts'
import { Sandboxes } from './sandbox/sandboxes.ts'
import type { SharedOptions, SharedSandboxes } from './sandbox/shared/shared-sandboxes.ts'
import { CANONICAL_HOSTS } from './signing/hosts.ts'
import type { Log as CommitLog } from './store/log.ts'
import type { AccountSettings } from './store/settings.ts'
import type { State } from './store/state.ts'
import type { World } from './store/world.ts'
import { version } from './version.ts'
import { wiringOf } from './wiring.ts'

export const DEFAULT_HOST = '127.0.0.1'
export const DEFAULT_PORT = 8386
const BODY_LIMIT_BYTES = 1024 * 1024
const LOOPBACK = /^(?:localhost|[a-z0-9-]+\.localhost|127(?:\.\d{1,3}){3}|::1)$/i

export interface StartOptions {
  readonly host?: string | undefined
  readonly port?: number | undefined
  /** With it, it speaks HTTPS. */
  readonly tls?: KeyPair | undefined
  /** The files that it came from. */
  readonly certificate?: { readonly cert: string; readonly key: string } | undefined
  readonly world?: World | undefined
  /** The words in a shell that start this program: `node dist/cli.js`. */
  readonly program?: string | undefined
  /** The file that the world came from. */
  readonly worldFile?: string | undefined
  /** The file that the faults came from. */
  readonly faultsFile?: string | undefined
  /** What was kept of the default sandbox: it goes on from there, and a reset takes it back to its world. */
  readonly kept?: State | undefined
  /** What the chances of the default sandbox are drawn from. */
  readonly seed?: number | undefined
  /** Epoch milliseconds at which the clock stands still; real time without it. */
  readonly clock_ms?: number | undefined
  readonly settings?: Partial<AccountSettings> | undefined
  /** Armed before it listens. */
  readonly faults?: readonly FaultRule[] | undefined
  /** Who is told of what happens in the default sandbox. */
  readonly webhooks?: readonly NewWebhook[] | undefined
  /** Whether webhooks are sent and brokers' services are called; they are where it is left out. */
  readonly isOutboundAllowed?: boolean | undefined
  /** The control plane's bearer token. Made where it is left out and others can reach the server. */
  readonly controlToken?: string | undefined
  /** How many sandboxes there may be, `default` among them, and how many snapshots of all of them. */
  readonly maxSandboxes?: number | undefined
  readonly maxSnapshots?: number | undefined
  /** How many requests the journal of a sandbox keeps that no setting of its own says; see `journal_entries`. */
  readonly journalEntries?: number | undefined
  /** See ClientLimits. */
  readonly clients?: { readonly [Limit in keyof ClientLimits]?: ClientLimits[Limit] | undefined } | undefined
  readonly log?: Log | undefined
  /** It is one of several processes that share a database, which keeps all sandboxes. */
  readonly shared?: Shared | undefined
  /** The address in answers; the one that a client has called, where it is left out. */
  readonly baseUrl?: string | undefined
  /** It is one of several processes that serve one TEvo. */
  readonly several?: Several | undefined
  /** Keeps the default sandbox; without it everything is gone with the process. */
  readonly commits?: CommitLog | undefined
  /** See ListenOptions. */
  readonly replaceGlobals?: boolean | undefined
  /** See ListenOptions; it is where it is left out. */
  readonly isKeptAlive?: boolean | undefined
}

/** Whether only programs of this machine reach what listens there. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host)

interface Shared extends SharedOptions {
  /** The address that others reach this process at; the one it listens on, where it is left out. */
  readonly publicUrl?: string | undefined
}

export interface Started extends Listening {
  readonly context: ServerContext
}

/** Makes the default sandbox and serves it. Rejects with a Problem when it cannot listen, or cannot keep its data. */
export async function start(options: StartOptions = {}): Promise<Started> {
  const { host = DEFAULT_HOST, port = DEFAULT_PORT, replaceGlobals = false, isKeptAlive = true } = options
  const { world = defaultWorld, clock_ms = null, seed, faults, kept, journalEntries } = options
  const ofAll = journalEntries === undefined ? {} : { journal_entries: journalEntries }
  const settings = { ...ofAll, ...options.settings }
  const { webhooks, isOutboundAllowed = true } = options
  const { maxSandboxes = DEFAULT_LIMITS.max_sandboxes, maxSnapshots = DEFAULT_LIMITS.max_snapshots } = options
  const limits = { max_sandboxes: maxSandboxes, max_snapshots: maxSnapshots }
  const controlToken = options.controlToken ?? (isLoopback(host) ? null : makeToken())
  const secrets = new KnownSecrets()
  if (controlToken !== null) secrets.add(controlToken)
  const wiring = { ...wiringOf({ isOutboundAllowed }), secrets }
  const first = { name: 'default', world, clock_ms, settings, seed, faults, webhooks, ...wiring }
  const sandbox = new Sandbox({ ...first, kept, log: options.commits })
  const stranger = whyStrangerIn(
    faults ?? [],
    Array.from(sandbox.credentials(), ({ name }) => name),
  )
  if (stranger !== null) {
    sandbox.close()
    throw new Problem(stranger)
  }
  try {
    // What cannot be written is to be known now, and not at the first order.
    await sandbox.durable()
  } catch (problem) {
    sandbox.close()
    throw problem
  }
  const expiring: { shared?: SharedSandboxes } = {}
  const expire = options.shared && ((expired: Sandbox) => void expiring.shared?.expire(expired))
  const sandboxes = new Sandboxes(sandbox, world, { wiring, limits, settings: ofAll, expire })
  const shared = options.shared && (await sharedBy(options.shared, { sandboxes, first }))
  if (shared !== undefined) expiring.shared = shared
  const calls = new Map<string, number>()
  const context: ServerContext = {
    version,
    started_at: Date.now(),
    sandboxes,
    registry: shared?.registry ?? sandboxes,
    several: shared?.several ?? options.several,
    origin: {
      program: options.program ?? null,
      isSecure: options.tls !== undefined,
      certificate: options.certificate,
      worldFile: options.worldFile,
      isOwnWorld: options.world !== undefined,
      faultsFile: options.faultsFile,
      hasFaults: faults !== undefined && faults.length > 0,
      hasWebhooks: webhooks !== undefined && webhooks.length > 0,
      isKept: kept !== undefined,
      settings: options.settings ?? {},
      journalEntries,
    },
    canonicalHosts: CANONICAL_HOSTS,
    bodyLimit_bytes: BODY_LIMIT_BYTES,
    controlToken,
    log: options.log ?? { request: () => {} },
    figures: new Figures(),
    baseUrl: options.baseUrl,
    remembered: new RememberedAnswers(),
    calls,
    countCall: (operation) => calls.set(operation, (calls.get(operation) ?? 0) + 1),
  }
  const { clients: { maxConnections, headTimeout_ms, requestTimeout_ms } = {} } = options
  const clients = {
    maxConnections: maxConnections ?? CLIENT_LIMITS.maxConnections,
    headTimeout_ms: headTimeout_ms ?? CLIENT_LIMITS.headTimeout_ms,
    requestTimeout_ms: requestTimeout_ms ?? CLIENT_LIMITS.requestTimeout_ms,
  }
  const listening = await listen(context, { host, port, tls: options.tls, replaceGlobals, isKeptAlive, clients })
  const leavePdfs = usePdfs()
  const stop = once(async () => {
    await listening.stop()
    await shared?.end()
    context.sandboxes.close()
    await leavePdfs()
    await options.commits?.close()
  })
  try {
    await shared?.begin(options.shared?.publicUrl ?? listening.url)
  } catch (problem) {
    await stop()
    throw problem
  }
  return { ...listening, stop, context }
}

/** What a single process has no use for is not loaded at its start. */
async function sharedBy(
  options: SharedOptions,
  making: { readonly sandboxes: Sandboxes; readonly first: SandboxOptions },
): Promise<SharedSandboxes> {
  const { SharedSandboxes } = await import('./sandbox/shared/shared-sandboxes.ts')
  // It stands for the real one where another process serves that: nothing happens in it.
  making.sandboxes.defaultSandbox.close()
  return new SharedSandboxes(options, making)
}

const makeToken = (): string => randomBytes(24).toString('base64url')
