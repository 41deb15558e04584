import type { Caller } from '../rules/caller.ts'
import type { AccountSettings } from '../store/settings.ts'
import type { Transaction } from '../store/transaction.ts'
import type { World } from '../store/world.ts'
import { type Draft, Drafts, type ForkOptions, type GoingOn, type Made, type MakeOptions, tokensOf } from './drafts.ts'
import { Expiry } from './expiry.ts'
import { DEFAULT_LIMITS, type Limits } from './limits.ts'
import { Sandbox, type Snapshot, type Wiring } from './sandbox.ts'
import { SandboxProblem } from './sandbox-problem.ts'
import { nameTaken, refuseOneMore, tokenTaken } from './taken.ts'

interface Registered {
  readonly sandbox: Sandbox
  /** What it was made with, to make it again. */
  readonly made: Made
  /** A token stays its own until it is deleted, so that no reset and no restore finds it taken. */
  readonly tokens: Set<string>
  /** Tokens and secrets that its journals and those of others hide. */
  readonly secrets: Set<string>
}

/** What holds for all sandboxes of a server. */
interface OfAll {
  /** What each of them does by itself. */
  readonly wiring?: Wiring
  readonly limits?: Limits
  /** How the account of each is set up that is not given another value. */
  readonly settings?: Partial<AccountSettings>
  /** What is done with one that nothing has called for its `ttl_s`; it is deleted, where this is left out. */
  readonly expire?: ((sandbox: Sandbox) => void) | undefined
}

/** The sandboxes of a server. `default` always exists; a request's token says which one it is for. */
export class Sandboxes {
  readonly #byName = new Map<string, Registered>()
  readonly #byToken = new Map<string, Sandbox>()
  readonly #drafts: Drafts
  readonly #wiring: Wiring
  readonly #limits: Limits
  readonly #expiry: Expiry
  readonly #first: Sandbox
  #made = 0
  #commits = 0
  /** Of all sandboxes. */
  #snapshots = 0

  /** `world` is what a sandbox starts from that is given none. */
  constructor(
    defaultSandbox: Sandbox,
    world: World,
    { wiring = {}, limits = DEFAULT_LIMITS, settings = {}, expire }: OfAll = {},
  ) {
    this.#first = defaultSandbox
    this.#expiry = new Expiry(expire ?? ((sandbox) => this.delete(sandbox)))
    this.#drafts = new Drafts(world, wiring, settings)
    this.#wiring = wiring
    this.#limits = limits
    this.register(defaultSandbox, {})
  }

  /** It always exists. Where another process serves it, this is it as it was when this process began. */
  get defaultSandbox(): Sandbox {
    return this.#byName.get('default')?.sandbox ?? this.#first
  }

  get limits(): Limits {
    return this.#limits
  }

  get(name: string): Sandbox | undefined {
    return this.#byName.get(name)?.sandbox
  }

  /** What a sandbox was made with; nothing for `default`, which the server's own options make. */
  madeWith(sandbox: Sandbox): Made {
    return this.#byName.get(sandbox.name)?.made ?? {}
  }

  /** How many writes have changed any of them, those that were deleted meanwhile too. */
  get commits(): number {
    return this.#commits
  }

  get size(): number {
    return this.#byName.size
  }

