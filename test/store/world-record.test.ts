import { describe, expect, test } from 'vitest'
import { Reader, type State } from '../../src/store/state.ts'
import type { TableName } from '../../src/store/tables.ts'
import { Transaction } from '../../src/store/transaction.ts'
import { encode, exportWorld, loadWorld, type WorldRecord } from '../../src/store/world.ts'
import { deleteRecord, putRecord } from '../../src/store/world-record.ts'
import { checkRecord, checkWorld } from '../../src/store/world-schema.ts'
import { EVERY_RECORD } from './every-record.ts'

/** One record of a world in use is put or deleted: what comes of it is a world as well. */

const NOON = Date.parse('2026-01-05T12:00:00Z')
const state: State = loadWorld(EVERY_RECORD, NOON)
const begin = () => new Transaction(state, NOON)

function given(table: TableName, id: number, fields: object = {}): WorldRecord {
  const record = EVERY_RECORD[table].find((each) => each.id === id)
  if (record === undefined) throw new Error(`${table} has no ${id}`)
  return { ...record, ...fields }
}

test('a record that is put as it was changes nothing', () => {
  const tx = begin()
  for (const id of [11, 12]) expect(putRecord(tx, 'offices', given('offices', id)).isNew).toBe(false)
  expect(tx.commit(1)).toBeNull()
})

test('a record is made, and then it is not new any more', () => {
  const tx = begin()
  const put = () => putRecord(tx, 'companies', given('companies', 30, { id: 99, updated_at: '+PT1H' }))
  const record = { id: 99, account: 'brokerage:1', name: 'The Leftorium', updated_at: Date.parse('2026-01-05T01:00Z') }
  expect(put()).toEqual({ record, isNew: true })
  expect(put()).toEqual({ record, isNew: false })
  expect(tx.must('companies', 99)).toEqual(record)
})

test('its fields stay in the order in which they were given', () => {
  const tx = begin()
  const { record } = putRecord(tx, 'companies', { name: 'Globex', updated_at: '+P0D', id: 98, account: 'brokerage:1' })
  expect(Object.keys(record)).toEqual(['name', 'updated_at', 'id', 'account'])
})

describe('what is put is refused', () => {
  test.for<[table: TableName, record: WorldRecord, problem: string]>([
    [
      'companies',
      given('companies', 30, { updated_at: '+P99999999D' }),
      'companies/30.updated_at: "+P99999999D" is not a time: give "2026-01-31T19:00:00Z" or, counted from the start, "+P14DT19H"',
    ],
    // By itself.
    [
      'offices',
      given('offices', 11, { brokerage_id: 9 }),
      'offices/11.brokerage_id: "brokerages" has no record with the id 9',
    ],
    // Because of one that it names.
    [
      'ticket_holds',
      given('ticket_holds', 22, { seats: [[3, 5]] }),
      'ticket_groups/21.available: a seat can be available, wasted or held only once',
    ],
    // Because of one that names it.
    [
      'configurations',
      given('configurations', 20, { venue_id: 100 }),
      'events/18.configuration_id: 20 is a configuration of venue 100, but the event is at venue 10',
    ],
    // It has lost seats on the way.
    [
      'ticket_groups',
      given('ticket_groups', 21, { quantity: 12 }),
      'ticket_groups/21.available: its seats have changed: give those that are free, too, or null when all of them are',
    ],
  ])('as one of %s, and told once: %j', ([table, record, problem]) => {
    const tx = begin()
    tx.put('venues', { ...tx.must('venues', 10), id: 100 })
    expect(() => putRecord(tx, table, record)).toThrow(new RegExp(`^${problem.replaceAll(/[+.?*()[\]]/g, '\\$&')}$`))
  })

  test('but a group may have more seats when it says which are free, and other fields with the same seats', () => {
    expect(putRecord(begin(), 'ticket_groups', given('ticket_groups', 21, { section: '24' })).record.section).toBe('24')
    const more = given('ticket_groups', 21, { quantity: 12, available: [[1, 5], [11, 15], [23, 23]] }) // biome-ignore format: in one line
    expect(putRecord(begin(), 'ticket_groups', more).record.quantity).toBe(12)
    const other = given('ticket_groups', 21, { quantity: 12, id: 99, available: [[1, 5]], wasted: [] })
    expect(putRecord(begin(), 'ticket_groups', other).isNew).toBe(true)
  })

  test('and other records may have what a group is told of', () => {
    const item = given('items', 43, { quantity: 1, seats: [19] })
    expect(putRecord(begin(), 'items', item).record.quantity).toBe(1)
  })
})

