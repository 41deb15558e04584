import type { FaultRule } from '../faults/rule.ts'
import { whyStrangerIn } from '../faults/strangers.ts'
import type { Credential } from '../store/records.ts'
import type { AccountSettings } from '../store/settings.ts'
import { Reader, recordIn } from '../store/state.ts'
import { stateOf, type World } from '../store/world.ts'
import { type GivenCredential, keysFor } from './keys.ts'
import { forked, type Moment } from './moment.ts'
import {
  DEFAULT_SEED,
  type NewWebhook,
  type Sandbox,
  type SandboxOptions,
  type Snapshot,
  type Wiring,
} from './sandbox.ts'
import { SandboxProblem } from './sandbox-problem.ts'

/** What a sandbox can be made with. */
export interface MakeOptions {
  readonly name?: string | undefined
  readonly world?: World | undefined
  readonly seed?: number | undefined
  /** Epoch milliseconds at which its clock stands still; real time without it. */
  readonly clock_ms?: number | undefined
  readonly settings?: Partial<AccountSettings> | undefined
  readonly faults?: readonly FaultRule[] | undefined
  /** Who is told of what happens in it. */
  readonly webhooks?: readonly NewWebhook[] | undefined
  /** The keys of these of the world's credentials; those of the others are made. */
  readonly credentials?: readonly GivenCredential[] | undefined
}

export interface ForkOptions {
  readonly name?: string | undefined
  /** Now, where it is left out. */
  readonly snapshot?: Snapshot | undefined
}

/** What a sandbox was made with. */
export interface Made extends MakeOptions {
  /** The sandbox that it went on from, and the snapshot of it; null: from that moment. */
  readonly forkOf?: { readonly name: string; readonly snapshot: string | null }
}

/** What becomes a sandbox: checked, and not registered yet. */
export interface Draft {
  readonly options: SandboxOptions
  readonly made: Made
  readonly tokens: readonly string[]
}

/** What a sandbox goes on from that another process has served, or this one before. */
export type GoingOn = Pick<
  SandboxOptions,
  'kept' | 'log' | 'isAsKept' | 'takeOver' | 'fork' | 'replacement' | 'snapshots'
>

/** What the sandboxes of a server are made of. */
export class Drafts {
  readonly #world: World
  readonly #wiring: Wiring
  readonly #settings: Partial<AccountSettings>

  /** `world` is what a sandbox starts from that is given none. */
  constructor(world: World, wiring: Wiring, settings: Partial<AccountSettings>) {
    this.#world = world
    this.#wiring = wiring
    this.#settings = settings
  }

  made(name: string, made: MakeOptions): Draft {
    const options = this.#optionsOf(name, made)
    const stranger = whyStrangerIn(made.faults ?? [], [...options.keys.keys()])
    if (stranger !== null) throw new SandboxProblem('unfit', stranger)
    return { options, made, tokens: Array.from(options.keys.values(), ({ token }) => token) }
  }

  forked(name: string, source: Sandbox, snapshot: Snapshot | undefined): Draft {
    const moment = snapshot ?? source.moment()
    const { at, state } = moment
    const names = new Reader(state.tables, at).listAll('credentials').map((credential) => credential.name)
    const { seed } = source
    const keys = keysFor(name, seed, names, [])
    const fork = { ...moment, state: forked(state, keys, at) }
    const made = { name, seed, forkOf: { name: source.name, snapshot: snapshot?.id ?? null } }
    const options = { ...this.#optionsOfFork(name, made, fork), fork }
    return { options, made, tokens: Array.from(keys.values(), ({ token }) => token) }
  }

  /** Of one that was made before. */
  again(name: string, made: Made, { fork }: GoingOn): SandboxOptions {
    return fork === undefined ? this.#optionsOf(name, made) : this.#optionsOfFork(name, made, fork)
  }

  #optionsOf(name: string, made: MakeOptions) {
    const { world = this.#world, seed = DEFAULT_SEED, faults, webhooks, credentials = [], clock_ms = null } = made
    const settings = { ...this.#settings, ...made.settings }
    const names = credentialsOf(world, clock_ms ?? Date.now()).map((credential) => credential.name)
    const keys = keysFor(name, seed, names, credentials)
    return { name, world, clock_ms, settings, seed, keys, faults, webhooks, ...this.#wiring }
  }

  #optionsOfFork(name: string, { seed }: Made, { at, state }: Moment): SandboxOptions {
    const { settings, frozen_at } = recordIn(state)
    const clock_ms = frozen_at === null ? null : at
    return { name, world: this.#world, clock_ms, settings, seed, ...this.#wiring }
  }
}

/** Those that a world brings for a sandbox. */
export const tokensOf = (world: World, sandbox: Sandbox): string[] =>
  credentialsOf(world, sandbox.now()).map(({ token }) => token)

/** A sandbox without credentials cannot be called. */
function credentialsOf(world: World, start_ms: number): Credential[] {
  const credentials = [...new Reader(stateOf(world, start_ms).tables, start_ms).all('credentials')].reverse()
  if (credentials.length === 0)
    throw new SandboxProblem('unfit', 'The world has no credentials, so it could not be called; give it at least one')
  return credentials
}
