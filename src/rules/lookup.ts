import type { Reader } from '../store/state.ts'
import { type Row, type TableName, tables } from '../store/tables.ts'
import { notFound } from './refusal.ts'

/** The record with an id from a URL; any other text is a 404 (RB-fix: `Couldn't find Client with ID=addresses`). */
export function lookUp<Name extends TableName>(read: Reader, table: Name, raw: string): Row<Name> {
  const record = /^[1-9]\d{0,14}$/.test(raw) ? read.get(table, Number(raw)) : undefined
  if (record === undefined) throw notFound(tables[table].model, raw)
  return record
}

/** As `lookUp`, for records that belong to the caller: somebody else's record is not found. */
export function lookUpOwn<Name extends TableName>(
  read: Reader,
  table: Name,
  raw: string,
  isOwn: (record: Row<Name>) => boolean,
): Row<Name> {
  const record = lookUp(read, table, raw)
  if (!isOwn(record)) throw notFound(tables[table].model, raw)
  return record
}
