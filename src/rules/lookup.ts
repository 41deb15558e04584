import type { Reader } from '../store/store.ts'
import { type Row, type TableName, tables } from '../store/tables.ts'
import { notFound } from './refusal.ts'

/** The record that an id in a URL names; what is no id names no record (RB-fix: `Couldn't find Client with ID=addresses`). */
export function lookUp<Name extends TableName>(read: Reader, table: Name, raw: string): Row<Name> {
  const record = /^[1-9]\d{0,14}$/.test(raw) ? read.get(table, Number(raw)) : undefined
  if (record === undefined) throw notFound(tables[table].model, raw)
  return record
}

/** As `lookUp`, for records that are the caller's to see: somebody else's is not there. */
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
