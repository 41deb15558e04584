import type { Aspect } from '../matching/match.ts'
import { isPattern } from '../matching/pattern.ts'
import { aspectsOf, type Facing, type Match } from './matching.ts'

/** What rules of one form ask of a request, and the rules by the answers that they want. */
interface Form<Rule> {
  readonly answersOf: (request: Facing) => string
  readonly byAnswers: Map<string, Rule[]>
}

/**
 * Rules by their operation and by what they ask of a request. A thousand of one form, `x-test` for each of as many tests
 * say, cost a request no more than one of them.
 */
export class RuleIndex<Rule> {
  /** Null: any operation. */
  readonly #forms = new Map<string | null, Map<string, Form<Rule>>>()

  #size = 0

  get size(): number {
    return this.#size
  }

  add(match: Match, rule: Rule): void {
    this.#size += 1
    const operation = operationOf(match)
    const { name, answersOf, wanted } = readMatch(match)
    const forms = this.#forms.get(operation) ?? new Map<string, Form<Rule>>()
    this.#forms.set(operation, forms)
    const form = forms.get(name) ?? { answersOf, byAnswers: new Map<string, Rule[]>() }
    forms.set(name, form)
    for (const answers of wanted) {
      const rules = form.byAnswers.get(answers)
      if (rules === undefined) form.byAnswers.set(answers, [rule])
      else rules.push(rule)
    }
  }

  remove(match: Match, rule: Rule): void {
    const { name, wanted } = readMatch(match)
    const forms = this.#forms.get(operationOf(match))
    const byAnswers = forms?.get(name)?.byAnswers
    let isThere = false
    for (const answers of wanted) {
      const rules = byAnswers?.get(answers) ?? []
      const left = rules.filter((other) => other !== rule)
      isThere ||= left.length < rules.length
      if (left.length > 0) byAnswers?.set(answers, left)
      else byAnswers?.delete(answers)
    }
    if (isThere) this.#size -= 1
    if (byAnswers?.size === 0) forms?.delete(name)
  }

  /** The rules that may be for this request: all that are, and few that are not. */
  candidates(request: Facing): Rule[] {
    const found: Rule[] = []
    for (const operation of request.operation === null ? [null] : [request.operation, null])
      for (const { answersOf, byAnswers } of this.#forms.get(operation)?.values() ?? [])
        for (const rule of byAnswers.get(answersOf(request)) ?? []) found.push(rule)
    return found
  }
}

/** A pattern of operations is asked of all of them. */
const operationOf = ({ operation }: Match): string | null => (typeof operation === 'string' ? operation : null)

/** An aspect that can be looked up: how its value is read from a request, and the values of which it must have one. */
interface Key {
  readonly name: readonly unknown[]
  readonly values: readonly unknown[]
  readonly read: (request: Facing) => unknown
}

/**
 * The form of a rule, and its answers as JSON, which tells 5 from "5". What cannot be looked up is left to the matcher: an
 * object or a list in `where`, a text that contains another, and all but the first list of alternatives.
 */
function readMatch(match: Match) {
  let hasAlternatives = false
  const keys = aspectsOf(match).flatMap((aspect): Key[] => {
    const key = keyOf(aspect)
    const hasMany = key !== null && key.values.length > 1
    if (key === null || (hasMany && hasAlternatives)) return []
    hasAlternatives ||= hasMany
    return [key]
  })
  const answers = keys.reduce<unknown[][]>(
    (some, { values }) => some.flatMap((before) => values.map((value) => [...before, value])),
    [[]],
  )
  return {
    name: JSON.stringify(keys.map(({ name }) => name)),
    wanted: new Set(answers.map((each) => JSON.stringify(each))),
    answersOf: (request: Facing): string => JSON.stringify(keys.map(({ read }) => read(request))),
  }
}

/** A rule stands in its index once for each of them. */
const MAX_ALTERNATIVES = 100

/** Null: it cannot be looked up. */
function keyOf({ kind, name, expected, read }: Aspect<Facing>): Key | null {
  const where = [kind, kind === 'header' ? name?.toLowerCase() : name]
  if (!isPattern(expected)) return isPrimitive(expected) ? { name: where, values: [expected], read } : null
  const { prefix, one_of, absent } = expected
  // Undefined is written as null; the matcher tells them apart.
  if (absent === true) return { name: where, values: [null], read }
  if (Object.hasOwn(expected, 'equals') && isPrimitive(expected.equals))
    return { name: where, values: [expected.equals], read }
  if (one_of !== undefined && one_of.length <= MAX_ALTERNATIVES && one_of.every(isPrimitive))
    return { name: where, values: one_of, read }
  if (prefix === undefined) return null
  const { length } = prefix
  const beginning = (request: Facing): unknown => {
    const value = read(request)
    return typeof value === 'string' ? value.slice(0, length) : null
  }
  return { name: [...where, 'prefix', length], values: [prefix], read: beginning }
}

const isPrimitive = (value: unknown): boolean => typeof value !== 'object' || value === null
