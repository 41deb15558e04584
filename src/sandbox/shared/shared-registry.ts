import { NotKept } from '../../store/log.ts'
import type { MadeSandboxes, TakenBy } from '../../store/postgres/made.ts'
import type { Transaction } from '../../store/transaction.ts'
import type { World } from '../../store/world.ts'
import { type Draft, type ForkOptions, type MakeOptions, tokensOf } from '../drafts.ts'
import type { Registry } from '../registry.ts'
import { Sandbox, type Snapshot } from '../sandbox.ts'
import type { Sandboxes } from '../sandboxes.ts'
import { nameTaken, refuseOneMore, tokenTaken } from '../taken.ts'
import type { Held } from './held.ts'
import { type KeptSandboxes, leaseOf } from './kept-sandboxes.ts'

interface Parts {
  readonly sandboxes: Sandboxes
  readonly made: MadeSandboxes
  readonly kept: KeptSandboxes
  readonly lease_ms: number
  readonly heldOf: (sandbox: Sandbox) => Held | undefined
  readonly hold: (held: Held) => void
  readonly forget: (held: Held) => void
}

/** Makes, changes and deletes sandboxes that several processes share: first in the tables, where names and tokens are theirs alone. */
export class SharedRegistry implements Registry {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async make(options: MakeOptions): Promise<Sandbox> {
    return this.#named(options.name, (name) => this.#parts.sandboxes.draft({ ...options, name }))
  }

  async fork(source: Sandbox, options: ForkOptions): Promise<Sandbox> {
    return this.#named(options.name, (name) => this.#parts.sandboxes.draftFork(source, { ...options, name }))
  }

  async delete(sandbox: Sandbox): Promise<void> {
    const { kept, made, sandboxes } = this.#parts
    const held = this.#held(sandbox)
    if (sandbox.name !== 'default') await kept.ask(() => made.delete(held.lease))
    this.#deleted(held, () => sandboxes.delete(sandbox))
  }

  /** In the tables of all processes, and here; others that serve some are told, or find out when they renew their leases. */
  async deleteAll(): Promise<void> {
    const { kept, made, sandboxes, heldOf } = this.#parts
    await kept.ask(() => made.deleteAll())
    for (const sandbox of sandboxes.all()) {
      const held = heldOf(sandbox)
      if (held !== undefined && sandbox.name !== 'default') this.#deleted(held, () => sandboxes.delete(sandbox))
    }
  }

  async replaceWorld(sandbox: Sandbox, world: World): Promise<void> {
    const { sandboxes, kept, made } = this.#parts
    const { lease } = this.#held(sandbox)
    const tokens = tokensOf(world, sandbox)
    sandboxes.refuseTaken(tokens, sandbox)
    await this.#addTokens(sandbox, tokens)
    const id = await kept.ask(() => made.putWorld(world))
    sandboxes.replaceWorld(sandbox, world)
    await sandbox.durable()
    await kept.ask(() => made.replaceWorld(lease, id))
  }

  /** Those that it has are its own in the tables too. */
  keepTokens(sandbox: Sandbox): Promise<void> {
    const { kept, made } = this.#parts
    const tokens = sandbox.credentials().map(({ token }) => token)
    return kept.ask(async () => {
      await made.addTokens(this.#held(sandbox).lease, tokens)
    })
  }

  /** Tokens that it brings are this sandbox's in the tables before it is done. */
  async write<Result>(sandbox: Sandbox, work: (tx: Transaction) => Result): Promise<Result> {
    const { sandboxes } = this.#parts
    const { result } = await sandbox.carryOut<Result>({
      prepare: async ({ dryRun }) => {
        let tokens: readonly string[] = []
        const look = sandboxes.keepingCredentials(sandbox, work, (found) => {
          tokens = found
        })
        dryRun(look)
        await this.#addTokens(sandbox, tokens)
      },
      run: (tx) => sandboxes.keepingCredentials(sandbox, work)(tx),
    })
    sandboxes.claim(sandbox)
    return result
  }

  async takeSnapshot(sandbox: Sandbox, id?: string): Promise<Snapshot> {
    const { sandboxes, kept, made } = this.#parts
    const { lease } = this.#held(sandbox)
    const { snapshots } = await kept.ask(() => made.count())
    refuseOneMore('snapshots', snapshots, sandboxes.limits.max_snapshots)
    const snapshot = sandboxes.takeSnapshot(sandbox, id)
    try {
      await kept.keepMoment(lease, 'snapshot', snapshot)
    } catch (problem) {
      sandboxes.deleteSnapshot(sandbox, snapshot)
      throw problem
    }
    return snapshot
  }

  async deleteSnapshot(sandbox: Sandbox, snapshot: Snapshot): Promise<void> {
    const { sandboxes, kept, made } = this.#parts
    const { lease } = this.#held(sandbox)
    await kept.ask(() => made.deleteSnapshot(lease, snapshot.id))
    sandboxes.deleteSnapshot(sandbox, snapshot)
  }

  /** Makes one under a name that is given, or under the next one that nobody has. */
  async #named(given: string | undefined, draft: (name: string) => Draft): Promise<Sandbox> {
    const { sandboxes, kept, made } = this.#parts
    const { sandboxes: count } = await kept.ask(() => made.count())
    refuseOneMore('sandboxes', count, sandboxes.limits.max_sandboxes)
    for (;;) {
      const name = given ?? `sandbox-${await kept.ask(() => made.nextNumber())}`
      const outcome = await this.#insert(name, draft(name))
      if (outcome instanceof Sandbox) return outcome
      if (outcome.what === 'name' && given === undefined) continue
      throw takenBy(outcome)
    }
  }

  async #insert(name: string, { options, made: { world, ...made }, tokens }: Draft): Promise<Sandbox | TakenBy> {
    const { sandboxes, kept, made: rows, lease_ms, hold } = this.#parts
    const row = { name, options: JSON.stringify(made), world, tokens }
    const inserted = await kept.ask(() => rows.insert(row))
    if ('what' in inserted) return inserted
    const lease = leaseOf({ name, ...inserted }, lease_ms)
    try {
      if (options.fork !== undefined) await kept.keepMoment(lease, 'fork', options.fork)
      const log = kept.newLog(lease)
      const sandbox = new Sandbox({ ...options, log })
      hold({ sandbox: sandboxes.register(sandbox, { ...made, world }), lease, log })
      await sandbox.durable()
      return sandbox
    } catch (problem) {
      lease.lose()
      await rows.delete(lease).catch(() => {})
      throw problem
    }
  }

  async #addTokens(sandbox: Sandbox, tokens: readonly string[]): Promise<void> {
    const { sandboxes, kept, made } = this.#parts
    const { lease } = this.#held(sandbox)
    const more = tokens.filter((token) => sandboxes.owning(token) !== sandbox)
    if (more.length === 0) return
    const taken = await kept.ask(() => made.addTokens(lease, more))
    if (taken !== null) throw takenBy(taken)
  }

  /** What its last life writes is of nothing any more. */
  #deleted(held: Held, remove: () => void): void {
    held.log.delete()
    this.#parts.forget(held)
    remove()
  }

  #held(sandbox: Sandbox): Held {
    const held = this.#parts.heldOf(sandbox)
    if (held?.sandbox !== sandbox) throw new NotKept('another process serves this sandbox now')
    return held
  }
}

const takenBy = ({ what, token = '', sandbox }: TakenBy): Error =>
  what === 'name' ? nameTaken(sandbox) : tokenTaken(token, sandbox)
