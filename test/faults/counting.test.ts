import { createHash } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { Faults } from '../../src/faults/faults.ts'
import { serveUntilStopped, type TestServer } from '../harness.ts'
import fc, { MORE } from '../properties.ts'

/**
 * The counting contract of docs/faults.md, as a model that knows nothing of src/faults: for any rules and any
 * interleaving of 50 requests at once, each rule acts just as often, and on just those requests, as the contract says.
 */

const SEED = 1
const REQUESTS = 50
const PHASES = ['before-auth', 'before-handler', 'after-commit'] as const
type Phase = (typeof PHASES)[number]

interface Rule {
  readonly id: string
  readonly match: { readonly operation?: string; readonly where?: object; readonly header?: Record<string, string> }
  readonly phase: Phase
  readonly effect: { readonly type: string; readonly [setting: string]: unknown }
  readonly delay?: object
  readonly skip: number
  readonly times: number | null
  readonly chance: number
  readonly priority: number
  readonly from?: string
}

/** What a client asks for: some of it is refused on the way, and so never reaches the later phases. */
const KINDS = {
  look: { operation: 'orders.index', method: 'GET', target: '/v9/orders', body: undefined, reaches: 3 },
  company: { operation: 'companies.create', method: 'POST', target: '/v9/companies', body: undefined, reaches: 3 },
  blank: {
    operation: 'companies.create',
    method: 'POST',
    target: '/v9/companies',
    body: { companies: [{ name: '' }] },
    reaches: 1,
  },
  missing: { operation: 'orders.show', method: 'GET', target: '/v9/orders/1', body: undefined, reaches: 2 },
  unsigned: { operation: 'orders.index', method: 'GET', target: '/v9/orders', body: undefined, reaches: 1 },
  unknown: { operation: null, method: 'GET', target: '/v9/nothing', body: undefined, reaches: 1 },
} as const
type Kind = keyof typeof KINDS

interface Asked {
  readonly kind: Kind
  readonly colour: 'red' | 'blue'
}

const ruleOf = fc.record({
  // Mostly for any request, so that rules get in each other's way.
  match: fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    {
      weight: 2,
      arbitrary: fc.record({ operation: fc.constantFrom('orders.index', 'companies.create', 'orders.show') }),
    },
    { weight: 1, arbitrary: fc.record({ header: fc.constantFrom({ 'x-colour': 'red' }, { 'X-Colour': 'blue' }) }) },
  ),
  where: fc.constantFrom(null, null, null, null, 'red', 'blue'),
  phase: fc.constantFrom(...PHASES),
  effect: fc.constantFrom('status', 'reset', 'close', 'none', 'truncate', 'garbage'),
  delay_ms: fc.constantFrom(0, 0, 1, 4),
  skip: fc.constantFrom(0, 0, 1, 7),
  times: fc.option(fc.integer({ min: 1, max: 20 }), { nil: null }),
  chance: fc.constantFrom(1, 0.5, 0.5, 0.1),
  priority: fc.constantFrom(0, 0, -1, 1),
  isLater: fc.boolean(),
})

const rulesOf = fc.array(ruleOf, { minLength: 2, maxLength: 8 }).map((drawn): Rule[] => {
  const rules = drawn.map(({ match, where, phase, effect, delay_ms, isLater, ...counts }, nth): Rule => {
    const isBreakage = effect === 'truncate' || effect === 'garbage'
    const at = isBreakage ? 'after-commit' : phase
    return {
      id: `rule-${nth}`,
      match: where === null || at === 'before-auth' ? match : { ...match, where: { '/companies/0/notes': where } },
      phase: at,
      effect: effect === 'status' ? { type: effect, status: 500 + nth } : { type: effect },
      ...(delay_ms === 0 ? {} : { delay: { type: 'sequence', ms: [0, delay_ms] } }),
      ...(isLater && nth % 4 === 3 ? { from: '+10s' } : {}),
      ...counts,
    }
  })
  // One that is for nobody, so that the requests are looked at to the end.
  const nobody = { match: { header: { 'x-colour': 'none' } }, skip: 0, times: null, chance: 1, priority: 0 }
  return [...rules, ...PHASES.map((phase) => ({ ...nobody, id: phase, phase, effect: { type: 'none' } }))]
})

