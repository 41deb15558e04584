import { describe, expect, test } from 'vitest'
import { Reader } from '../../src/store/state.ts'
import { type TableName, tableNames, tables } from '../../src/store/tables.ts'
import { exportKept, exportWorld, loadKept, loadWorld, type World, WorldProblem } from '../../src/store/world.ts'
import { checkKept, checkRecord, checkWorld, recordSchema } from '../../src/store/world-schema.ts'
import { EVERY_RECORD, EVERYTHING } from './every-record.ts'

/** Each field of each table: it is kept as it is, and nothing else is taken for it. */

const START_MS = Date.parse('2026-01-05T12:00:00Z')

/** What stands for no text, number or flag, and what for no list and no object. */
const NO_VALUE = [12]
const NOTHING_INSIDE = 12

type Path = readonly (string | number)[]

const pathText = (path: Path) => path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('')

/** The same value with something else at a path; `undefined` leaves a field out. */
function changed(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to
  if (Array.isArray(value)) return value.map((each, nth) => (nth === key ? changed(each, rest, to) : each))
  if (typeof value !== 'object' || value === null) throw new Error(`nothing is at ${key}`)
  const entries = Object.entries(value).flatMap(([name, each]) => {
    const next = name === key ? changed(each, rest, to) : each
    return next === undefined ? [] : [[name, next]]
  })
  return Object.fromEntries(entries)
}

/** All places inside of a value, but for what may be any JSON. */
function placesIn(value: unknown, path: Path = []): Path[] {
  const isAny = ['params', 'request'].includes(String(path[0]))
  const inside = isAny || typeof value !== 'object' || value === null ? [] : Object.entries(value)
  const places = inside.flatMap(([key, each]) => placesIn(each, [...path, Array.isArray(value) ? Number(key) : key]))
  return path.length === 0 ? places : [path, ...places]
}

/** Objects whose names somebody else has given. */
const ANY_NAME: readonly string[] = [
  'ticket_groups.signatures',
  'webhook_deliveries.fields',
  'order_integrations.names.paths',
  'order_integrations.names.fields',
  'outbound_calls.request',
  'queued_orders.params',
]
const hasAnyName = (table: TableName, path: Path) => ANY_NAME.includes(`${table}${pathText(path)}`)

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inside, key) => Reflect.get(Object(inside), key), value)

const recordsOf = (table: TableName) => EVERY_RECORD[table]

function refusal(table: TableName, id: number, record: unknown): string {
  try {
    checkRecord(table, id, record)
  } catch (problem) {
    if (problem instanceof WorldProblem) return problem.message
    throw problem
  }
  return 'none'
}

test('what a file can hold is read and written as it is', () => {
  expect(checkKept(EVERYTHING)).toEqual(EVERYTHING)
  const kept = JSON.parse(JSON.stringify(exportKept(loadKept(checkKept(EVERYTHING), START_MS))))
  expect(kept).toEqual(JSON.parse(JSON.stringify(EVERYTHING)))
  const { sandbox, ...world } = EVERYTHING
  expect(checkWorld(EVERYTHING)).toEqual(world)
  expect(exportWorld(loadWorld(checkWorld(world), START_MS))).toEqual(world)
})

test('a clock that runs is kept as one', () => {
  const sandbox = { ...EVERYTHING.sandbox, frozen_at: null }
  const state = loadKept(checkKept({ ...EVERYTHING, sandbox }), START_MS)
  expect(state.sandbox?.frozen_at).toBeNull()
  expect(exportKept(state).sandbox).toEqual(sandbox)
})

test('a price that is too high is told how high it may be', () => {
  const [group = { id: 0 }] = EVERY_RECORD.ticket_groups
  const retail_price_cents = 100_000_000_001
  expect(refusal('ticket_groups', group.id, { ...group, retail_price_cents })).toBe(
    `ticket_groups/21.retail_price_cents: ${retail_price_cents} is not a price: at most 100000000000 cents`,
  )
})

/** A transaction notes in the bits of one number which indexes it has made its own. */
const MOST_INDEXES = 31

test.for(tableNames)('%s has few enough indexes', (table) => {
  expect(tables[table].keys.length).toBeLessThanOrEqual(MOST_INDEXES)
})

describe.for(tableNames)('a record of %s', (table) => {
  test('has every field in one of these records', () => {
    const given = new Set(recordsOf(table).flatMap((record) => Object.keys(record)))
    expect(Object.keys(recordSchema(table).shape).filter((field) => !given.has(field))).toEqual([])
  })

  test('is refused with the path of whatever is no such thing in it', () => {
    for (const record of recordsOf(table))
      for (const path of placesIn(record)) {
        if (path[0] === 'id' || path[0] === 'params') continue
        const found = at(record, path)
        const wrong = typeof found === 'object' && found !== null ? NOTHING_INSIDE : NO_VALUE
        const [first] = refusal(table, record.id, changed(record, path, wrong)).split('\n')
        const shown = `${table}/${record.id}${pathText(path)}: ${JSON.stringify(wrong)} is not `
        expect(first).toMatch(new RegExp(`^${escaped(shown)}(?!Invalid)\\S`))
      }
  })

  test('says what it does not know, wherever that is', () => {
    for (const record of recordsOf(table))
      for (const path of [[], ...placesIn(record)]) {
        const found = at(record, path)
        if (typeof found !== 'object' || found === null || Array.isArray(found) || hasAnyName(table, path)) continue
        expect(refusal(table, record.id, changed(record, path, { ...found, donuts: 12 }))).toContain(
          `${table}/${record.id}${pathText([...path, 'donuts'])}: is not known here; known names`,
        )
      }
  })

  test('may leave out what an older file has not, and nothing else', () => {
    const blank: object = tables[table].blank
    for (const record of recordsOf(table))
      for (const field of Object.keys(record).filter((name) => name !== 'id')) {
        const found = refusal(table, record.id, changed(record, [field], undefined))
        if (field in blank || (table === 'ticket_groups' && field === 'available')) expect(found).toBe('none')
        else expect(found).toMatch(new RegExp(`^${table}/${record.id}\\.${field}: is missing; give (?!Invalid)\\S`))
      }
  })
})

const escaped = (text: string) => text.replaceAll(/[[\].+*?(){}^$|\\]/g, '\\$&')

test('what was left out has its usual value, and is left out again', () => {
  const [{ id }] = EVERY_RECORD.performers as [{ id: number }]
  const short: World = { performers: [{ id, name: 'Sadgasm', updated_at: '2026-01-03T03:04:05.000Z' }] }
  const state = loadWorld(short, START_MS)
  expect(new Reader(state.tables, 0).must('performers', id)).toEqual({
    id,
    name: 'Sadgasm',
    category_id: null,
    venue_id: null,
    keywords: '',
    popularity_score: 0,
    deleted_at: null,
    updated_at: Date.parse('2026-01-03T03:04:05Z'),
  })
  expect(exportWorld(state)).toEqual({ next_ids: {}, ...short })
})
