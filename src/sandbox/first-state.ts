import type { SandboxRecord } from '../store/records.ts'
import type { AccountSettings } from '../store/settings.ts'
import { recordIn, type State } from '../store/state.ts'
import { stateOf, type World } from '../store/world.ts'
import { type NewWebhook, NO_KEYS, withKeys, withSandbox, withWebhooks } from './beginning.ts'
import { firstClock, timeOf } from './clock.ts'
import type { Keys } from './keys.ts'
import { goingOn, type Moment } from './moment.ts'

interface Beginning {
  readonly world: World
  readonly clock_ms: number | null
  readonly keys?: ReadonlyMap<string, Keys> | undefined
  readonly fork?: Moment | undefined
  readonly webhooks?: readonly NewWebhook[] | undefined
  readonly kept?: State | undefined
}

/** The state that a sandbox starts with, and that a reset takes it back to. */
export class FirstState {
  readonly #of: Beginning
  readonly #settings: AccountSettings
  /** Its world with its own keys: the same for each reset on one day. */
  #keyed: { readonly world: State; readonly state: State } | undefined

  constructor(of: Beginning, settings: AccountSettings) {
    this.#of = of
    this.#settings = settings
  }

  /** What was kept of it, or its first one. A world file has neither a clock nor settings. */
  begin(replacement: World | null): State {
    const { kept, fork } = this.#of
    if (kept !== undefined) return kept.sandbox === null ? withSandbox(kept, this.#record()) : kept
    return this.state(fork === undefined ? 1 : recordIn(fork.state).life + 1, replacement)
  }

  /** As at its making, or of the world that was put in place of its own. */
  state(life: number, replacement: World | null): State {
    const { fork } = this.#of
    if (fork !== undefined && replacement === null) return goingOn(fork, life)
    const first = this.#record()
    return withSandbox(this.#worldAt(first.began_at, replacement), { ...first, life })
  }

  #record(): SandboxRecord {
    const clock = firstClock(this.#of.clock_ms)
    return { ...clock, began_at: timeOf(clock), life: 1, settings: this.#settings }
  }

  #worldAt(start_ms: number, replacement: World | null): State {
    if (replacement !== null) return stateOf(replacement, start_ms)
    const { world, keys = NO_KEYS, webhooks = [] } = this.#of
    const state = stateOf(world, start_ms)
    if (keys.size === 0 && webhooks.length === 0) return state
    const own = () => withWebhooks(withKeys(state, keys, start_ms), webhooks, start_ms)
    if (this.#keyed?.world !== state) this.#keyed = { world: state, state: own() }
    return this.#keyed.state
  }
}
