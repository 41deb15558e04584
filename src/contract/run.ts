import { printable } from '../log/printable.ts'
import type { Operation } from '../operation.ts'
import { Problem } from '../problem.ts'
import { operations } from '../routes/operations.ts'
import { cut } from '../shorten.ts'
import { refusalShape } from '../wire/refusals.ts'
import { type Answer, type Asked, Asking, type AskOptions, NoAnswer, NotAsked } from './ask.ts'
import { fill, fillAll } from './fill.ts'
import { brokenTruths } from './holds.ts'
import { type Looked, listChecksOf } from './list.ts'
import { namesNeededBy, neededFor } from './needed.ts'
import { valuesAt } from './places.ts'
import { type Check, type ContractReport, type Drift, type Outcome, outcomeOf } from './report.ts'
import { shapeDrifts } from './shape.ts'
import type { ContractCase, Suite } from './suite.ts'

interface RunOptions extends AskOptions {
  readonly suite: Suite
  /** Where the server is, for the report. */
  readonly target: string
  readonly writes: boolean
  /** The operations that are looked at; null: all. */
  readonly only: readonly string[] | null
  /** What the cases of writes may use: names that begin a run, a PDF. */
  readonly given: { readonly [name: string]: unknown }
}

/** An id that no account has; it fits into 32 bits. */
const UNKNOWN_ID = 2_000_000_001
const NOT_SIGNED_IN = 401
const NOT_FOUND = 404

const emulated: readonly Operation[] = operations.filter((operation) => operation.emulated)

/** Runs the cases one after another against a server. Throws a Problem where it cannot be reached, or refuses the credential. */
export async function runSuite(options: RunOptions): Promise<ContractReport> {
  const started = performance.now()
  const { target, writes, only, given } = options
  const suite = only === null ? options.suite : neededFor(options.suite, only)
  const asking = new Asking(options)
  const run = new Run(asking, new Map(Object.entries(given)))
  for (const each of suite.reads) await run.play(each)
  if (writes) {
    for (const each of suite.writes) if (each.cleans_up === undefined) await run.play(each)
    for (const each of suite.reads) if (run.lackedData(each)) await run.play(each)
    for (const each of suite.writes) if (each.cleans_up !== undefined) await run.play(each)
  }
  const made = run.checks()
  const reports = emulated
    .filter(({ id }) => only?.includes(id) ?? true)
    .map((operation) => {
      const checks = made.filter((check) => check.operation === operation.id)
      const { id, method, path, fidelity, source } = operation
      const shown = checks.length > 0 ? checks : [notLookedAt(id, suite)]
      return {
        operation: id,
        method,
        path,
        fidelity,
        source,
        outcome: outcomeOf(shown),
        checks: shown.map(({ operation: _, ...check }) => check),
      }
    })
  const count = (wanted: Outcome) => reports.filter(({ outcome }) => outcome === wanted).length
  return {
    target,
    writes,
    requests: asking.requests,
    duration_ms: Math.round(performance.now() - started),
    counts: { 'as described': count('as described'), drift: count('drift'), 'not checked': count('not checked') },
    operations: reports,
  }
}

const notLookedAt = (operation: string, { writes, notCovered }: Suite): Check => ({
  operation,
  shows: 'is called',
  outcome: 'not checked',
  drifts: [],
  why: writes.some((each) => each.operation === operation)
    ? 'it changes the account: give --writes'
    : (notCovered[operation] ?? 'no case covers it'),
  duration_ms: 0,
})

class Run {
  /** Those of a case that is played again take the place of the earlier ones. */
  readonly #checks = new Map<ContractCase, Check[]>()
  readonly #asking: Asking
  readonly #found: Map<string, unknown>
  /** Whether the server has taken the credential. */
  #isKnown = false

  constructor(asking: Asking, found: Map<string, unknown>) {
    this.#asking = asking
    this.#found = found
  }

