import { rangeFrom, stepOf } from './seats.ts'
import { emptyState, type Sequences, type State, Transaction } from './store.ts'
import { type Row, type TableName, tableNames, tables } from './tables.ts'
import { dateOf, resolveTime, startOfDay } from './times.ts'

/** A record as a world file has it: times as text, and what is blank left out. */
export type WorldRecord = { readonly id: number; readonly [field: string]: unknown }

/**
 * The records a sandbox starts from. One array a table, under the table's name; `next_ids` says where the sequences
 * start. See `fixtures/default.json`.
 */
export type World = { readonly next_ids?: Sequences } & { readonly [Name in TableName]?: readonly WorldRecord[] }

export class WorldProblem extends Error {}

/** The part of a table's declaration that says how a world file writes its records. */
interface WorldSpec {
  readonly times: readonly string[]
  readonly dates?: readonly string[]
  readonly blank: object
}

/** Builds the state that a world describes. Relative times count from the day of `start_ms`. */
export function loadWorld(world: World, start_ms: number): State {
  const tx = new Transaction(emptyState(world.next_ids ?? {}), start_ms)
  for (const name of tableNames)
    for (const [position, record] of (world[name] ?? []).entries()) {
      if (tx.get(name, record.id) !== undefined)
        throw new WorldProblem(`${name}[${position}].id: ${record.id} is given twice`)
      tx.put(name, decode(name, record, start_ms, `${name}[${position}]`))
    }
  return tx.finish()
}

/** A server that runs for weeks decodes its world for another day each day. */
const MAX_DAYS = 8
const decoded = new WeakMap<World, Map<number, State>>()

/**
 * As `loadWorld`, but decoded once for each day, from whose midnight its dates count: sandboxes of one world share its
 * records. The world must not be changed afterwards.
 */
export function stateOf(world: World, start_ms: number): State {
  const day_ms = startOfDay(start_ms)
  const days = decoded.get(world) ?? new Map<number, State>()
  decoded.set(world, days)
  const known = days.get(day_ms)
  if (known !== undefined) return known
  const state = loadWorld(world, day_ms)
  days.set(day_ms, state)
  const [oldest] = days.keys()
  if (days.size > MAX_DAYS && oldest !== undefined) days.delete(oldest)
  return state
}

/** The world file of a state: `loadWorld` makes the same state of it. */
export function exportWorld(state: State): World {
  const world: { [Name in TableName]?: WorldRecord[] } = {}
  for (const name of tableNames) {
    const records = [...state.tables[name].records.values()].map((record) => encode(name, record))
    if (records.length > 0) world[name] = records
  }
  return { next_ids: state.sequences, ...world }
}

function decode<Name extends TableName>(name: Name, record: WorldRecord, start_ms: number, path: string): Row<Name> {
  const { blank, times, dates }: WorldSpec = tables[name]
  const decoded: Record<string, unknown> = { ...blank, ...record }
  for (const field of times) {
    const text = decoded[field]
    if (text !== null && text !== undefined) decoded[field] = time(text, start_ms, `${path}.${field}`)
  }
  for (const field of dates ?? []) {
    const text = decoded[field]
    if (text !== null && text !== undefined) decoded[field] = dateOf(time(text, start_ms, `${path}.${field}`))
  }
  return complete(name, decoded)
}

/** Fills in what follows from the rest of a record. The world's schema has vouched for the fields themselves. */
function complete<Name extends TableName>(name: Name, record: Record<string, unknown>): Row<Name>
function complete(name: TableName, record: Record<string, unknown>): unknown {
  const { low_seat, quantity, seat_order } = record
  const isGroup = name === 'ticket_groups' && typeof low_seat === 'number' && typeof quantity === 'number'
  if (!isGroup || (record.available ?? null) !== null) return record
  const step = stepOf(seat_order === 'odd_even' ? 'odd_even' : 'consecutive')
  return { ...record, available: [rangeFrom(low_seat, quantity, step)] }
}

function encode(name: TableName, record: object): WorldRecord {
  const { blank, times }: WorldSpec = tables[name]
  const isTime = new Set<string>(times)
  const encoded = Object.entries(record).flatMap(([field, value]) => {
    if (field in blank && JSON.stringify(value) === JSON.stringify(Reflect.get(blank, field))) return []
    return [[field, isTime.has(field) && typeof value === 'number' ? new Date(value).toISOString() : value]]
  })
  return Object.fromEntries(encoded)
}

function time(text: unknown, start_ms: number, path: string): number {
  const instant_ms = typeof text === 'string' ? resolveTime(text, start_ms) : null
  if (instant_ms === null)
    throw new WorldProblem(
      `${path}: ${JSON.stringify(text)} is no time; give one as "2026-01-31T19:00:00Z" or, from the start, as "+P14DT19H"`,
    )
  return instant_ms
}
