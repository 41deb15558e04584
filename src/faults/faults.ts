import { Problem } from '../problem.ts'
import { lengthOf } from './delay.ts'
import { draw } from './draw.ts'
import type { EffectSettings, Phase } from './effect.ts'
import { effectOf } from './effects.ts'
import { type Facing, type Matcher, matcherOf } from './matching.ts'
import { type FaultRule, readDuration } from './rule.ts'
import { RuleIndex } from './rule-index.ts'

/** A rule cannot be armed: another one has its id. */
export class FaultTaken extends Problem {}

/** What a rule has come to: its window is still to come, it acts, it has acted as often as it may, its window is over. */
type FaultState = 'waiting' | 'armed' | 'spent' | 'over'

/** A rule as it is listed. */
export interface ListedFault extends FaultRule {
  readonly id: string
  readonly state: FaultState
  /** Requests that it was for, and that reached its phase while it was armed. */
  readonly matches: number
  /** How often it acted. */
  readonly injections: number
  /** How many requests wait because of it now. */
  readonly held: number
}

interface KeptFault {
  readonly id: string
  readonly rule: FaultRule
  readonly armed_at: number
  readonly matches: number
  readonly injections: number
}

/** All rules with their counters at one moment, for a snapshot: nothing changes it. */
export interface FaultsState {
  readonly made: number
  readonly faults: readonly KeptFault[]
}

/** How a wait ended: its time was over, its rule went, its client went. */
export type WaitEnd = 'over' | 'released' | 'gone'

/** A rule in use. */
class Fault {
  matches = 0
  injections = 0
  readonly isFor: Matcher
  readonly from_at: number
  readonly until_at: number
  /** What lets go of each request that waits because of it. */
  readonly held = new Set<() => void>()

  constructor(
    readonly id: string,
    readonly rule: FaultRule,
    /** Epoch milliseconds of the sandbox's clock. */
    readonly armed_at: number,
    /** Lower: older. */
    readonly age: number,
  ) {
    const matches = matcherOf(rule.match)
    const { effect } = rule
    const suits = effectOf(effect.type)?.isFor
    this.isFor = suits === undefined ? matches : (request) => suits(effect, request.forcible) && matches(request)
    this.from_at = armed_at + (readDuration(rule.from) ?? 0)
    this.until_at = this.from_at + (rule.for === null ? Number.POSITIVE_INFINITY : (readDuration(rule.for) ?? 0))
  }

  get isSpent(): boolean {
    return this.rule.times !== null && this.injections >= this.rule.times
  }

  stateAt(now: number): FaultState {
    if (this.isSpent) return 'spent'
    if (now < this.from_at) return 'waiting'
    return now < this.until_at ? 'armed' : 'over'
  }

  release(): void {
    for (const letGo of this.held) letGo()
  }
}

/** What one rule does to one request. */
export interface Injection {
  readonly fault: Fault
  readonly id: string
  readonly effect: EffectSettings
  readonly delay_ms: number
}

/** A delay composes with others; anything else decides what becomes of the request. */
const isOutcome = ({ rule }: Fault): boolean => rule.effect.type !== 'none'

/** The fault rules of a sandbox: which of them act on a request, counted exactly. */
export class Faults {
  /** By id, the oldest first. */
  readonly #faults = new Map<string, Fault>()
  /** Those that may still act, by phase: a request looks at these alone. */
  readonly #hot = new Map<Phase, RuleIndex<Fault>>()
  #made = 0
  #age = 0

  constructor(
    readonly seed: number,
    /** Epoch milliseconds of the sandbox's clock. */
    readonly now: () => number,
  ) {}

  /** Whether any rule may still act in this phase. */
  isArmedFor(phase: Phase): boolean {
    return (this.#hot.get(phase)?.size ?? 0) > 0
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
      const fault = new Fault(rule.id ?? this.#nextId(ids), rule, this.now(), this.#nextAge())
      this.#faults.set(fault.id, fault)
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

  /** Takes a rule away, and lets go of every request that waits because of it. */
  remove(id: string): ListedFault | undefined {
    const fault = this.#faults.get(id)
    if (fault === undefined) return undefined
    this.#faults.delete(id)
    this.#cool(fault)
    fault.release()
    return this.#describe(fault)
  }

  /** Forgets all rules, and lets every request go that is held. */
  clear(): void {
    this.restore({ made: 0, faults: [] })
  }

  save(): FaultsState {
    const faults = Array.from(this.#faults.values(), ({ id, rule, armed_at, matches, injections }) => {
      return { id, rule, armed_at, matches, injections }
    })
    return { made: this.#made, faults }
  }

  /** Puts saved rules and counters in place of these; what is held now goes on as if nothing held it. */
  restore({ made, faults }: FaultsState): void {
    const before = [...this.#faults.values()]
    this.#faults.clear()
    this.#hot.clear()
    this.#made = made
    for (const { id, rule, armed_at, matches, injections } of faults) {
      const fault = Object.assign(new Fault(id, rule, armed_at, this.#nextAge()), { matches, injections })
      this.#faults.set(id, fault)
      if (!fault.isSpent) this.#heat(fault)
    }
    for (const fault of before) fault.release()
  }

  /**
   * What acts on a request that has just reached a phase; counted now, so that no other request comes in between. Of
   * the outcomes one fires at most, and none when the request has had one.
   */
  decide(phase: Phase, request: Facing, hadOutcome: boolean): Injection[] {
    const hits = this.#hits(phase, request)
    if (hits.length === 0) return []
    const winner = hadOutcome ? undefined : firstOf(hits.filter(isOutcome))
    return hits
      .filter((fault) => fault === winner || !isOutcome(fault))
      .map((fault) => {
        fault.injections += 1
        if (fault.isSpent) this.#cool(fault)
        return { fault, id: fault.id, effect: fault.rule.effect, delay_ms: this.#delayOf(fault) }
      })
  }

  /** Whether nobody has taken the rule of an injection away since. */
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
      // A request that waits is no reason for the process to go on.
      const timer = max_ms === null ? undefined : setTimeout(end, max_ms, 'over').unref()
      fault.held.add(letGo)
      gone?.addEventListener('abort', leave)
    })
  }

  /** The rules whose draw hits, the oldest first. */
  #hits(phase: Phase, request: Facing): Fault[] {
    const hot = this.#hot.get(phase)
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

  #heat(fault: Fault): void {
    const { phase, match } = fault.rule
    const rules = this.#hot.get(phase) ?? new RuleIndex<Fault>()
    this.#hot.set(phase, rules)
    rules.add(match, fault)
  }

  #cool(fault: Fault): void {
    const { phase, match } = fault.rule
    this.#hot.get(phase)?.remove(match, fault)
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
