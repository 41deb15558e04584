// @ts-check
import { catalogue } from './catalogue.js'
import { extras } from './extras.js'
import { clients, LONG_AGO, parties } from './parties.js'

const TABLES_WITHOUT_TIMES = ['affiliates', 'credentials']

/**
 * Where ids go on. With the back order made first, the front order of seed 002 gets exactly the ids that are printed
 * there: order 819975 in group 388214, item 958454 and so on.
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

/**
 * The default world: what the documents name, written by hand, and more events beside it.
 * @returns {import('../../src/store/world.ts').World}
 */
export function defaultWorld() {
  const { performers, venues, configurations, events, ticket_groups } = extras()
  const tables = {
    ...parties,
    categories: catalogue.categories,
    performers: [...catalogue.performers, ...performers],
    venues: [...catalogue.venues, ...venues],
    configurations: [...catalogue.configurations, ...configurations],
    events: [...catalogue.events, ...events],
    ticket_groups: [...catalogue.ticket_groups, ...ticket_groups],
    ...clients,
  }
  const dated = Object.entries(tables).map(([name, records]) => [
    name,
    TABLES_WITHOUT_TIMES.includes(name) ? records : records.map(withUpdatedAt),
  ])
  return { next_ids, ...Object.fromEntries(dated) }
}

/** @param {object} record */
const withUpdatedAt = (record) => ('updated_at' in record ? record : { ...record, updated_at: LONG_AGO })
