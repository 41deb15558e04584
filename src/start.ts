import { randomBytes } from 'node:crypto'
import defaultWorld from '../fixtures/default.json' with { type: 'json' }
import type { Log, ServerContext } from './context.ts'
import type { FaultRule } from './faults/rule.ts'
import type { Settings } from './rules/settings.ts'
import { RecentCredentials } from './sandbox/recent-credentials.ts'
import { Sandbox } from './sandbox/sandbox.ts'
import { Sandboxes } from './sandbox/sandboxes.ts'
import { type Listening, listen } from './server.ts'
import { CANONICAL_HOSTS } from './signing/hosts.ts'
import type { Persistence } from './store/persistence.ts'
import type { Store } from './store/store.ts'
import type { World } from './store/world.ts'
import { version } from './version.ts'

export const DEFAULT_HOST = '127.0.0.1'
export const DEFAULT_PORT = 8386
const BODY_LIMIT_BYTES = 1024 * 1024
const LOOPBACK = /^(?:localhost|[a-z0-9-]+\.localhost|127(?:\.\d{1,3}){3}|::1)$/i

export interface StartOptions {
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly world?: World | undefined
  /** The file that the world came from. */
  readonly worldFile?: string | undefined
  /** The file that the faults came from. */
  readonly faultsFile?: string | undefined
  /** What was kept of the default sandbox: it goes on from there, and a reset takes it back to its world. */
  readonly kept?: World | undefined
  /** What the chances of the default sandbox are drawn from. */
  readonly seed?: number | undefined
  /** Epoch milliseconds at which the clock stands still; real time without it. */
  readonly clock_ms?: number | undefined
  readonly settings?: Partial<Settings> | undefined
  /** Armed before it listens. */
  readonly faults?: readonly FaultRule[] | undefined
  /** The control plane's bearer token. Made where it is left out and others can reach the server. */
  readonly controlToken?: string | undefined
  readonly log?: Log | undefined
  /** Keeps the default sandbox; without it everything is gone with the process. */
  readonly persist?: ((store: Store) => Promise<Persistence>) | undefined
  /** See ListenOptions. */
  readonly replaceGlobals?: boolean | undefined
}

export interface Started extends Listening {
  readonly context: ServerContext
}

/** Makes the default sandbox and serves it. Rejects with a Problem when it cannot listen, or cannot keep its data. */
export async function start(options: StartOptions = {}): Promise<Started> {
  const { host = DEFAULT_HOST, port = DEFAULT_PORT, replaceGlobals = false } = options
  const { world = defaultWorld, clock_ms = null, settings = {}, seed, faults, kept } = options
  const sandbox = new Sandbox({ name: 'default', world, clock_ms, settings, seed, faults, kept })
  const persistence = await options.persist?.(sandbox.store)
  const calls = new Map<string, number>()
  const context: ServerContext = {
    version,
    started_at: Date.now(),
    sandboxes: new Sandboxes(sandbox, world),
    origin: {
      worldFile: options.worldFile,
      isOwnWorld: options.world !== undefined,
      faultsFile: options.faultsFile,
      hasFaults: faults !== undefined && faults.length > 0,
      isKept: kept !== undefined,
      settings,
    },
    canonicalHosts: CANONICAL_HOSTS,
    bodyLimit_bytes: BODY_LIMIT_BYTES,
    recentCredentials: new RecentCredentials(),
    controlToken: options.controlToken ?? (LOOPBACK.test(host) ? null : makeToken()),
    log: options.log ?? { request: () => {} },
    calls,
    countCall: (operation) => calls.set(operation, (calls.get(operation) ?? 0) + 1),
    persisted: ({ store }) => (store === sandbox.store ? persistence?.persisted() : undefined),
  }
  const listening = await listen(context, { host, port, replaceGlobals })
  const stop = async () => {
    await listening.stop()
    await persistence?.persisted()
  }
  try {
    // What cannot be written is to be known now, and not at the first order.
    await persistence?.persisted()
  } catch (problem) {
    await listening.stop()
    throw problem
  }
  return { ...listening, stop, context }
}

const makeToken = (): string => randomBytes(24).toString('base64url')
