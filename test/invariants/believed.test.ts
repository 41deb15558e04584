import { expect, test } from 'vitest'
import { until } from '../deadline.ts'
import { serve, type TestServer } from '../harness.ts'
import fc, { MORE } from '../properties.ts'
import { type Connection, open, rawRequest } from '../socket.ts'

/**
 * Requests, delays, resets, restores, deletions and verifications in any order: the journal says what a model says that sees
 * all requests, or that it cannot know, and why.
 */

type Sandbox = Awaited<ReturnType<TestServer['make']>>

const KINDS = {
  list: { method: 'GET', target: '/v9/companies', operation: 'companies.index', status: 200, body: undefined },
  create: { method: 'POST', target: '/v9/companies', operation: 'companies.create', status: 201, body: 'name' },
  refused: { method: 'POST', target: '/v9/companies', operation: 'companies.create', status: 422, body: 'vip' },
  missing: { method: 'GET', target: '/v9/companies/1', operation: 'companies.show', status: 404, body: undefined },
} as const
type Kind = keyof typeof KINDS

type Wait = 'before-auth' | 'before-handler' | 'after-commit' | 'stall' | 'body'

/** A request as the model sees it. */
interface Came {
  readonly number: number
  readonly kind: Kind
  /** Undefined: it waits. Null: it got no answer. */
  status: number | null | undefined
  /** What it waits for. */
  readonly wait: Wait | null
  hasBody: boolean
  readonly connection: Connection | null
  readonly rest: Uint8Array
}

interface Match {
  readonly operation?: string
  readonly method?: string
  readonly status?: number
  readonly committed?: boolean
  readonly where?: { readonly [pointer: string]: unknown }
}

type Decision = 'yes' | 'no' | 'undecided'

/** As one that sees all requests decides: what is not settled can still be either. */
function decide({ kind, status, hasBody, wait }: Came, match: Match): Decision {
  const { operation, method, body } = KINDS[kind]
  const isSettled = status !== undefined
  // After the commit its delay begins: what it did is known, its answer is not.
  const isCommitted = kind === 'create' && (status === 201 || (!isSettled && wait === 'after-commit'))
  const answers: Decision[] = []
  const ask = (isRight: boolean, isKnown = true) => answers.push(isKnown ? (isRight ? 'yes' : 'no') : 'undecided')
  if (match.operation !== undefined) ask(match.operation === operation)
  if (match.method !== undefined) ask(match.method === method)
  if (match.status !== undefined) ask(match.status === status, isSettled)
  if (match.committed !== undefined) ask(match.committed === isCommitted, isSettled || isCommitted)
  if (match.where !== undefined) ask(hasBody && body === 'vip', hasBody || isSettled)
  if (answers.includes('no')) return 'no'
  return answers.includes('undecided') ? 'undecided' : 'yes'
}

class Model {
  readonly #server: TestServer
  readonly #sandbox: Sandbox
  /** All since the journal was emptied. */
  #came: Came[] = []
  #forgotten: Came[] = []
  #number = 0
  #names = 0
  #snapshot: string | null = null

  constructor(server: TestServer, sandbox: Sandbox) {
    this.#server = server
    this.#sandbox = sandbox
  }

