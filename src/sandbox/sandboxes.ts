import type { FaultRule } from '../faults/rule.ts'
import { type Caller, callerByToken } from '../rules/caller.ts'
import type { Settings } from '../rules/settings.ts'
import type { Credential } from '../store/records.ts'
import { Reader } from '../store/store.ts'
import { stateOf, type World } from '../store/world.ts'
import { type Keys, makeKeys } from './keys.ts'
import { DEFAULT_SEED, Sandbox, type Snapshot } from './sandbox.ts'

interface GivenCredential extends Keys {
  /** As the world names it. */
  readonly name: string
}

/** What a sandbox can be made with. */
export interface MakeOptions {
  readonly name?: string | undefined
  readonly world?: World | undefined
  readonly seed?: number | undefined
  /** Epoch milliseconds at which its clock stands still; real time without it. */
  readonly clock_ms?: number | undefined
  readonly settings?: Partial<Settings> | undefined
  readonly faults?: readonly FaultRule[] | undefined
  /** The keys of these of the world's credentials; those of the others are made. */
  readonly credentials?: readonly GivenCredential[] | undefined
}

/** A sandbox cannot be made, changed or deleted so: a name or a token is taken, or it would be of no use. */
export class SandboxProblem extends Error {
  constructor(
    readonly kind: 'taken' | 'unfit',
    message: string,
  ) {
    super(message)
  }
}

interface Registered {
  readonly sandbox: Sandbox
  /** What it was made with, to make it again. */
  readonly made: MakeOptions
  /** A token stays its own until it is deleted, so that no reset and no restore finds it taken. */
  readonly tokens: Set<string>
}

/** The sandboxes of a server. `default` always exists; a request's token says which one it is for. */
export class Sandboxes {
  readonly #byName = new Map<string, Registered>()
  readonly #byToken = new Map<string, Sandbox>()
  readonly #world: World
  #made = 0

  /** `world` is what a sandbox starts from that is given none. */
  constructor(
    readonly fallback: Sandbox,
    world: World,
  ) {
    this.#world = world
    this.#register(fallback, {})
  }

  get(name: string): Sandbox | undefined {
    return this.#byName.get(name)?.sandbox
  }

  /** What a sandbox was made with; nothing for `default`, which the server's own options make. */
  madeWith(sandbox: Sandbox): MakeOptions {
    return this.#byName.get(sandbox.name)?.made ?? {}
  }

  get size(): number {
    return this.#byName.size
  }

  all(): Sandbox[] {
    return Array.from(this.#byName.values(), ({ sandbox }) => sandbox)
  }

  /**
   * The sandbox and the caller that a token belongs to; the default sandbox and nobody for any other. One look-up finds
   * the sandbox, however many there are; the credential is looked up in the sandbox's own records.
   */
  byToken(token: string | undefined): { sandbox: Sandbox; caller: Caller | undefined } {
    if (token === undefined) return { sandbox: this.fallback, caller: undefined }
    const sandbox = this.#byToken.get(token) ?? this.fallback
    const caller = callerByToken(sandbox.store.reader(), token)
    return caller === undefined ? { sandbox: this.fallback, caller } : { sandbox, caller }
  }

  /** Makes one; @throws SandboxProblem when its name or a token is taken, WorldProblem when its dates cannot be. */
  make(options: MakeOptions): Sandbox {
    const { name = this.#nextName(), world = this.#world, seed = DEFAULT_SEED, settings, faults } = options
    if (this.#byName.has(name))
      throw new SandboxProblem('taken', `There is a sandbox "${name}" already; delete it, or give another name`)
    const clock_ms = options.clock_ms ?? null
    const names = credentialsOf(world, clock_ms ?? Date.now()).map((credential) => credential.name)
    const keys = keysFor(name, seed, names, options.credentials ?? [])
    this.#refuseTaken(Array.from(keys.values(), ({ token }) => token))
    const sandbox = new Sandbox({ name, world, clock_ms, settings, seed, keys, faults })
    this.#register(sandbox, options)
    return sandbox
  }

  delete(sandbox: Sandbox): void {
    if (sandbox === this.fallback)
      throw new SandboxProblem('taken', 'The sandbox "default" always exists; it can be reset')
    for (const token of this.#byName.get(sandbox.name)?.tokens ?? []) this.#byToken.delete(token)
    this.#byName.delete(sandbox.name)
    sandbox.faults.clear()
  }

  /** Puts another world in place of a sandbox's own, with the keys that this one gives its credentials. */
  replaceWorld(sandbox: Sandbox, world: World): void {
    const credentials = credentialsOf(world, sandbox.clock.now())
    this.#refuseTaken(
      credentials.map(({ token }) => token),
      sandbox,
    )
    sandbox.replaceWorld(world)
    this.#claim(sandbox)
  }

  /** Keeps this moment of a sandbox; @throws SandboxProblem when the id is taken. */
  takeSnapshot(sandbox: Sandbox, id: string | undefined): Snapshot {
    if (id !== undefined && sandbox.snapshots.has(id))
      throw new SandboxProblem('taken', `There is a snapshot "${id}" already; delete it, or give another id`)
    return sandbox.takeSnapshot(id)
  }

  #register(sandbox: Sandbox, made: MakeOptions): void {
    this.#byName.set(sandbox.name, { sandbox, made, tokens: new Set() })
    this.#claim(sandbox)
  }

  #claim(sandbox: Sandbox): void {
    for (const { token } of sandbox.credentials()) {
      this.#byToken.set(token, sandbox)
      this.#byName.get(sandbox.name)?.tokens.add(token)
    }
  }

  #refuseTaken(tokens: readonly string[], by?: Sandbox): void {
    const seen = new Set<string>()
    for (const token of tokens) {
      if (seen.has(token)) throw new SandboxProblem('taken', `The token ${token} is given twice; give each once`)
      seen.add(token)
      const owner = this.#byToken.get(token)
      if (owner !== undefined && owner !== by)
        throw new SandboxProblem(
          'taken',
          `The token ${token} belongs to the sandbox "${owner.name}"; give another one, or make a sandbox with this world: it gets tokens of its own`,
        )
    }
  }

  #nextName(): string {
    do this.#made += 1
    while (this.#byName.has(`sandbox-${this.#made}`))
    return `sandbox-${this.#made}`
  }
}

/** Nobody could call a sandbox without any. */
function credentialsOf(world: World, start_ms: number): Credential[] {
  const credentials = [...new Reader(stateOf(world, start_ms).tables, start_ms).all('credentials')].reverse()
  if (credentials.length === 0)
    throw new SandboxProblem('unfit', 'The world has no credentials, so nobody could use it; give it one at least')
  return credentials
}

/** The keys of all the credentials of a world: those that were given, and made ones. */
function keysFor(
  sandbox: string,
  seed: number,
  names: readonly string[],
  given: readonly GivenCredential[],
): ReadonlyMap<string, Keys> {
  const keys = new Map(names.map((name) => [name, makeKeys(sandbox, seed, name)]))
  const seen = new Set<string>()
  for (const { name, token, secret } of given) {
    if (!keys.has(name))
      throw new SandboxProblem('unfit', `The world has no credential "${name}"; it has ${names.join(', ')}`)
    if (seen.has(name)) throw new SandboxProblem('taken', `The credential "${name}" is given twice; give it once`)
    seen.add(name)
    keys.set(name, { token, secret })
  }
  return keys
}