/** `hash of (sandbox seed, rule id, match number)`, as docs/faults.md has it. */
function drawOf(rule: string, match: number): number {
  const digest = createHash('sha256').update(`${SEED}/${rule}/${match}`).digest()
  return digest.readUIntBE(0, 6) / 2 ** 48
}

/** The contract. */
class Model {
  readonly counts: Map<string, { matches: number; injections: number }>
  /** By request: what acted on it. */
  readonly acted = new Map<number, { id: string; phase: string; effect: string }[]>()
  /** The outcome that a request has had. */
  readonly outcomes = new Map<number, Rule>()

  constructor(
    readonly rules: readonly Rule[],
    readonly asked: readonly Asked[],
  ) {
    this.counts = new Map(rules.map(({ id }) => [id, { matches: 0, injections: 0 }]))
  }

  arrive(phase: Phase, nth: number): void {
    const request = this.asked[nth]
    if (request === undefined) throw new Error(`nobody sent a request ${nth}`)
    expect(KINDS[request.kind].reaches, `${request.kind} at ${phase}`).toBeGreaterThan(PHASES.indexOf(phase))
    expect(this.outcomes.get(nth), `request ${nth} has come to its end before ${phase}`).toBeUndefined()

    const hits = this.rules.filter((rule) => this.#isHit(rule, phase, request))
    const outcomes = hits.filter(({ effect }) => effect.type !== 'none')
    const lowest = Math.min(...outcomes.map(({ priority }) => priority))
    const winner = outcomes.find(({ priority }) => priority === lowest)
    const acting = hits.filter((rule) => rule === winner || rule.effect.type === 'none')
    for (const { id, effect } of acting) {
      this.#count(id).injections += 1
      this.acted.set(nth, [...(this.acted.get(nth) ?? []), { id, phase, effect: effect.type }])
    }
    if (winner !== undefined) this.outcomes.set(nth, winner)
  }

  #isHit(rule: Rule, phase: Phase, { kind, colour }: Asked): boolean {
    const count = this.#count(rule.id)
    const { operation, header = {}, where } = rule.match
    const [wanted = colour] = Object.values(header)
    const isFor =
      rule.phase === phase &&
      (operation === undefined || operation === KINDS[kind].operation) &&
      wanted === colour &&
      (where === undefined || (kind === 'company' && Object.values(where)[0] === colour))
    const isSpent = rule.times !== null && count.injections >= rule.times
    // The clock stands still: what begins later does not begin.
    if (!isFor || isSpent || rule.from !== undefined) return false
    count.matches += 1
    return count.matches > rule.skip && (rule.chance === 1 || drawOf(rule.id, count.matches) < rule.chance)
  }

  #count(id: string) {
    const count = this.counts.get(id)
    if (count === undefined) throw new Error(`there is no rule ${id}`)
    return count
  }
}

interface Answered {
  readonly status: number | null
}

async function ask(server: TestServer, { kind, colour }: Asked, nth: number): Promise<Answered> {
  const { method, target, body } = KINDS[kind]
  const given = kind === 'company' ? { companies: [{ name: `Company ${nth}`, notes: colour }] } : body
  const signature = kind === 'unsigned' ? { 'X-Signature': 'wrong' } : {}
  const headers = { ...signature, 'X-Colour': colour, 'X-Nth': String(nth) }
  return server.call(method, target, { body: given, headers }).catch(() => ({ status: null }))
}