  async send(kind: Kind, wait: Wait | null): Promise<void> {
    const { method, target, body: field } = KINDS[kind]
    this.#names += 1
    this.#number += 1
    const number = this.#number
    const name = `Company ${this.#names}`
    const body = field === undefined ? undefined : { companies: [field === 'name' ? { name } : { vip: true }] }
    if (wait === null) {
      const { status } = await this.#sandbox.call(method, target, { body })
      expect(status).toBe(KINDS[kind].status)
      const settled = { status, wait, hasBody: true, connection: null, rest: new Uint8Array() }
      this.#came.push({ number, kind, ...settled })
      return
    }
    const bytes = Buffer.from(
      rawRequest(this.#sandbox, { method, target, body, headers: { 'x-nth': `${this.#names}` } }),
    )
    const missing = wait === 'body' ? 4 : 0
    if (wait !== 'body') await this.#sandbox.faults.arm(ruleOf(this.#names, wait))
    const connection = open(this.#server.url, bytes.subarray(0, bytes.length - missing))
    const rest = bytes.subarray(bytes.length - missing)
    const rule = `wait_${this.#names}`
    await until('that it waits', async () => {
      if (wait === 'body') return (await this.#sandbox.journal.list('?limit=1'))[0]?.id === `req_${number}`
      return (await this.#sandbox.faults.get(rule)).held === 1
    })
    const came: Came & { rule?: string } = {
      number,
      kind,
      wait,
      hasBody: wait !== 'body',
      connection,
      rest,
      status: undefined,
    }
    this.#rules.set(came, rule)
    this.#came.push(came)
  }
  readonly #rules = new Map<Came, string>()

  /** Lets one go on that waits, as if nothing had held it. */
  async letGo(nth: number): Promise<void> {
    const came = this.#waiting(nth, () => true)
    if (came === undefined) return
    await this.#goOn(came)
    came.status = this.#statusAfter.get(came) ?? KINDS[came.kind].status
  }

  async leave(nth: number): Promise<void> {
    const came = this.#waiting(nth, (one) => one.wait === 'stall' && this.#came.includes(one))
    if (came === undefined) return
    came.connection?.leave()
    await until('that it left', async () => (await this.#sandbox.faults.get(this.#ruleOf(came))).held === 0)
    came.status = null
  }

  async forget(): Promise<void> {
    await this.#sandbox.control('DELETE', '/requests')
    this.#forgotten.push(...this.#came.filter(isWaiting))
    this.#came = []
  }

  async reset(): Promise<void> {
    await this.#sandbox.reset()
    this.#forgotten.push(...this.#came.filter(isWaiting))
    this.#came = []
    this.#number = 0
  }

  async takeSnapshot(): Promise<void> {
    this.#snapshot = await this.#sandbox.snapshot()
  }

  /** What is held goes on; what had done nothing yet, and what is still sending its body, does nothing. */
  async restore(): Promise<void> {
    if (this.#snapshot === null) return
    await this.#sandbox.restore(this.#snapshot)
    for (const came of this.#came.filter(isWaiting)) {
      if (came.wait === 'body') {
        this.#statusAfter.set(came, 503)
        continue
      }
      await came.connection?.ended
      came.status = came.wait === 'after-commit' ? KINDS[came.kind].status : 503
    }
  }
  readonly #statusAfter = new Map<Came, number>()

  async keep(journal_entries: number): Promise<void> {
    await this.#sandbox.settings({ journal_entries })
  }

  async verify(match: Match, { min, max }: { readonly min: number; readonly max: number }): Promise<void> {
    const asked = { match, times: { min, max } }
    const { status, body, text } = await this.#sandbox.control('POST', '/requests/verify', asked)
    const decisions = this.#came.map((came) => decide(came, match))
    const certain = decisions.filter((decision) => decision === 'yes').length
    const possible = decisions.filter((decision) => decision !== 'no').length
    const holds = certain >= min && possible <= max
    const isExact =
      body.dropped === undefined ||
      (match.where === undefined && match.method === undefined && match.committed === undefined)
    expect([200, 409], text).toContain(status)
    if (status === 200) expect(holds, text).toBe(true)
    if (isExact) expect([body.count, status], text).toEqual([certain, holds ? 200 : 409])
    if (status === 409 && holds) expect(body.detail).toMatch(/cannot be told/)
    if (status === 409 && certain <= max && possible > max) expect(body.detail).toMatch(/still wait|cannot be told/)
  }

  async verifySequence(sequence: readonly Match[]): Promise<void> {
    const { status, body, text } = await this.#sandbox.control('POST', '/requests/verify', { sequence })
    let from = 0
    const found = sequence.every((match) => {
      const nth = this.#came.findIndex((came, at) => at >= from && decide(came, match) === 'yes')
      from = nth + 1
      return nth !== -1
    })
    if (status === 200 || body.dropped === undefined) expect(status, text).toBe(found ? 200 : 409)
    else if (found) expect(body.detail).toMatch(/had to make room/)
  }

  /** The journal lists the newest of what came, once each, with what is known of them. */
  async look(): Promise<void> {
    const { body } = await this.#sandbox.control('GET', '/requests?limit=1000')
    const shown: { id: string; state: string; status: number | null }[] = body.requests
    const newestFirst = [...this.#came].reverse()
    expect(shown.map(({ id, state, status }) => ({ id, state, status }))).toEqual(
      newestFirst.slice(0, shown.length).map(({ number, status }) => ({
        id: `req_${number}`,
        state: status === undefined ? 'waiting' : 'done',
        status: status ?? null,
      })),
    )
    expect(shown.length + (body.dropped ?? 0)).toBe(this.#came.length)
  }

  async end(): Promise<void> {
    await this.#sandbox.control('DELETE')
    for (const came of [...this.#came, ...this.#forgotten]) came.connection?.leave()
  }

  #waiting(nth: number, isMeant: (came: Came) => boolean): Came | undefined {
    const waiting = [...this.#came, ...this.#forgotten].filter((came) => isWaiting(came) && isMeant(came))
    return waiting[nth % Math.max(1, waiting.length)]
  }

  async #goOn(came: Came): Promise<void> {
    if (came.wait === 'body') {
      came.connection?.send(came.rest)
      came.hasBody = true
    } else await this.#sandbox.control('DELETE', `/faults/${this.#ruleOf(came)}`)
    await came.connection?.ended
  }

  #ruleOf(came: Came): string {
    return this.#rules.get(came) ?? ''
  }
}

const isWaiting = ({ status }: Came): boolean => status === undefined

const ruleOf = (nth: number, wait: Wait) => ({
  id: `wait_${nth}`,
  match: { header: { 'x-nth': `${nth}` } },
  ...(wait === 'stall'
    ? { phase: 'before-handler', effect: { type: 'stall' } }
    : { phase: wait, effect: { type: 'none' }, delay: { type: 'fixed', ms: 60_000 } }),
})

/** A refusal of the input is answered before the later phases, and a request without a body does not wait for one. */
const WAITS: { readonly [each in Kind]: readonly Wait[] } = {
  list: ['before-auth', 'before-handler', 'after-commit', 'stall'],
  create: ['before-auth', 'before-handler', 'after-commit', 'stall', 'body'],
  refused: ['before-auth', 'body'],
  missing: ['before-auth', 'before-handler', 'stall'],
}

type Step = (model: Model) => Promise<void>

/** A step that a counterexample shows as what it does. */
const doing = (words: unknown[], step: Step): Step =>
  Object.assign(step, { [fc.toStringMethod]: () => JSON.stringify(words) })

const kind = fc.constantFrom<Kind>('list', 'create', 'refused', 'missing')
const nth = fc.nat(5)
const match: fc.Arbitrary<Match> = fc
  .record(
    {
      operation: fc.constantFrom('companies.index', 'companies.create', 'companies.show'),
      method: fc.constantFrom('GET', 'POST'),
      status: fc.constantFrom(200, 201, 404, 422, 503),
      committed: fc.boolean(),
      where: fc.constant({ '/companies/0/vip': true }),
    },
    { requiredKeys: [] },
  )
  // An operation with the method of another one is refused.
  .map(({ method, ...others }) =>
    method === undefined || others.operation !== undefined ? others : { ...others, method },
  )
/** Mostly one that stays exact when requests had to make room. */
const plain: fc.Arbitrary<Match> = fc.record(
  { operation: fc.constantFrom('companies.index', 'companies.create'), status: fc.constantFrom(200, 201, 422) },
  { requiredKeys: [] },
)
const times = fc.tuple(fc.nat(3), fc.nat(3)).map(([min, more]) => ({ min, max: min + more }))

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: kind.map((each) => doing(['send', each], (model) => model.send(each, null))) },
  {
    weight: 5,
    arbitrary: kind
      .chain((each) => fc.tuple(fc.constant(each), fc.constantFrom(...WAITS[each])))
      .map(([each, wait]) => doing(['send', each, wait], (model) => model.send(each, wait))),
  },
  { weight: 3, arbitrary: nth.map((each) => doing(['let go', each], (model) => model.letGo(each))) },
  { weight: 1, arbitrary: nth.map((each) => doing(['leave', each], (model) => model.leave(each))) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      doing(['forget'], (model) => model.forget()),
      doing(['reset'], (model) => model.reset()),
      doing(['snapshot'], (model) => model.takeSnapshot()),
      doing(['restore'], (model) => model.restore()),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 4 }).map((most) => doing(['keep', most], (model) => model.keep(most))),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.oneof(match, plain), times)
      .map(([asked, often]) => doing(['verify', asked, often], (model) => model.verify(asked, often))),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(match, { minLength: 1, maxLength: 3 })
      .map((asked) => doing(['sequence', asked], (model) => model.verifySequence(asked))),
  },
)

test('at every moment it is what one would say that sees all requests, or that it cannot be known, and why', async () => {
  const server = await serve()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
      const model = new Model(server, await server.make({ settings: { journal_entries: 5 } }))
      try {
        for (const take of steps) {
          await take(model)
          await model.look()
        }
      } finally {
        await model.end()
      }
    }),
    { numRuns: 6 * MORE },
  )
})
