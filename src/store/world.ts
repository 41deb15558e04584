import type { SandboxRecord } from './records.ts'
import { rangeFrom, stepOf } from './seats.ts'
import { emptyState, type Sequences, type State } from './state.ts'
import { type Row, type TableName, tableNames, tables } from './tables.ts'
import { dateOf, resolveTime, startOfDay } from './times.ts'
import { Transaction } from './transaction.ts'

/** A record as written in a world file: times are text, and blank fields are left out. */
export type WorldRecord = { readonly id: number; readonly [field: string]: unknown }

/**
 * The records that a sandbox starts from: an array for each table, under its name. `next_ids` says where the ids start.
 * See `fixtures/default.json`.
 */
export type World = { readonly next_ids?: Sequences } & { readonly [Name in TableName]?: readonly WorldRecord[] }

/** A world, with the clock and the settings of the sandbox that it is kept for: what `--data` writes. */
export type KeptWorld = World & { readonly sandbox?: KeptSandbox }

/** A sandbox's record as a file has it: times as text. */
export type KeptSandbox = Omit<SandboxRecord, 'frozen_at' | 'began_at' | 'life'> & {
  readonly frozen_at: string | null
  readonly began_at: string
  /** An older file has none. */
  readonly life?: number
}

export class WorldProblem extends Error {}

const MAX_PROBLEMS = 5

/** Tells the first of them, a line each. */
export function worldProblem(problems: readonly string[]): WorldProblem {
  const more = problems.length - MAX_PROBLEMS
  return new WorldProblem([...problems.slice(0, MAX_PROBLEMS), ...(more > 0 ? [`and ${more} more`] : [])].join('\n'))
}

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

/** A server that runs for weeks decodes its world again every day; it keeps this many. */
const MAX_DAYS = 8
const decoded = new WeakMap<World, Map<number, State>>()

/**
 * As `loadWorld`, but decoded once for each day, because dates count from the day's midnight. Sandboxes of one world
 * share the records, so the world must not be changed afterwards.
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

/** As `loadWorld`, with the sandbox's clock and settings where the file has them. */
export function loadKept({ sandbox, ...world }: KeptWorld, start_ms: number): State {
  const state = loadWorld(world, start_ms)
  return sandbox === undefined ? state : { ...state, sandbox: decodeSandbox(sandbox, start_ms) }
}

export function decodeSandbox(sandbox: KeptSandbox, start_ms: number): SandboxRecord {
  const { frozen_at, began_at, life = 1 } = sandbox
  return {
    ...sandbox,
    life,
    frozen_at: frozen_at === null ? null : time(frozen_at, start_ms, 'sandbox.frozen_at'),
    began_at: time(began_at, start_ms, 'sandbox.began_at'),
  }
}

export function encodeSandbox(sandbox: SandboxRecord): KeptSandbox {
  const { frozen_at, began_at } = sandbox
  return {
    ...sandbox,
    frozen_at: frozen_at === null ? null : new Date(frozen_at).toISOString(),
    began_at: new Date(began_at).toISOString(),
  }
}

/** The world file of a state: `loadWorld` makes the same records of it. A world has neither the clock nor the settings of a sandbox. */
export function exportWorld(state: State): World {
  const world: { [Name in TableName]?: WorldRecord[] } = {}
  for (const name of tableNames) {
    const records = [...state.tables[name].records.values()].map((record) => encode(name, record))
    if (records.length > 0) world[name] = records
  }
  return { next_ids: state.sequences, ...world }
}

/** All of a state, with its sandbox's clock and settings. */
export function exportKept(state: State): KeptWorld {
  const { sandbox } = state
  const world = exportWorld(state)
  return sandbox === null ? world : { sandbox: encodeSandbox(sandbox), ...world }
}

/** The record that a world file describes; @throws WorldProblem when a time cannot be counted from `start_ms`. */
export function decode<Name extends TableName>(
  name: Name,
  record: WorldRecord,
  start_ms: number,
  path: string,
): Row<Name> {
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

/** Fills in fields that follow from the others. The world's schema has checked the fields themselves. */
function complete<Name extends TableName>(name: Name, record: Record<string, unknown>): Row<Name>
function complete(name: TableName, record: Record<string, unknown>): unknown {
  const { low_seat, quantity, seat_order } = record
  const isGroup = name === 'ticket_groups' && typeof low_seat === 'number' && typeof quantity === 'number'
  if (!isGroup || (record.available ?? null) !== null) return record
  const step = stepOf(seat_order === 'odd_even' ? 'odd_even' : 'consecutive')
  return { ...record, available: [rangeFrom(low_seat, quantity, step)] }
}

/** As a world file writes it; a whole one has its blank fields, too. */
export function encode(name: TableName, record: object, { isWhole = false } = {}): WorldRecord {
  const { blank, times }: WorldSpec = tables[name]
  const encoded: Record<string, unknown> = {}
  for (const field of Object.keys(record)) {
    const value: unknown = Reflect.get(record, field)
    if (!isWhole && isBlank(blank, field, value)) continue
    encoded[field] = typeof value === 'number' && times.includes(field) ? new Date(value).toISOString() : value
  }
  if (!hasId(encoded)) throw new Error(`a record of ${name} has no id`)
  return encoded
}

const hasId = (record: Record<string, unknown>): record is WorldRecord => typeof record.id === 'number'

/** A world of 100,000 orders has ten million fields, so most are compared without being written out. */
function isBlank(blank: object, field: string, value: unknown): boolean {
  if (!(field in blank)) return false
  const usual: unknown = Reflect.get(blank, field)
  if (typeof value !== 'object' || value === null) return value === usual
  return typeof usual === 'object' && usual !== null && JSON.stringify(value) === JSON.stringify(usual)
}

function time(text: unknown, start_ms: number, path: string): number {
  const instant_ms = typeof text === 'string' ? resolveTime(text, start_ms) : null
  if (instant_ms === null)
    throw new WorldProblem(
      `${path}: ${JSON.stringify(text)} is not a time: give "2026-01-31T19:00:00Z" or, counted from the start, "+P14DT19H"`,
    )
  return instant_ms
}