/** One run of all requests at once, compared with the model as it goes. */
async function runOnce(rules: readonly Rule[], asked: readonly Asked[]) {
  const server = await serveUntilStopped({ clock_ms: Date.parse('2026-01-01T00:00:00Z') })
  try {
    await server.faults.arm(rules)
    const model = new Model(rules, asked)
    const arrivals: [Phase, number][] = []
    const { decide } = Faults.prototype
    // In which order the requests came to their phases is what the model starts from; what became of them is not.
    vi.spyOn(Faults.prototype, 'decide').mockImplementation(function (this: Faults, phase, request, hadOutcome) {
      if (phase !== 'delivery' && phase !== 'call' && phase !== 'head')
        arrivals.push([phase, Number(request.headers['x-nth'])])
      return decide.call(this, phase, request, hadOutcome)
    })

    const answers = await Promise.all(asked.map((each, nth) => ask(server, each, nth)))

    for (const [phase, nth] of arrivals) model.arrive(phase, nth)
    for (const { id, matches, injections } of await server.faults.list())
      expect({ id, matches, injections }).toEqual({ id, ...model.counts.get(id) })

    const listed: { id: string }[] = await server.journal.list(`?limit=${REQUESTS + 1}`)
    expect(listed.length).toBe(asked.length)
    for (const entry of await Promise.all(listed.map(({ id }) => server.journal.get(id)))) {
      const nth = Number(entry.request.headers['x-nth'])
      expect(entry.faults, `request ${nth}`).toEqual(model.acted.get(nth) ?? [])
      const { effect } = model.outcomes.get(nth) ?? {}
      if (effect?.type === 'status') expect(answers[nth]?.status).toBe(effect.status)
      else if (effect !== undefined) expect(answers[nth]?.status, effect.type).toBeNull()
      else expect(answers[nth]?.status).toBe(entry.status)
    }
    for (const [nth, { kind }] of asked.entries()) {
      const reached = arrivals.filter(([, of]) => of === nth).map(([phase]) => phase)
      const end = model.outcomes.get(nth)
      const most = PHASES.slice(0, end === undefined ? KINDS[kind].reaches : PHASES.indexOf(end.phase) + 1)
      expect(reached, `the phases of request ${nth}`).toEqual(most)
    }
  } finally {
    vi.restoreAllMocks()
    await server.stop()
  }
}

const askedOf = fc.array(
  fc.record({
    kind: fc.constantFrom<Kind>('look', 'look', 'company', 'company', 'blank', 'missing', 'unsigned', 'unknown'),
    colour: fc.constantFrom<'red' | 'blue'>('red', 'blue'),
  }),
  { minLength: REQUESTS, maxLength: REQUESTS },
)

test(
  `of any rules and ${REQUESTS} requests at once, each rule acts as the contract says, twice in a row`,
  async () => {
    await fc.assert(
      fc.asyncProperty(rulesOf, askedOf, async (rules, asked) => {
        await runOnce(rules, asked)
        await runOnce(rules, asked)
      }),
      { numRuns: 10 * MORE },
    )
  },
  50_000 * MORE,
)

test('requests that come one after another meet the same faults in every run', async () => {
  const rules = [
    { id: 'often', effect: { type: 'status', status: 503 }, chance: 0.5 },
    { id: 'seldom', effect: { type: 'status', status: 500 }, chance: 0.2, priority: -1 },
  ]
  const run = async (more: object[]) => {
    const server = await serveUntilStopped()
    await server.faults.arm([...rules, ...more])
    const statuses: (number | null)[] = []
    for (let nth = 0; nth < 40; nth += 1)
      statuses.push((await ask(server, { kind: 'look', colour: 'red' }, nth)).status)
    await server.stop()
    return statuses
  }
  const first = await run([])
  expect(new Set(first)).toEqual(new Set([200, 500, 503]))
  expect(await run([])).toEqual(first)
  // A third rule that draws, too, moves no draw of these.
  expect(await run([{ id: 'beside', effect: { type: 'none' }, chance: 0.5 }])).toEqual(first)
})
