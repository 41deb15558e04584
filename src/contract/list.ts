import type { Answer } from './ask.ts'
import { placesAt, valuesAt } from './places.ts'
import type { Drift } from './report.ts'
import type { ListChecks } from './suite.ts'

/** Asks for the list again, with these parameters beside its own. */
type AskAgain = (query: { readonly [name: string]: unknown }) => Promise<Answer>

/** What a look at a list came to: drift, or why it could not look. */
export type Looked = readonly Drift[] | { readonly why: string }

/** A thing that a list has to do, and how to see whether it does. */
export interface ListCheck {
  readonly shows: string
  readonly look: () => Promise<Looked>
}

interface List {
  /** Where the entries are. */
  readonly at: string
  /** The answer without the filter that is looked at. */
  readonly all: unknown
  readonly again: AskAgain
}

type Value = string | number | boolean

const isValue = (value: unknown): value is Value => ['string', 'number', 'boolean'].includes(typeof value)

export function listChecksOf(checks: ListChecks, all: unknown, again: AskAgain): readonly ListCheck[] {
  const list: List = { at: checks.at, all, again }
  const each = (
    filters: { readonly [name: string]: string } | undefined,
    shows: (name: string) => string,
    look: (list: List, name: string, pointer: string) => Promise<Looked>,
  ): ListCheck[] =>
    Object.entries(filters ?? {}).map(([name, pointer]) => ({
      shows: shows(name),
      look: () => look(list, name, pointer),
    }))
  return [
    ...(checks.pages ? [{ shows: 'pages lie beside each other', look: () => pages(list) }] : []),
    ...each(checks.equal, (name) => `the filter ${name} keeps what equals it`, equal),
    ...each(checks.not_equal, (name) => `the filter ${name}.not_eq keeps the others`, notEqual),
    ...each(checks.range, (name) => `the filters ${name}.gte and ${name}.lt divide the list`, range),
    ...each(checks.order_by, (name) => `order_by ${name} sorts`, sorted),
  ]
}

const entriesOf = (body: unknown, at: string): readonly unknown[] => {
  const [place] = placesAt(body, at)
  return Array.isArray(place?.value) ? place.value : []
}

const totalOf = (body: unknown): number | null => {
  const [total] = valuesAt(body, '/total_entries')
  return typeof total === 'number' ? total : null
}

const refused = (name: string, { status }: Answer): Drift[] => [
  { kind: 'status', field: 'status', expected: `200 with ${name}`, got: String(status) },
]

async function pages({ at, all, again }: List): Promise<Looked> {
  const total = totalOf(all)
  const count = total ?? entriesOf(all, at).length
  if (count < 2) return { why: 'there are fewer than 2 entries' }
  const drifts: Drift[] = []
  const ids = new Set<string>()
  for (const page of [1, 2]) {
    const answer = await again({ page, per_page: 1 })
    if (answer.status !== 200) return refused(`page=${page}&per_page=1`, answer)
    const entries = entriesOf(answer.body, at)
    const wrong = (field: string, expected: string, got: string) => drifts.push({ kind: 'pages', field, expected, got })
    if (entries.length !== 1) wrong(at, 'one entry with per_page=1', String(entries.length))
    for (const [field, expected] of [
      ['/current_page', page],
      ['/per_page', 1],
      ['/total_entries', total],
    ] as const)
      for (const { value } of placesAt(answer.body, field))
        if (value !== expected) wrong(field, `${expected} on page ${page}`, String(value))
    for (const id of valuesAt(answer.body, `${at}/*/id`)) {
      if (ids.has(String(id)))
        wrong(`${at}/*/id`, 'each entry on one page only', `the entry of page 1 on page ${page}, too`)
      ids.add(String(id))
    }
  }
  return drifts
}

/** A value that some entries have and others do not: only then is a filter that does nothing seen. */
function dividing(all: unknown, at: string, pointer: string): Value | null {
  const entries = entriesOf(all, at).map((entry) => valuesAt(entry, pointer).filter(isValue))
  for (const values of entries)
    for (const value of values) if (entries.some((others) => !has(others, value))) return value
  return null
}

const has = (values: readonly Value[], value: Value): boolean => values.some((each) => String(each) === String(value))

const NO_ENTRY = { why: 'there are no entries that have a value' }
const ALL_THE_SAME = { why: 'all entries that were seen have the same value' }