  all(): Sandbox[] {
    return Array.from(this.#byName.values(), ({ sandbox }) => sandbox)
  }

  /**
   * The sandbox and the caller that a token belongs to; the default sandbox, without a caller, for any other. One look-up finds
   * the sandbox, however many there are; the credential is looked up in the sandbox's own records.
   */
  byToken(token: string | undefined): { sandbox: Sandbox; caller: Caller | undefined } {
    if (token === undefined) return { sandbox: this.defaultSandbox, caller: undefined }
    const sandbox = this.#byToken.get(token) ?? this.defaultSandbox
    const caller = sandbox.callerByToken(token)
    return caller === undefined ? { sandbox: this.defaultSandbox, caller } : { sandbox, caller }
  }

  /** Makes one; @throws as `draft` */
  make(options: MakeOptions): Sandbox {
    refuseOneMore('sandboxes', this.size, this.#limits.max_sandboxes)
    const draft = this.draft(options)
    return this.register(new Sandbox(draft.options), draft.made)
  }

  /** What `make` makes; @throws SandboxProblem when its name or a token is taken; WorldProblem when its dates cannot be. */
  draft(made: MakeOptions): Draft {
    const { name = this.#nextName() } = made
    this.#refuseTakenName(name)
    const draft = this.#drafts.made(name, made)
    this.refuseTaken(draft.tokens)
    return draft
  }

  /**
   * Makes one that goes on from where another one is, or was at a snapshot, with its records, ids, settings, faults and clock. It
   * shares what it does not change. @throws SandboxProblem when its name is taken, or there are too many
   */
  fork(source: Sandbox, options: ForkOptions): Sandbox {
    refuseOneMore('sandboxes', this.size, this.#limits.max_sandboxes)
    const draft = this.draftFork(source, options)
    return this.register(new Sandbox(draft.options), draft.made)
  }

  /** What `fork` makes. */
  draftFork(source: Sandbox, { name = this.#nextName(), snapshot }: ForkOptions): Draft {
    this.#refuseTakenName(name)
    const draft = this.#drafts.forked(name, source, snapshot)
    this.refuseTaken(draft.tokens)
    return draft
  }

  /** Goes on with one that was made before, here or by another process. */
  goOnWith(name: string, made: Made, goingOn: GoingOn): Sandbox {
    return this.register(new Sandbox({ ...this.#drafts.again(name, made, goingOn), ...goingOn }), made)
  }

  delete(sandbox: Sandbox): void {
    if (sandbox.name === 'default')
      throw new SandboxProblem('taken', 'The sandbox "default" always exists; it can be reset')
    // Another one may have its name by now.
    if (!this.#has(sandbox)) return
    this.#unregister(sandbox)
    sandbox.snapshots.clear()
    // Another life, and its last: what waits for this one does nothing, and what others keep for it is released.
    sandbox.reset()
    sandbox.close()
    sandbox.faults.clear()
  }

  /** Lets go of one that goes on elsewhere: nothing is changed in it. */
  letGo(sandbox: Sandbox): void {
    if (!this.#has(sandbox)) return
    this.#unregister(sandbox)
    sandbox.close()
    sandbox.faults.clear()
  }

  #unregister(sandbox: Sandbox): void {
    const { tokens = [], secrets = [] } = this.#byName.get(sandbox.name) ?? {}
    for (const token of tokens) this.#byToken.delete(token)
    for (const secret of secrets) this.#wiring.secrets?.forget(secret)
    this.#byName.delete(sandbox.name)
    this.#expiry.forget(sandbox)
    this.#snapshots -= sandbox.snapshots.size
  }

  #has(sandbox: Sandbox): boolean {
    return this.#byName.get(sandbox.name)?.sandbox === sandbox
  }

  /** Deletes all but `default`. */
  deleteAll(): void {
    for (const sandbox of this.all()) if (sandbox !== this.defaultSandbox) this.delete(sandbox)
  }

  /** Lets nothing happen by itself any more, in any of them. */
  close(): void {
    this.#expiry.close()
    for (const sandbox of this.all()) sandbox.close()
  }

  /** The sandbox that has or had a token here. */
  owning(token: string): Sandbox | undefined {
    return this.#byToken.get(token)
  }

  /** One that is still to expire: it could not be deleted. */
  watch(sandbox: Sandbox): void {
    if (this.#has(sandbox)) this.#expiry.watch(sandbox)
  }

  /** Puts another world in place of a sandbox's own, with the keys that this one gives its credentials. */
  replaceWorld(sandbox: Sandbox, world: World): void {
    this.refuseTaken(tokensOf(world, sandbox), sandbox)
    sandbox.replaceWorld(world)
    this.claim(sandbox)
  }

  /**
   * Runs a write that may change credentials: a new token can be used at once.
   * @throws what the work throws; SandboxProblem when a token is of another sandbox, or no credential is left
   */
  write<Result>(sandbox: Sandbox, work: (tx: Transaction) => Result): Result {
    const { result } = sandbox.write(this.keepingCredentials(sandbox, work))
    this.claim(sandbox)
    return result
  }

  /** The work, and a look at what it makes of the credentials; `tokens` is told of them. @throws as `write` */
  keepingCredentials<Result>(
    sandbox: Sandbox,
    work: (tx: Transaction) => Result,
    told: (tokens: readonly string[]) => void = () => {},
  ): (tx: Transaction) => Result {
    return (tx) => {
      const had = tx.count('credentials')
      const result = work(tx)
      const tokens = Array.from(tx.all('credentials'), ({ token }) => token)
      if (had > 0 && tokens.length === 0)
        throw new SandboxProblem(
          'taken',
          `The sandbox "${sandbox.name}" has no other credential, so it could not be called; put another one first`,
        )
      this.refuseTaken(tokens, sandbox)
      told(tokens)
      return result
    }
  }

  /** Keeps this moment of a sandbox; @throws SandboxProblem when the id is taken, or there are too many. */
  takeSnapshot(sandbox: Sandbox, id?: string): Snapshot {
    if (id !== undefined && sandbox.snapshots.has(id))
      throw new SandboxProblem('taken', `There is a snapshot "${id}" already; delete it, or give another id`)
    refuseOneMore('snapshots', this.#snapshots, this.#limits.max_snapshots)
    const snapshot = sandbox.takeSnapshot(id)
    this.#snapshots += 1
    return snapshot
  }

  deleteSnapshot(sandbox: Sandbox, { id }: Snapshot): void {
    if (sandbox.snapshots.delete(id)) this.#snapshots -= 1
  }

  /** Changes settings; @throws SandboxProblem when `default` is to expire. */
  changeSettings(sandbox: Sandbox, patch: Partial<AccountSettings>): Promise<AccountSettings> {
    if (sandbox === this.defaultSandbox && (patch.ttl_s ?? null) !== null)
      throw new SandboxProblem(
        'unfit',
        'The sandbox "default" always exists, so it takes no ttl_s; give one to a sandbox that you make',
      )
    return sandbox.changeSettings(patch)
  }

  /** Another sandbox of its name is let go of: that can only be the `default` that this process began with. */
  register(sandbox: Sandbox, made: Made): Sandbox {
    const before = this.get(sandbox.name)
    if (before !== undefined) this.letGo(before)
    this.#byName.set(sandbox.name, { sandbox, made, tokens: new Set(), secrets: new Set() })
    this.claim(sandbox)
    this.#snapshots += sandbox.snapshots.size
    const isDefault = sandbox.name === 'default'
    if (!isDefault) this.#expiry.watch(sandbox)
    sandbox.onShown(({ sandbox: record, replaces }) => {
      this.#commits += 1
      if (isDefault) return
      const mayDiffer = record !== undefined || replaces !== undefined
      if (mayDiffer && this.#has(sandbox)) this.#expiry.watch(sandbox)
    })
    return sandbox
  }

  /** Its tokens can be used at once. */
  claim(sandbox: Sandbox): void {
    const registered = this.#byName.get(sandbox.name)
    for (const { token, secret } of sandbox.credentials()) {
      this.#byToken.set(token, sandbox)
      registered?.tokens.add(token)
      for (const each of [token, secret]) {
        if (registered?.secrets.has(each) === true) continue
        registered?.secrets.add(each)
        this.#wiring.secrets?.add(each)
      }
    }
  }

  #refuseTakenName(name: string): void {
    if (this.#byName.has(name)) throw nameTaken(name)
  }

  refuseTaken(tokens: readonly string[], by?: Sandbox): void {
    const seen = new Set<string>()
    for (const token of tokens) {
      if (seen.has(token))
        throw new SandboxProblem('taken', `The token ${token.slice(0, 4)}… is given twice; give each once`)
      seen.add(token)
      const owner = this.#byToken.get(token)
      if (owner !== undefined && owner !== by) throw tokenTaken(token, owner.name)
    }
  }

  #nextName(): string {
    do this.#made += 1
    while (this.#byName.has(`sandbox-${this.#made}`))
    return `sandbox-${this.#made}`
  }
}
