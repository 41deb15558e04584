import { Problem } from '../problem.ts'
import { lengthOf } from './delay.ts'
import { draw } from './draw.ts'
import type { EffectSettings, Moment } from './effect.ts'
import { effectOf } from './effects.ts'
import { Fault, type FaultHistory, type FaultState, type ListedFault, type LostTo } from './fault.ts'
import type { Facing } from './matching.ts'
import type { FaultRule } from './rule.ts'
import { RuleIndex } from './rule-index.ts'

/** A rule cannot be armed: another one has its id. */
export class FaultTaken extends Problem {}

interface KeptFault {
  readonly id: string
  readonly rule: FaultRule
  readonly armed_at: number
  readonly matches: number
  readonly injections: number
  readonly armed_after: number
  readonly lostTo: LostTo | null
}

/** All rules with their counters at one moment, for a snapshot: nothing changes it. */
export interface FaultsState {
  readonly made: number
  readonly faults: readonly KeptFault[]
}

/** How a wait ended: its time was over, its rule went, its client went. */
export type WaitEnd = 'over' | 'released' | 'gone'

/** What one rule does to one request. */
export interface Injection {
  readonly fault: Fault
  readonly id: string
  readonly effect: EffectSettings
  readonly delay_ms: number
}

const momentOf = ({ effect, phase }: FaultRule): Moment => (effectOf(effect.type)?.isBeforeBody ? 'head' : phase)

/** A delay composes with others; anything else decides what becomes of the request. */
const isOutcome = ({ rule }: Fault): boolean => rule.effect.type !== 'none'

/** The fault rules of a sandbox: which of them act on a request, counted exactly. */
export class Faults {
  /** By id, the oldest first. */
  readonly #faults = new Map<string, Fault>()
  /** Those that may still act, by when they are asked: a request looks at these alone. */
  readonly #hot = new Map<Moment, RuleIndex<Fault>>()
  readonly #known = new Set<string>()
  #made = 0
  #age = 0
  #rearmed: { readonly at: number; readonly ids: ReadonlySet<string> } | null = null

  constructor(
    readonly seed: number,
    /** Epoch milliseconds of the sandbox's clock. */
    readonly now: () => number,
    /** How many requests have come. */
    readonly came: () => number = () => 0,
  ) {}

  /** The ids of all rules since the last reset, of deleted ones too. */
  get known(): ReadonlySet<string> {
    return this.#known
  }

  /** Its rules were armed anew, at a time in epoch milliseconds: another process had counted them. */
  rearmed(at: number): void {
    this.#rearmed = { at, ids: new Set(this.#faults.keys()) }
  }

  /** Since when rules are counted anew, in epoch milliseconds; null: since they were armed. */
  get rearmed_at(): number | null {
    return this.#rearmed?.at ?? null
  }

