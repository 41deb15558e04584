import type * as z from 'zod'
import { type BodySchema, defineOperation, type Fidelity, type Operation, type RawEntry } from '../../operation.ts'
import type { Caller } from '../../rules/caller.ts'
import { findClient } from '../../rules/clients/clients.ts'
import { lookUpOwn } from '../../rules/lookup.ts'
import type { Client } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Row } from '../../store/tables.ts'
import type { Transaction } from '../../store/transaction.ts'
import { createdShape, deletedShape } from '../../wire/client-shapes.ts'
import { batch, flat } from '../../wire/envelopes.ts'
import { PAGE_CAP, pageOf, pageQuery, pageShape } from '../../wire/pages.ts'
import { EVERY_CREDENTIAL } from './sources.ts'

type PropertyTable = 'email_addresses' | 'addresses' | 'phone_numbers' | 'credit_cards'

interface Call {
  readonly tx: Transaction
  readonly caller: Caller
  readonly client: Client
}

export interface ClientProperty<Table extends PropertyTable, Fields extends z.ZodType, Changes extends z.ZodType> {
  readonly table: Table
  /** `an email address` */
  readonly noun: string
  readonly sources: { readonly [Verb in 'index' | 'show' | 'create' | 'update' | 'delete']: string }
  readonly fidelity: { readonly create: Fidelity; readonly update: Fidelity }
  readonly fields: () => Fields
  readonly changes: () => Changes
  readonly shape: () => z.ZodType
  /** W:4129337, W:983142: some creates answer with the counters of a list. */
  readonly createHasCounters: boolean
  /** Of the create: see OperationSpec. */
  readonly knownAndIgnored?: { readonly [parameter: string]: string }
  readonly create: (call: Call, fields: z.output<Fields>, nth: number) => Row<Table>
  readonly update: (call: Call, record: Row<Table>, changes: z.output<Changes>) => void
  /** Clears the fields that name the record, before it is deleted. */
  readonly release: (call: Call, record: Row<Table>) => void
  /** The echo of a refused entry, if it is not the whole entry. */
  readonly refused?: (entry: RawEntry) => object
  readonly present: (read: Reader, client: Client, record: Row<Table>) => object
}

const echoWith =
  (refused: (entry: RawEntry) => object) =>
  ({ entry }: { readonly entry: RawEntry }) =>
    refused(entry)

/** The five operations on one kind of client property. The kinds differ in their fields, and in little else. */
export function clientPropertyOperations<
  Table extends PropertyTable,
  Fields extends z.ZodType,
  Changes extends z.ZodType,
>(property: ClientProperty<Table, Fields, Changes>): Operation[] {
  const { table, noun, sources, fidelity, shape } = property
  const listPath = `/v9/clients/:client_id/${table}` as const
  const onePath = `/v9/clients/:client_id/${table}/:id` as const
  const base = { credentials: EVERY_CREDENTIAL, status: 200 as const }

  const find = (read: Reader, caller: Caller, params: { readonly client_id: string; readonly id: string }) => {
    const client = findClient(read, caller, params.client_id)
    const record = lookUpOwn<Table>(read, table, params.id, (each) => each.client_id === client.id)
    return { client, record }
  }
  const list = (read: Reader, client: Client, page: { page: number; per_page: number }) =>
    pageOf<Row<Table>>(
      table,
      page,
      {
        records: read.find<Table>(table, 'by_client', client.id),
        total: read.count<Table>(table, 'by_client', client.id),
      },
      (record) => property.present(read, client, record),
    )

  return [
    defineOperation({
      ...base,
      id: `${table}.index`,
      method: 'GET',
      path: listPath,
      summary: `The ${table.replace('_', ' ')} of a client, newest first.`,
      source: sources.index,
      fidelity: 'documented',
      input: () => ({ query: pageQuery() }),
      indexed: true,
      output: () => pageShape(table, shape()),
      handle: ({ tx, caller, params, query }) => list(tx, findClient(tx, caller, params.client_id), query),
    }),
    defineOperation({
      ...base,
      id: `${table}.show`,
      method: 'GET',
      path: onePath,
      summary: `Shows ${noun} of a client.`,
      source: sources.show,
      fidelity: 'documented',
      output: shape,
      handle: ({ tx, caller, params }) => {
        const { client, record } = find(tx, caller, params)
        return property.present(tx, client, record)
      },
    }),
    defineOperation({
      ...base,
      id: `${table}.create`,
      method: 'POST',
      path: listPath,
      summary: `Gives a client ${noun}, or several.`,
      source: sources.create,
      fidelity: fidelity.create,
      input: () => ({ body: batch(table, property.fields()) }),
      ...(property.knownAndIgnored && { knownAndIgnored: property.knownAndIgnored }),
      ...(property.refused === undefined ? {} : { echo: echoWith(property.refused) }),
      status: 201,
      output: () => (property.createHasCounters ? pageShape(table, shape()) : createdShape(table, shape())),
      handle: ({ tx, caller, params, body }) => {
        const { id } = findClient(tx, caller, params.client_id)
        const entries: readonly z.output<Fields>[] = body[table]
        const created = entries.map((entry, nth) =>
          property.create({ tx, caller, client: tx.must('clients', id) }, entry, nth),
        )
        const client = tx.must('clients', id)
        // RB:modules/create.rb takes an array of one for the new record, so it holds what this request made and nothing older.
        const made = { [table]: created.map((record) => property.present(tx, client, record)) }
        return property.createHasCounters
          ? { current_page: 1, per_page: PAGE_CAP, total_entries: created.length, ...made }
          : made
      },
    }),
    defineOperation({
      ...base,
      id: `${table}.update`,
      method: 'PUT',
      path: onePath,
      summary: `Changes ${noun} of a client.`,
      source: sources.update,
      fidelity: fidelity.update,
      input: (): { body: BodySchema<z.output<Changes>> } => ({ body: flat(property.changes()) }),
      output: shape,
      echo: ({ read, caller, params }) => {
        const { client, record } = find(read, caller, params)
        return property.present(read, client, record)
      },
      handle: ({ tx, caller, params, body }) => {
        const { client, record } = find(tx, caller, params)
        property.update({ tx, caller, client }, record, body)
        const changed = find(tx, caller, params)
        return property.present(tx, changed.client, changed.record)
      },
    }),
    defineOperation({
      ...base,
      id: `${table}.delete`,
      method: 'DELETE',
      path: onePath,
      summary: `Deletes ${noun} of a client.`,
      source: sources.delete,
      fidelity: 'documented',
      output: () => deletedShape(table),
      handle: ({ tx, caller, params }) => {
        const { client, record } = find(tx, caller, params)
        property.release({ tx, caller, client }, record)
        tx.delete(table, record.id)
        return { [table]: [{ id: String(record.id) }] }
      },
    }),
  ]
}
