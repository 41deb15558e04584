import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { ServerContext } from '../../http/context.ts'
import type { Journal } from '../../journal/ring.ts'
import { sentenceOfTakeOver } from '../../journal/take-over.ts'
import { wordsOf } from '../../journal/verify.ts'
import { type Difference, differences } from '../../matching/match.ts'
import type { Breach } from '../../rules/invariants/invariant.ts'
import { INVARIANTS } from '../../rules/invariants/invariants.ts'
import { oneOrderPerIntent } from '../../rules/invariants/one-order-per-intent.ts'
import type { Reader } from '../../store/state.ts'
import { tables } from '../../store/tables.ts'
import { problem, readJson, sandboxOf } from './problem.ts'
import type { Condition } from './world-conditions.ts'

/** How many near misses are shown: the first one mostly says it all. */
const MAX_NEAREST = 3
/** Of the records that matched when too many did. */
const MAX_MATCHED = 50
const MAX_BROKEN = 20
const MAX_SHOWN_CHARS = 200

/** Asks the world itself: how many records are as they should be, and whether all of them fit together. */
export function worldVerifyRoutes(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>()

  routes.post('/', async (c) => {
    sandboxOf(context, c)
    const body = await readJson(c, { whenEmpty: {} })
    const { conditionsOf } = await import('./world-conditions.ts')
    // Looked up again: it may have been deleted while the body came.
    const sandbox = sandboxOf(context, c)
    const read = sandbox.read()
    const tallies = conditionsOf(body, read.now).map((condition) => tally(read, condition))
    const broken = brokenIn(read, sandbox.journal)
    const counts = Object.fromEntries(tallies.map(({ table, count }) => [table, count]))
    const unmet = tallies.filter(({ isMet }) => !isMet)
    if (unmet.length === 0 && broken.length === 0) return c.json({ counts, broken })
    return problem(409, sentenceOf(unmet, broken), {
      counts,
      broken: broken.slice(0, MAX_BROKEN),
      ...(unmet.length === 0 ? {} : { unmet: unmet.map(({ table, found }) => ({ table, ...found })) }),
    })
  })

  return routes
}

interface Tally {
  readonly table: string
  readonly count: number
  readonly isMet: boolean
  /** What there is in place of what was expected; both empty where it is met. */
  readonly found: { readonly matched: readonly number[]; readonly nearest: readonly Near[] }
  /** Why it is not met; empty where it is. */
  readonly detail: string
}

interface Near {
  readonly id: number
  readonly differs: readonly { readonly field: string; readonly expected: unknown; readonly actual: unknown }[]
}

function tally(read: Reader, { table, aspects, times }: Condition): Tally {
  const matched: number[] = []
  let missed: { id: number; differs: Difference[] }[] = []
  let count = 0
  for (const record of read.all(table)) {
    const differs = [...differences(record, aspects)]
    if (differs.length > 0) {
      missed = nearer(missed, { id: record.id, differs })
      continue
    }
    count += 1
    if (matched.length < MAX_MATCHED) matched.push(record.id)
  }
  const { min, max } = times
  const isMet = count >= min && (max === null || count <= max)
  const nearest = isMet || count >= min ? [] : missed.map(({ id, differs }) => ({ id, differs: differs.map(shown) }))
  const words = [`Expected ${wordsOf(times, 'record')} of ${table} to match; of ${read.count(table)}, ${count} did`]
  if (count > 0) words.push(`matched: ${matched.slice(0, MAX_NEAREST).join(', ')}${count > MAX_NEAREST ? ', …' : ''}`)
  for (const { id, differs } of nearest.slice(0, 1))
    words.push(`nearest: ${table}/${id}, ${differs.map(wordsFor).join(', ')}`)
  return { table, count, isMet, found: { matched, nearest }, detail: isMet ? '' : words.join('; ') }
}

/** The few that differ least, the newest first of those that differ as much. */
function nearer<Miss extends { readonly differs: readonly unknown[] }>(known: Miss[], miss: Miss): Miss[] {
  const last = known.at(-1)
  if (known.length === MAX_NEAREST && last !== undefined && last.differs.length <= miss.differs.length) return known
  return [...known, miss].sort((one, other) => one.differs.length - other.differs.length).slice(0, MAX_NEAREST)
}

const shown = ({ name, expected, actual }: Difference): Near['differs'][number] => ({
  field: name ?? '',
  expected: short(expected),
  actual: actual === undefined ? null : short(actual),
})

function short(value: unknown): unknown {
  const text = JSON.stringify(value)
  return text.length > MAX_SHOWN_CHARS ? `${text.slice(0, MAX_SHOWN_CHARS)}…` : value
}

const wordsFor = ({ field, expected, actual }: Near['differs'][number]): string =>
  `${field} is ${JSON.stringify(actual)} and not ${JSON.stringify(expected)}`

interface Broken {
  readonly invariant: string
  readonly records: readonly { readonly type: string; readonly id: number }[]
  readonly detail: string
  /** The requests that made the orders, as far as the journal still has them. */
  readonly requests?: readonly string[]
}

function brokenIn(read: Reader, journal: Journal): Broken[] {
  return INVARIANTS.flatMap(({ name, breaches }) =>
    Array.from(breaches(read), (breach): Broken => {
      const records = breach.records.map(({ table, id }) => ({ type: tables[table].sequence, id }))
      const told = { invariant: name, records, detail: breach.detail }
      if (name !== oneOrderPerIntent.name) return told
      const requests = makersOf(breach, read, journal)
      const { dropped } = journal
      const older = dropped === 0 ? '' : `, ${dropped} older ones had to make room`
      const unseen = journal.takeOver === null ? older : `${older}; ${sentenceOfTakeOver(journal.takeOver)}`
      const by =
        requests.length === 0
          ? `the journal has no request that made them${unseen}`
          : `made by ${requests.join(' and ')}`
      return { ...told, detail: `${breach.detail}; ${by}`, requests }
    }),
  )
}

/** The requests that made the orders of a breach, oldest first; a queued order was asked for by the request that queued it. */
function makersOf({ records }: Breach, read: Reader, journal: Journal): string[] {
  const orders = new Set(records.flatMap(({ table, id }) => (table === 'orders' ? [id] : [])))
  const isMaker = (type: string, id: number): boolean =>
    (type === 'order' && orders.has(id)) ||
    (type === 'queued_order' && read.get('queued_orders', id)?.order_ids.some((made) => orders.has(made)) === true)
  return journal
    .entries()
    .filter(({ written }) => written?.created.some(({ type, id }) => isMaker(type, id)) === true)
    .map(({ id }) => id)
    .reverse()
}

function sentenceOf(unmet: readonly Tally[], broken: readonly Broken[]): string {
  const more = broken.length > MAX_NEAREST ? [`and ${broken.length - MAX_NEAREST} more that are broken`] : []
  return [
    ...unmet.map(({ detail }) => detail),
    ...broken.slice(0, MAX_NEAREST).map(({ invariant, detail }) => `${invariant} is broken: ${detail}`),
    ...more,
  ].join('. ')
}
