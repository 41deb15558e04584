import { messageOf } from '../../problem.ts'
import { AWAY, type Database } from '../../store/postgres/database.ts'
import { GroupWriter } from '../../store/postgres/group-writer.ts'
import { MadeSandboxes } from '../../store/postgres/made.ts'
import { Owners, type Place } from '../../store/postgres/owners.ts'
import type { Owner, Ownership } from '../ownership.ts'
import { Sandbox, type SandboxOptions } from '../sandbox.ts'
import type { Sandboxes } from '../sandboxes.ts'
import type { Held } from './held.ts'
import { KeptSandboxes, leaseOf } from './kept-sandboxes.ts'
import { Leases } from './leases.ts'
import { MINE, nobody, Places } from './places.ts'
import { SharedRegistry } from './shared-registry.ts'

/** How many sandboxes of processes that are gone are taken over in one go. */
const MAX_ORPHANS = 20
/** Leases are renewed so often while one lasts. */
const RENEWALS = 4
/** After the database was away, owners that are there renew their leases before others take what has run out meanwhile. */
const GRACE_MS = 1_000

export interface SharedOptions {
  readonly database: Database
  /** See Several. */
  readonly secret: string
  /** Names this process among the others. */
  readonly process: string
  readonly lease_ms: number
  /** One that nothing has called for so long, and that has nothing to do, is given back. */
  readonly idle_ms: number
  /** Tells who started the program of what could not be loaded. */
  readonly say: (text: string) => void
}

interface Making {
  readonly sandboxes: Sandboxes
  /** What the server's own options make of the sandbox `default`. */
  readonly first: SandboxOptions
}

/** The sandboxes of one of several processes that share a database: each is served by one of them at a time. */
export class SharedSandboxes implements Ownership {
  readonly process: string
  readonly registry: SharedRegistry
  readonly #options: SharedOptions
  readonly #sandboxes: Sandboxes
  readonly #first: SandboxOptions
  readonly #owners: Owners
  readonly #made: MadeSandboxes
  readonly #kept: KeptSandboxes
  readonly #leases: Leases
  readonly #places: Places
  readonly #held = new Map<string, Held>()
  readonly #claiming = new Map<string, Promise<Owner | undefined>>()
  readonly #leaving = new Map<string, Promise<void>>()
  readonly #timers = new Set<NodeJS.Timeout>()
  #isOver = false

  constructor(options: SharedOptions, { sandboxes, first }: Making) {
    const { database, process, lease_ms } = options
    this.process = process
    this.#options = options
    this.#sandboxes = sandboxes
    this.#first = first
    this.#owners = new Owners(database, { process, lease_ms })
    this.#made = new MadeSandboxes(database, { process, lease_ms })
    this.#kept = new KeptSandboxes(database, this.#made, new GroupWriter(database))
    this.#leases = new Leases(this.#owners, lease_ms)
    this.#places = new Places(this.#owners)
    this.registry = new SharedRegistry({
      sandboxes,
      made: this.#made,
      kept: this.#kept,
      lease_ms,
      heldOf: (sandbox) => this.#held.get(sandbox.name),
      hold: (held) => this.#hold(held),
      forget: (held) => this.#forget(held),
    })
    database.pulse.onChange((isAlive) => {
      if (isAlive) void this.#renew()
    })
  }

  // --- Ownership

  get several(): { readonly ownership: Ownership; readonly secret: string } {
    return { ownership: this, secret: this.#options.secret }
  }

  ofToken(token: string | undefined): Promise<Owner> | Owner {
    if (token === undefined) return this.#ofDefault()
    const held = this.#held.get(this.#sandboxes.owning(token)?.name ?? '')
    if (held !== undefined) return ownerOf(held)
    return this.#find(`token ${token}`, () => this.#owners.placeOfToken(token)).then(
      (owner) => owner ?? nobody('there is no sandbox "default" yet'),
    )
  }

