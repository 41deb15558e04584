import { stepsOf, valueAt } from '../json.ts'
import { type Facing, type Match, textOf } from './matching.ts'

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
    const { operation = null } = match
    const { name, answersOf, wanted } = readMatch(match)
    const forms = this.#forms.get(operation) ?? new Map<string, Form<Rule>>()
    this.#forms.set(operation, forms)
    const form = forms.get(name) ?? { answersOf, byAnswers: new Map<string, Rule[]>() }
    forms.set(name, form)
    const rules = form.byAnswers.get(wanted)
    if (rules === undefined) form.byAnswers.set(wanted, [rule])
    else rules.push(rule)
  }

  remove(match: Match, rule: Rule): void {
    const { name, wanted } = readMatch(match)
    const forms = this.#forms.get(match.operation ?? null)
    const byAnswers = forms?.get(name)?.byAnswers
    const rules = byAnswers?.get(wanted) ?? []
    const left = rules.filter((other) => other !== rule)
    this.#size -= rules.length - left.length
    if (left.length > 0) byAnswers?.set(wanted, left)
    else byAnswers?.delete(wanted)
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

const isPrimitive = (value: unknown): boolean => typeof value !== 'object' || value === null

/** The form of a rule, and its answers as JSON, which tells 5 from "5". Objects and lists in `where` are left to the matcher. */
function readMatch({ header = {}, where = {} }: Match) {
  const headers = Object.entries(header).map(([name, value]) => ({ name: name.toLowerCase(), value }))
  const places = Object.entries(where)
    .filter(([, value]) => isPrimitive(value))
    .map(([pointer, value]) => ({ pointer, steps: stepsOf(pointer), value }))
  return {
    name: JSON.stringify([headers.map(({ name }) => name), places.map(({ pointer }) => pointer)]),
    wanted: JSON.stringify([...headers.map(({ value }) => value), ...places.map(({ value }) => value)]),
    answersOf: (request: Facing): string =>
      JSON.stringify([
        ...headers.map(({ name }) => textOf(request.headers[name])),
        ...places.map(({ steps }) => valueAt(request.json(), steps)),
      ]),
  }
}