  checks(): Check[] {
    return [...this.#checks.values()].flat()
  }

  /** Whether a case could not look at everything. */
  lackedData(each: ContractCase): boolean {
    return this.#checks.get(each)?.some(({ outcome }) => outcome === 'not checked') ?? false
  }

  async play(each: ContractCase): Promise<void> {
    const checks: Check[] = []
    this.#checks.set(each, checks)
    const operation = emulated.find(({ id }) => id === each.operation)
    if (operation === undefined)
      throw new Problem(`the contract suite names ${each.operation}, which is not an operation`)
    const check = async (shows: string, look: () => Promise<Looked>) => {
      checks.push(await checked(operation.id, shows, look))
    }
    const lacking = namesNeededBy(each).find((name) => this.#found.get(name) === undefined)
    if (lacking !== undefined) {
      await check(each.shows, async () => ({ why: `no ${lacking.replaceAll('_', ' ')} was found` }))
      return
    }
    const asked = this.#asked(operation, each)
    let body: unknown
    await check(each.shows, async () => {
      const answer = await this.#asking.ask(asked)
      const looked = this.#look(operation, each, answer)
      const isDone = answer.status === operation.status
      if (isDone) body = answer.body
      if (isDone) this.#find(each, answer.body)
      return looked
    })
    if (each.list !== undefined && body !== undefined) {
      const again = (query: object) => this.#asking.ask({ ...asked, query: { ...asked.query, ...query } })
      for (const { shows, look } of listChecksOf(each.list, body, again)) await check(shows, look)
    }
    const { unknown } = each
    if (unknown !== undefined)
      await check(`an unknown ${unknown} is not found`, () => this.#lookForNobody(operation, unknown, asked))
  }

  #asked({ method, path }: Operation, { params, query, body, signature, cleans_up }: ContractCase): Asked {
    const found = this.#found
    const filled = { params: fillAll(params, found), query: fillAll(query, found), body: fill(body, found) }
    return { method, path, ...filled, signature, isDue: cleans_up }
  }

  /** An answer beside what is documented of it. */
  #look(operation: Operation, each: ContractCase, { status, body }: Answer): Looked {
    const expected = [each.status ?? operation.status].flat()
    if (status === NOT_SIGNED_IN && !expected.includes(status)) {
      if (!this.#isKnown)
        throw new Problem(
          `the server refuses the token or the secret: ${saidIn(body)}; give the --token and the --secret of an account of it`,
        )
      if (operation.credentials.length < 3)
        return { why: `the credential may not call it: only ${operation.credentials.join(' and ')} credentials may` }
    }
    if (each.signature === undefined) this.#isKnown = true
    if (!expected.includes(status)) return [statusDrift(expected.join(' or '), status, body)]
    const shape = status === operation.status ? operation.output() : refusalShape(operation, status)
    if (status === 204 || shape === undefined) return []
    if (body === undefined) return [{ kind: 'answer', field: '/', expected: 'JSON', got: 'something else' }]
    const broken = status === expected[0] ? brokenTruths(body, each.holds ?? [], this.#found) : []
    return [...shapeDrifts(shape, body), ...broken]
  }

  #find({ finds = {} }: ContractCase, body: unknown): void {
    for (const [name, pointer] of Object.entries(finds)) {
      const [first] = valuesAt(body, pointer)
      if (first !== undefined) this.#found.set(name, first)
    }
  }

  async #lookForNobody(operation: Operation, param: string, asked: Asked): Promise<Looked> {
    const { status, body } = await this.#asking.ask({ ...asked, params: { ...asked.params, [param]: UNKNOWN_ID } })
    if (status !== NOT_FOUND) return [statusDrift(String(NOT_FOUND), status, body)]
    const shape = refusalShape(operation, status)
    return shape === undefined ? [] : shapeDrifts(shape, body)
  }
}

async function checked(operation: string, shows: string, look: () => Promise<Looked>): Promise<Check> {
  const started = performance.now()
  const looked = await look().catch(unlooked)
  const drifts = 'why' in looked ? [] : looked
  return {
    operation,
    shows,
    outcome: 'why' in looked ? 'not checked' : drifts.length > 0 ? 'drift' : 'as described',
    drifts,
    why: 'why' in looked ? looked.why : null,
    duration_ms: Math.round(performance.now() - started),
  }
}

const MAX_SAID_CHARS = 200

/** What a refusal says, in its own words. */
const saidIn = (body: unknown): string =>
  printable(cut(valuesAt(body, '/message').concat(valuesAt(body, '/error')).join(': '), MAX_SAID_CHARS))

const statusDrift = (expected: string, status: number, body: unknown): Drift => ({
  kind: 'status',
  field: 'status',
  expected,
  got: [String(status), saidIn(body)].join(' ').trim(),
})

function unlooked(problem: unknown): Looked {
  if (problem instanceof NotAsked) return { why: problem.message }
  if (problem instanceof NoAnswer)
    return [{ kind: 'answer', field: '/', expected: 'an answer', got: `none: ${problem.message}` }]
  throw problem
}