  /** Whether any rule may still act at this moment. */
  isArmedFor(moment: Moment): boolean {
    return (this.#hot.get(moment)?.size ?? 0) > 0
  }

  /** Arms rules: all of them, or none. Throws FaultTaken when an id is. */
  add(rules: readonly FaultRule[]): ListedFault[] {
    const ids = new Set<string>()
    for (const { id } of rules) {
      if (id === null) continue
      if (this.#faults.has(id) || ids.has(id))
        throw new FaultTaken(`There is a fault "${id}" already; give another id, or delete that one first`)
      ids.add(id)
    }
    return rules.map((rule) => {
      const fault = new Fault(rule.id ?? this.#nextId(ids), rule, this.now(), this.#nextAge(), this.came())
      this.#keep(fault)
      this.#heat(fault)
      return this.#describe(fault)
    })
  }

  list(): ListedFault[] {
    return Array.from(this.#faults.values(), (fault) => this.#describe(fault))
  }

  get(id: string): ListedFault | undefined {
    const fault = this.#faults.get(id)
    return fault && this.#describe(fault)
  }

  /** Whether a rule was armed anew. */
  isRearmed(id: string): boolean {
    return this.#rearmed?.ids.has(id) === true
  }

  historyOf(id: string): FaultHistory | undefined {
    const fault = this.#faults.get(id)
    if (fault === undefined) return undefined
    const { armed_after, from_at, until_at, lostTo } = fault
    return { armed_after, from_at, until_at, lostTo }
  }

  /** Takes a rule away, and lets go of every request that waits because of it. */
  remove(id: string): ListedFault | undefined {
    const fault = this.#faults.get(id)
    if (fault === undefined) return undefined
    this.#faults.delete(id)
    this.#cool(fault)
    fault.release()
    return this.#describe(fault)
  }

  /** Takes away all rules that are in a state, as if one after the other. */
  removeAll(state: FaultState): void {
    const now = this.now()
    for (const fault of [...this.#faults.values()]) if (fault.stateAt(now) === state) this.remove(fault.id)
  }

  /** Forgets all rules, and lets every request go that is held. */
  clear(): void {
    this.restore({ made: 0, faults: [] })
  }

  /** Forgets all rules, and that they ever were. */
  reset(): void {
    this.clear()
    this.#known.clear()
  }

  save(): FaultsState {
    const faults = Array.from(
      this.#faults.values(),
      ({ id, rule, armed_at, matches, injections, armed_after, lostTo }) => {
        return { id, rule, armed_at, matches, injections, armed_after, lostTo }
      },
    )
    return { made: this.#made, faults }
  }

  /** Puts saved rules and counters in place of these; what is held now goes on as if nothing held it. */
  restore({ made, faults }: FaultsState): void {
    const before = [...this.#faults.values()]
    this.#rearmed = null
    this.#faults.clear()
    this.#hot.clear()
    this.#made = made
    for (const { id, rule, armed_at, armed_after, ...counts } of faults) {
      // After a reset the requests are counted from one again.
      const after = Math.min(armed_after, this.came())
      const fault = Object.assign(new Fault(id, rule, armed_at, this.#nextAge(), after), counts)
      this.#keep(fault)
      if (!fault.isSpent) this.#heat(fault)
    }
    for (const fault of before) fault.release()
  }

  /**
   * What acts on a request that has just reached a phase; counted now, so that no other request comes in between. Of
   * the outcomes one fires at most, and none when the request has had one.
   */
  decide(moment: Moment, request: Facing, hadOutcome: boolean): Injection[] {
    const hits = this.#hits(moment, request)
    if (hits.length === 0) return []
    const outcomes = hits.filter(isOutcome)
    const winner = hadOutcome ? undefined : firstOf(outcomes)
    for (const fault of outcomes) if (fault !== winner) fault.lose(winner?.id ?? null)
    return hits
      .filter((fault) => fault === winner || !isOutcome(fault))
      .map((fault) => {
        fault.injections += 1
        if (fault.isSpent) this.#cool(fault)
        return { fault, id: fault.id, effect: fault.rule.effect, delay_ms: this.#delayOf(fault) }
      })
  }

  /** Whether the rule of an injection is still there. */
  stillHas({ fault }: Pick<Injection, 'fault'>): boolean {
    return this.#faults.get(fault.id) === fault
  }

  /** Waits in wall time, until the rule is taken away, or the client has gone. */
  wait({ fault }: Injection, max_ms: number | null, gone: AbortSignal | null): Promise<WaitEnd> {
    if (gone?.aborted) return Promise.resolve('gone')
    if (!this.stillHas({ fault })) return Promise.resolve('released')
    return new Promise((resolve) => {
      const end = (how: WaitEnd) => {
        clearTimeout(timer)
        fault.held.delete(letGo)
        gone?.removeEventListener('abort', leave)
        resolve(how)
      }
      const letGo = () => end('released')
      const leave = () => end('gone')
      // A request that waits does not keep the process alive.
      const timer = max_ms === null ? undefined : setTimeout(end, max_ms, 'over').unref()
      fault.held.add(letGo)
      gone?.addEventListener('abort', leave)
    })
  }

  /** The rules whose draw hits, the oldest first. */
  #hits(moment: Moment, request: Facing): Fault[] {
    const hot = this.#hot.get(moment)
    if (hot === undefined) return []
    const now = this.now()
    const hits: Fault[] = []
    for (const fault of hot.candidates(request)) {
      if (now < fault.from_at || now >= fault.until_at || !fault.isFor(request)) continue
      fault.matches += 1
      const { skip, chance } = fault.rule
      if (fault.matches <= skip) continue
      if (chance === 1 || draw(this.seed, fault.id, `${fault.matches}`) < chance) hits.push(fault)
    }
    return hits.sort((one, other) => one.age - other.age)
  }

  #delayOf({ id, rule: { delay }, matches, injections }: Fault): number {
    if (delay === null) return 0
    return lengthOf(delay, injections, (what) => draw(this.seed, id, `${matches}/${what}`))
  }

  #keep(fault: Fault): void {
    this.#faults.set(fault.id, fault)
    this.#known.add(fault.id)
  }

  #heat(fault: Fault): void {
    const moment = momentOf(fault.rule)
    const rules = this.#hot.get(moment) ?? new RuleIndex<Fault>()
    this.#hot.set(moment, rules)
    rules.add(fault.rule.match, fault)
  }

  #cool(fault: Fault): void {
    this.#hot.get(momentOf(fault.rule))?.remove(fault.rule.match, fault)
  }

  #nextAge(): number {
    this.#age += 1
    return this.#age
  }

  #nextId(taken: ReadonlySet<string>): string {
    for (;;) {
      this.#made += 1
      const id = `fault_${this.#made}`
      if (!this.#faults.has(id) && !taken.has(id)) return id
    }
  }

  #describe(fault: Fault): ListedFault {
    const { id, rule, matches, injections, held } = fault
    return { ...rule, id, state: fault.stateAt(this.now()), matches, injections, held: held.size }
  }
}

/** The lowest priority, then the oldest: they come by age, and sorting keeps that. */
const firstOf = (faults: readonly Fault[]): Fault | undefined =>
  [...faults].sort((one, other) => one.rule.priority - other.rule.priority)[0]