test('what others name is not deleted, and they are told; what nobody names is', () => {
  const tx = begin()
  expect(deleteRecord(tx, 'companies', 30)).toEqual([{ table: 'clients', id: 31, field: 'company_id' }])
  expect(deleteRecord(tx, 'events', 18)).toEqual([
    { table: 'ticket_groups', id: 21, field: 'event_id' },
    { table: 'pins', id: 25, field: 'event_id' },
  ])
  expect(deleteRecord(tx, 'categories', 1)).toEqual([{ table: 'categories', id: 2, field: 'parent_id' }])
  expect(deleteRecord(tx, 'files', 47)).toEqual([
    { table: 'ticket_details', id: 23, field: 'eticket_file_id' },
    { table: 'items', id: 43, field: 'eticket_file_id' },
    { table: 'shipments', id: 44, field: 'airbill_file_id' },
  ])
  expect(tx.commit(1)).toBeNull()
  expect(deleteRecord(tx, 'pins', 25)).toEqual([])
  expect(tx.get('pins', 25)).toBeUndefined()
})

test('a record that names itself alone is deleted', () => {
  const tx = begin()
  tx.put('categories', { ...tx.must('categories', 2), parent_id: 2 })
  tx.put('performers', { ...tx.must('performers', 19), category_id: null })
  tx.put('events', { ...tx.must('events', 18), category_id: null })
  expect(deleteRecord(tx, 'categories', 2)).toEqual([])
})

test('what parties, accounts and queued orders name is named as well', () => {
  const fieldsOf = (table: TableName, id: number) =>
    deleteRecord(begin(), table, id).map((namer) => `${namer.table}/${namer.id}.${namer.field}`)
  expect(fieldsOf('clients', 31)).toEqual([
    'email_addresses/32.client_id',
    'addresses/33.client_id',
    'phone_numbers/34.client_id',
    'credit_cards/35.client_id',
    'orders/42.buyer.id',
    'orders/41.buyer.id',
    'queued_orders/51.entries[0].order.buyer.id',
    'queued_orders/51.entries[1].purchase.buyer.id',
  ])
  expect(fieldsOf('brokerages', 2)).toEqual([
    'offices/12.brokerage_id',
    'orders/42.seller.account',
    'orders/41.seller.account',
    'queued_orders/51.entries[0].order.seller.account',
  ])
})

test('a record is checked on its own by its path, with its id or without', () => {
  const { id: _, ...fields } = given('affiliates', 14)
  expect(checkRecord('affiliates', 14, fields)).toEqual({ id: 14, ...fields })
  expect(checkRecord('affiliates', 14, { ...fields, id: 14 })).toEqual({ id: 14, ...fields })
  for (const [value, problem] of [
    [{ ...fields, id: 15 }, 'affiliates/14.id: 15 is another id than that of the path; leave it out or give 14'],
    [{ ...fields, id: 'x' }, 'affiliates/14.id: "x" is not an id: a whole number from 1 to 999999999999999'],
    [[fields], 'affiliates/14: [{"name":"an affiliate"}] is not a record: an object'],
    [null, 'affiliates/14: null is not a record: an object'],
    ['one', 'affiliates/14: "one" is not a record: an object'],
    [undefined, 'affiliates/14: is missing; give a record: an object'],
  ] as const)
    expect(() => checkRecord('affiliates', 14, value)).toThrow(problem)
})

test('a record is shown whole, or as short as a file has it', () => {
  const office = new Reader(state.tables, NOON).must('offices', 12)
  expect(encode('offices', office)).toEqual(given('offices', 12))
  expect(encode('offices', office, { isWhole: true })).toEqual({
    ...given('offices', 12),
    street_address: null,
    extended_address: null,
    locality: null,
    region: null,
    postal_code: null,
    country_code: null,
    main: false,
    phone: null,
    fax: null,
    email: [],
    time_zone: null,
    pos: false,
  })
})

test('after any of these the world is one', () => {
  const tx = begin()
  putRecord(tx, 'companies', given('companies', 30, { id: 99 }))
  deleteRecord(tx, 'pins', 25)
  const written: unknown = JSON.parse(JSON.stringify(exportWorld(tx.finish())))
  expect(checkWorld(written)).toEqual(written)
})