  ofName(name: string): Promise<Owner | undefined> | Owner | undefined {
    const held = this.#held.get(name)
    return held === undefined ? this.#find(`name ${name}`, () => this.#owners.placeOf(name)) : ownerOf(held)
  }

  doubt(process: string): void {
    this.#places.doubt(process)
  }

  forget(process: string): void {
    this.#places.forget(process)
  }

  list() {
    return this.#kept.ask(() => this.#places.list())
  }

  get isReady(): boolean {
    return !this.#isOver && this.#options.database.isAlive && this.#leases.areRenewed
  }

  owned(): number {
    return this.#held.size
  }

  // --- Its life

  /** Tells the others where this process is, and takes its part. Rejects where the sandbox `default` cannot be served by anybody. */
  async begin(url: string): Promise<void> {
    await this.#owners.announce(url)
    await this.#made.makeDefault('{}')
    await this.#claim('default', { isStart: true })
    await this.#leases.renew()
    this.#options.database.pulse.begin()
    const { lease_ms } = this.#options
    this.#every(lease_ms / RENEWALS, () => this.#renew())
    this.#every(lease_ms / 2, () => this.#lookAround())
  }

  /** Gives all sandboxes back, and leaves. */
  async end(): Promise<void> {
    this.#isOver = true
    for (const timer of this.#timers) clearTimeout(timer)
    await Promise.allSettled([...this.#claiming.values()])
    await Promise.allSettled(Array.from(this.#held.values(), (held) => this.#giveBack(held)))
    await Promise.allSettled([...this.#leaving.values()])
    const { database } = this.#options
    if (database.isAlive) await this.#owners.leave().catch(() => {})
    await database.close()
  }

  /** Deletes one whose time is over. */
  async expire(sandbox: Sandbox): Promise<void> {
    try {
      await this.registry.delete(sandbox)
    } catch {
      this.#sandboxes.watch(sandbox)
    }
  }

  // --- Who serves what

  async #ofDefault(): Promise<Owner> {
    return (await this.ofName('default')) ?? nobody('there is no sandbox "default" yet')
  }

  async #find(key: string, look: () => Promise<Place | undefined>): Promise<Owner | undefined> {
    if (!this.#options.database.isAlive) return nobody(AWAY)
    const known = this.#places.known(key)
    if (known !== undefined) return known
    try {
      const place = await look()
      return place === undefined ? undefined : await this.#ownerAt(key, place)
    } catch (problem) {
      this.#options.database.pulse.doubt()
      return nobody(`the database did not answer: ${messageOf(problem)}`)
    }
  }

  async #ownerAt(key: string, place: Place): Promise<Owner | undefined> {
    const { name, owner, left_ms } = place
    await this.#leaving.get(name)
    const held = this.#held.get(name)
    if (held !== undefined) return ownerOf(held)
    if (this.#isOver) return nobody('this process stops')
    if (owner !== null && owner !== this.process) {
      if (left_ms > 0) return this.#places.elsewhere(key, place)
      if (this.#isGrace) return nobody('the database was away, and owners come back')
    }
    return this.#claim(name)
  }

  get #isGrace(): boolean {
    const { database, lease_ms } = this.#options
    return database.pulse.aliveFor_ms < Math.min(GRACE_MS, lease_ms / 2)
  }

  #claim(name: string, how: { readonly isStart?: boolean } = {}): Promise<Owner | undefined> {
    const claiming = this.#claiming.get(name) ?? this.#take(name, how).finally(() => this.#claiming.delete(name))
    this.#claiming.set(name, claiming)
    return claiming
  }

  async #take(name: string, { isStart = false }: { readonly isStart?: boolean }): Promise<Owner | undefined> {
    const { lease_ms, say } = this.#options
    const claimed = await this.#owners.claim(name)
    if (claimed === null) {
      const place = await this.#owners.placeOf(name)
      return place === undefined ? undefined : this.#places.elsewhere(`name ${name}`, place)
    }
    const lease = leaseOf(claimed, lease_ms)
    this.#leases.add(lease)
    try {
      const { made, goingOn, log } = await this.#kept.load(claimed, lease)
      if (lease.isLost) return nobody(`the sandbox "${name}" changes hands`)
      const isAsKept = !isStart
      const sandbox =
        name === 'default'
          ? this.#sandboxes.register(new Sandbox({ ...this.#first, ...goingOn, isAsKept }), {})
          : this.#sandboxes.goOnWith(name, made, { ...goingOn, isAsKept })
      const held = { sandbox, lease, log }
      this.#hold(held)
      await sandbox.durable()
      if (isStart) await this.registry.keepTokens(sandbox)
      return ownerOf(held)
    } catch (problem) {
      say(`the sandbox "${name}" cannot be loaded: ${messageOf(problem)}`)
      const held = this.#held.get(name)
      if (held?.lease === lease) this.#drop(held)
      this.#leases.remove(lease)
      await this.#owners.release(lease, { due_in_ms: null, expires_in_ms: null }).catch(() => {})
      return nobody(`the sandbox "${name}" cannot be loaded: ${messageOf(problem)}`)
    }
  }

  /** This process serves it from now on. */
  #hold(held: Held): void {
    const { lease } = held
    this.#leases.add(lease)
    this.#held.set(lease.name, held)
    lease.onLost(() => this.#drop(held))
  }

  /** It is not this process's any more: nothing of it is shown, and nothing written. */
  #drop(held: Held): void {
    this.#forget(held)
    held.log.refused()
    this.#sandboxes.letGo(held.sandbox)
  }

  #forget({ lease }: Held): void {
    this.#leases.remove(lease)
    if (this.#held.get(lease.name)?.lease === lease) this.#held.delete(lease.name)
  }

  async #giveBack(held: Held): Promise<void> {
    const { sandbox, lease, log } = held
    const { ttl_s } = sandbox.settings
    const { acts_at } = sandbox
    const resting = {
      due_in_ms: acts_at === null ? null : Math.max(0, acts_at - Date.now()),
      expires_in_ms: ttl_s === null ? null : Math.max(0, ttl_s * 1_000 - sandbox.attendance.idle_ms),
    }
    this.#held.delete(lease.name)
    this.#sandboxes.letGo(sandbox)
    const leaving = log
      .close()
      .then(() => this.#owners.release(lease, resting))
      // Its lease runs out by itself.
      .catch(() => {})
      .finally(() => {
        this.#leases.remove(lease)
        this.#leaving.delete(lease.name)
      })
    this.#leaving.set(lease.name, leaving)
    await leaving
  }

  // --- From time to time

  #every(wait_ms: number, work: () => Promise<void>): void {
    if (this.#isOver) return
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      void work().finally(() => this.#every(wait_ms, work))
    }, wait_ms).unref()
    this.#timers.add(timer)
  }

  async #renew(): Promise<void> {
    const { database } = this.#options
    if (!database.isAlive || this.#isOver) return
    await this.#leases.renew().catch(() => database.pulse.doubt())
  }

  /** Gives back what nobody uses, takes what has lost its owner and has something to do, and deletes what is over. */
  async #lookAround(): Promise<void> {
    const { database, idle_ms } = this.#options
    if (!database.isAlive || this.#isOver || this.#isGrace) return
    for (const held of [...this.#held.values()]) if (isIdle(held.sandbox, idle_ms)) await this.#giveBack(held)
    try {
      for (const name of await this.#owners.orphans(MAX_ORPHANS)) if (!this.#isOver) await this.#claim(name)
      await this.#owners.sweep()
    } catch {
      database.pulse.doubt()
    }
  }
}

function ownerOf({ log }: Held): Owner {
  const why = log.whyNot
  return why === null ? MINE : nobody(why)
}

const isIdle = (sandbox: Sandbox, idle_ms: number): boolean =>
  sandbox.attendance.idle_ms >= idle_ms && sandbox.acts_at === null
