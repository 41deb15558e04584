import { type TableName, tableNames, tables } from '../store/tables.ts'
import type { World, WorldRecord } from '../store/world.ts'
import { BY_NEED, catalogue } from './catalogue.ts'
import { clients, LONG_AGO, parties } from './parties.ts'

/**
 * The next ids. The back order is made first, so the front order of seed 002 gets exactly the ids that seed 002 shows:
 * order 819975 in group 388214, item 958454 and so on. Made-up records have lower ids.
 */
const next_ids = {
  brokerage: 2000,
  office: 2000,
  office_credit_card: 400001,
  user: 20000,
  affiliate: 100,
  affiliate_store: 100,
  credential: 10,
  category: 1000,
  performer: 40000,
  venue: 4000,
  configuration: 1000,
  event: 2200000,
  ticket_group: 324500001,
  company: 11228,
  client: 168188,
  email_address: 1965047,
  address: 5070353,
  phone_number: 294655,
  credit_card: 327285,
  order_group: 388214,
  order: 819974,
  order_item: 632107,
  item: 958453,
  file: 1,
  shipment: 514479,
  payment: 657162,
  note: 103683,
}

/** As many of the documents' events as a world of `count` events has room for. */
export function documentedEvents(count: number) {
  const kept = BY_NEED.slice(0, count)
  return catalogue.events.filter(({ id }) => kept.includes(id))
}

/** The world of the documents in seeds/, written by hand, with these of its events and the made-up records added. */
export function documentsWith(madeUp: Omit<World, 'next_ids'>, events = catalogue.events): World {
  const ticket_groups = catalogue.ticket_groups.filter(({ event_id }) => events.some(({ id }) => id === event_id))
  const documents: World = { ...parties, ...catalogue, ...clients, events, ticket_groups }
  const world: { [Name in TableName]?: WorldRecord[] } = {}
  for (const name of tableNames) {
    const records = [...(documents[name] ?? []), ...(madeUp[name] ?? [])]
    if (records.length > 0) world[name] = isDated(name) ? records.map(withUpdatedAt) : records
  }
  return { next_ids, ...world }
}

function isDated(name: TableName): boolean {
  const times: readonly string[] = tables[name].times
  return times.includes('updated_at')
}

const withUpdatedAt = (record: WorldRecord): WorldRecord =>
  'updated_at' in record ? record : { ...record, updated_at: LONG_AGO }
