import { isDeepStrictEqual } from 'node:util'
import type { Reader } from './state.ts'
import { type Row, type TableName, tableNames } from './tables.ts'
import type { Transaction } from './transaction.ts'
import { decode, type WorldRecord, worldProblem } from './world.ts'
import { namingsOf, problemsOfRecord } from './world-integrity.ts'

/** One record of a world that is in use, changed as in a world file: what comes of it is a world as well. */

/** A record that names another one, and the field in which it does. */
interface Namer {
  readonly table: TableName
  readonly id: number
  readonly field: string
}

/**
 * Makes a record, or replaces the one with its id. Relative times count from the day of the transaction.
 * @throws WorldProblem when it does not fit the other records, or one of those does not fit it any more
 */
export function putRecord<Name extends TableName>(
  tx: Transaction,
  table: Name,
  written: WorldRecord,
): { record: Row<Name>; isNew: boolean } {
  const path = pathOf(table, written.id)
  // With the fields in the order in which they were given, so that a record that is put back is exported as before.
  const record: Row<Name> = { ...written, ...decode(table, written, tx.now, path) }
  const before = tx.get(table, record.id)
  // Nothing is caused by what is the same.
  if (isDeepStrictEqual(record, before)) return { record, isNew: false }
  tx.put(table, record)
  const problems = [
    ...forgottenSeats(record, before, path),
    ...problemsOfRecord(table, record, tx, path),
    ...namingsOf(table, record).flatMap((named) => problemsAt(named.table, named.id, tx)),
    // Nobody can name what was not there.
    ...(before === undefined
      ? []
      : namersOf(table, record.id, tx).flatMap((namer) => problemsAt(namer.table, namer.id, tx))),
  ]
  if (problems.length > 0) throw worldProblem([...new Set(problems)])
  return { record, isNew: before === undefined }
}

/** A group that is put back with more seats, and the same free ones as before, has lost some on the way. */
function forgottenSeats(record: object, before: object | undefined, path: string): string[] {
  if (before === undefined || !('available' in record) || !('available' in before)) return []
  const isSame = (field: string) => isDeepStrictEqual(Reflect.get(record, field), Reflect.get(before, field))
  if (!isSame('available') || ['quantity', 'low_seat', 'seat_order'].every(isSame)) return []
  return [`${path}.available: its seats have changed: give those that are free, too, or null when all of them are`]
}

/** Deletes a record, unless others name it: those come back. */
export function deleteRecord(tx: Transaction, table: TableName, id: number): Namer[] {
  const namers = namersOf(table, id, tx)
  if (namers.length === 0) tx.delete(table, id)
  return namers
}

/** The other records that name this one. */
function namersOf(table: TableName, id: number, read: Reader): Namer[] {
  return tableNames.flatMap((name) => namersIn(name, table, id, read))
}

function namersIn<Name extends TableName>(name: Name, table: TableName, id: number, read: Reader): Namer[] {
  const namers: Namer[] = []
  for (const record of read.all(name)) {
    if (name === table && record.id === id) continue
    for (const named of namingsOf(name, record, table))
      if (named.table === table && named.id === id) namers.push({ table: name, id: record.id, field: named.field })
  }
  return namers
}

function problemsAt<Name extends TableName>(table: Name, id: number, read: Reader): string[] {
  const record = read.get(table, id)
  return record === undefined ? [] : problemsOfRecord(table, record, read, pathOf(table, id))
}

/** `events/648825` */
const pathOf = (table: TableName, id: number): string => `${table}/${id}`