async function equal({ at, all, again }: List, name: string, pointer: string): Promise<Looked> {
  const value = dividing(all, at, pointer)
  if (value === null) return unseen(all, at, pointer)
  const answer = await again({ [name]: value })
  if (answer.status !== 200) return refused(name, answer)
  const entries = entriesOf(answer.body, at)
  const field = `${at}/*${pointer}`
  const expected = `what ${name} gives, in every entry`
  if (entries.length === 0) return [{ kind: 'filter', field, expected, got: 'no entry' }]
  const strays = entries.filter((entry) => !has(valuesAt(entry, pointer).filter(isValue), value))
  if (strays.length === 0) return []
  return [{ kind: 'filter', field, expected, got: `another value in ${strays.length} of ${entries.length}` }]
}

async function notEqual({ at, all, again }: List, name: string, pointer: string): Promise<Looked> {
  const divides = dividing(all, at, pointer)
  const [value = null] = divides === null ? valuesAt(all, `${at}/*${pointer}`).filter(isValue) : [divides]
  if (value === null) return NO_ENTRY
  const answer = await again({ [`${name}.not_eq`]: value })
  if (answer.status !== 200) return refused(`${name}.not_eq`, answer)
  const entries = entriesOf(answer.body, at)
  const strays = entries.filter((entry) => has(valuesAt(entry, pointer).filter(isValue), value))
  const field = `${at}/*${pointer}`
  const expected = `anything but what ${name}.not_eq gives`
  if (entries.length === 0 && divides !== null) return [{ kind: 'filter', field, expected, got: 'no entry' }]
  if (strays.length === 0) return []
  return [{ kind: 'filter', field, expected, got: `that value in ${strays.length} of ${entries.length}` }]
}

const unseen = (all: unknown, at: string, pointer: string) =>
  valuesAt(all, `${at}/*${pointer}`).length === 0 ? NO_ENTRY : ALL_THE_SAME

const byValue = (one: Value, other: Value): number => (one < other ? -1 : one > other ? 1 : 0)

async function range(list: List, name: string, pointer: string): Promise<Looked> {
  const { at, all, again } = list
  const value = valuesAt(all, `${at}/*${pointer}`).filter(isValue).sort(byValue).at(-1)
  if (value === undefined) return NO_ENTRY
  const isDivided = dividing(all, at, pointer) !== null
  const drifts: Drift[] = []
  const totals: (number | null)[] = []
  for (const [operator, isIn] of [
    ['gte', (each: Value) => each >= value],
    ['lt', (each: Value) => each < value],
  ] as const) {
    const mayBeEmpty = operator === 'lt' && !isDivided
    const answer = await again({ [`${name}.${operator}`]: value })
    if (answer.status !== 200) return refused(`${name}.${operator}`, answer)
    const values = valuesAt(answer.body, `${at}/*${pointer}`).filter(isValue)
    const strays = values.filter((each) => !isIn(each))
    if (strays.length > 0 || (values.length === 0 && !mayBeEmpty))
      drifts.push({
        kind: 'filter',
        field: `${at}/*${pointer}`,
        expected: `${name}.${operator} in every entry`,
        got: values.length === 0 ? 'no entry' : `another value in ${strays.length} of ${values.length}`,
      })
    totals.push(totalOf(answer.body))
  }
  const [from, before] = totals
  const total = totalOf(all)
  // Neither of the two has an entry without a value.
  const isWhole = entriesOf(all, at).every((entry) => valuesAt(entry, pointer).length > 0)
  const isKnown = isWhole && total !== null && from != null && before != null
  if (drifts.length > 0 || !isKnown || from + before === total) return drifts
  // An account that others use has changed meanwhile, perhaps.
  const now = totalOf((await again({})).body)
  if (now !== total) return { why: 'the list changed while it was looked at' }
  return [
    {
      kind: 'filter',
      field: '/total_entries',
      expected: `the ${total} of all, from ${name}.gte and ${name}.lt together`,
      got: `${from} and ${before}`,
    },
  ]
}

async function sorted({ at, all, again }: List, name: string, pointer: string): Promise<Looked> {
  if (dividing(all, at, pointer) === null) return unseen(all, at, pointer)
  const drifts: Drift[] = []
  for (const [direction, sign] of [
    ['ASC', 1],
    ['DESC', -1],
  ] as const) {
    const answer = await again({ order_by: `${name} ${direction}` })
    if (answer.status !== 200) return refused(`order_by=${name} ${direction}`, answer)
    const values = valuesAt(answer.body, `${at}/*${pointer}`).filter(isValue)
    const inOrder = [...values].sort((one, other) => sign * byValue(one, other))
    if (String(values) !== String(inOrder))
      drifts.push({
        kind: 'order',
        field: `${at}/*${pointer}`,
        expected: `${direction} with order_by`,
        got: 'another order',
      })
  }
  return drifts
}
