import defaultWorld from '../fixtures/default.json' with { type: 'json' }
import type { Log, ServerContext } from './context.ts'
import type { Settings } from './rules/settings.ts'
import { RecentCredentials } from './sandbox/recent-credentials.ts'
import { Sandbox } from './sandbox/sandbox.ts'
import { Sandboxes } from './sandbox/sandboxes.ts'
import { type Listening, listen } from './server.ts'
import { CANONICAL_HOSTS } from './signing/hosts.ts'
import type { World } from './store/world.ts'
import { version } from './version.ts'

export const DEFAULT_HOST = '127.0.0.1'
export const DEFAULT_PORT = 8386
const BODY_LIMIT_BYTES = 1024 * 1024

export interface StartOptions {
  readonly host?: string
  readonly port?: number
  readonly world?: World
  /** Epoch milliseconds at which the clock stands still; null: real time. */
  readonly clock_ms?: number | null
  readonly settings?: Partial<Settings>
  readonly controlToken?: string | null
  readonly log?: Log
}

export interface Started extends Listening {
  readonly context: ServerContext
}

/** Makes the default sandbox and serves it. */
export async function start(options: StartOptions = {}): Promise<Started> {
  const sandbox = new Sandbox({
    name: 'default',
    world: options.world ?? defaultWorld,
    clock_ms: options.clock_ms ?? null,
    ...(options.settings === undefined ? {} : { settings: options.settings }),
  })
  const calls = new Map<string, number>()
  const context: ServerContext = {
    version,
    started_at: Date.now(),
    sandboxes: new Sandboxes(sandbox),
    canonicalHosts: CANONICAL_HOSTS,
    bodyLimit_bytes: BODY_LIMIT_BYTES,
    recentCredentials: new RecentCredentials(),
    controlToken: options.controlToken ?? null,
    log: options.log ?? { request: () => {} },
    calls,
    countCall: (operation) => calls.set(operation, (calls.get(operation) ?? 0) + 1),
    persisted: () => undefined,
  }
  const listening = await listen(context, options.host ?? DEFAULT_HOST, options.port ?? DEFAULT_PORT)
  return { ...listening, context }
}
