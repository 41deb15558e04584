import type { Account, Credential, Event, Party, SeatRange, TicketGroup, TicketHold } from './records.ts'
import { countSeats, rangeFrom, stepOf, withSeats } from './seats.ts'
import type { Reader } from './store.ts'
import { type Row, type TableName, tableNames } from './tables.ts'
import type { World } from './world.ts'

/** Whether the records of a world, each well-formed by itself, fit together. */

type Id = number | null | readonly number[]

/** The fields that name records by their ids. */
type IdField<Name extends TableName> = {
  [Field in keyof Row<Name> & string]: Field extends `${string}_id` | `${string}_ids`
    ? Row<Name>[Field] extends Id
      ? Field
      : never
    : never
}[keyof Row<Name> & string]

/** No record of this world has to have it: a client's property may have been deleted since, other things never were here. */
const NOT_HERE = null

const references: { readonly [Name in TableName]: { readonly [Field in IdField<Name>]: TableName | null } } = {
  brokerages: {},
  offices: { brokerage_id: 'brokerages' },
  office_credit_cards: { office_id: 'offices' },
  users: { brokerage_id: 'brokerages', office_id: 'offices' },
  affiliates: {},
  affiliate_stores: { affiliate_id: 'affiliates' },
  credentials: { office_id: 'offices', affiliate_store_id: 'affiliate_stores' },
  categories: { parent_id: 'categories' },
  performers: { category_id: 'categories', venue_id: 'venues' },
  venues: {},
  configurations: { venue_id: 'venues' },
  events: {
    venue_id: 'venues',
    configuration_id: 'configurations',
    category_id: 'categories',
    performer_ids: 'performers',
  },
  ticket_groups: { office_id: 'offices', event_id: 'events', purchase_order_id: NOT_HERE },
  ticket_holds: { ticket_group_id: 'ticket_groups', office_id: 'offices', held_for_id: NOT_HERE },
  tax_quotes: { ticket_group_id: 'ticket_groups' },
  companies: {},
  clients: {
    office_id: 'offices',
    company_id: 'companies',
    primary_email_address_id: 'email_addresses',
    primary_phone_number_id: 'phone_numbers',
    primary_address_id: 'addresses',
    primary_shipping_address_id: 'addresses',
    primary_billing_address_id: 'addresses',
    primary_credit_card_id: 'credit_cards',
  },
  email_addresses: { client_id: 'clients' },
  addresses: { client_id: 'clients' },
  phone_numbers: { client_id: 'clients' },
  credit_cards: { client_id: 'clients', address_id: NOT_HERE, phone_number_id: NOT_HERE },
  orders: {
    order_group_id: NOT_HERE,
    back_order_id: 'orders',
    front_order_id: 'orders',
    created_by_credential_id: 'credentials',
    created_by_office_id: 'offices',
    billing_address_id: NOT_HERE,
    substitute_order_link_id: NOT_HERE,
    reviewer_id: 'users',
  },
  items: {
    order_item_id: NOT_HERE,
    order_id: 'orders',
    shipment_id: 'shipments',
    ticket_group_id: 'ticket_groups',
    eticket_file_id: 'files',
  },
  files: {},
  shipments: {
    order_id: 'orders',
    address_id: NOT_HERE,
    phone_number_id: NOT_HERE,
    email_address_id: NOT_HERE,
    ship_from_address_id: NOT_HERE,
    ship_from_phone_number_id: NOT_HERE,
    airbill_file_id: 'files',
  },
  tracking_events: {},
  payments: { order_id: 'orders', refunded_from_id: 'payments', credit_card_id: NOT_HERE },
  queued_orders: { credential_id: 'credentials', order_ids: 'orders' },
  notes: { order_id: 'orders', office_id: 'offices', affiliate_store_id: 'affiliate_stores' },
}

/** A field, and what is wrong with it beside other fields or records. */
type Finding = readonly [field: string, finding: string]

const findings: { readonly [Name in TableName]?: (record: Row<Name>, read: Reader) => Finding[] } = {
  credentials: (credential, read) => [
    ...unlessUnique('name', credential.name, read.count('credentials', 'by_name', credential.name)),
    ...unlessUnique('token', credential.token, read.count('credentials', 'by_token', credential.token)),
    ...unlessActingForOne(credential),
  ],
  offices: ({ time_zone }) => unlessTimeZone(time_zone),
  venues: ({ time_zone }) => unlessTimeZone(time_zone),
  events: unlessConfigurationIsTheVenues,
  ticket_groups: unlessSeatsAreOwn,
  ticket_holds: (hold, read) => [
    ...unlessAccountIsThere('account', hold.account, read),
    ...unlessSeatsAreHeld(hold, read),
  ],
  tax_quotes: ({ account }, read) => unlessAccountIsThere('account', account, read),
  companies: ({ account }, read) => unlessAccountIsThere('account', account, read),
  clients: ({ account }, read) => unlessAccountIsThere('account', account, read),
  orders: ({ seller, buyer }, read) => [
    ...unlessPartyIsThere('seller', seller, read),
    ...unlessPartyIsThere('buyer', buyer, read),
  ],
}

/** What does not fit, each with its path. `read` has the records of `world`, decoded. */
export function integrityProblems(world: World, read: Reader): string[] {
  return tableNames.flatMap((name) => problemsIn(name, world, read))
}

function problemsIn<Name extends TableName>(name: Name, world: World, read: Reader): string[] {
  return (world[name] ?? []).flatMap(({ id }, position) => {
    const record = read.must(name, id)
    const found = [...danglingIds(name, record, read), ...(findings[name]?.(record, read) ?? [])]
    return found.map(([field, finding]) => `${name}[${position}].${field}: ${finding}`)
  })
}

function danglingIds(name: TableName, record: object, read: Reader): Finding[] {
  const fields: { readonly [field: string]: TableName | null } = references[name]
  return Object.entries(fields).flatMap(([field, table]) => {
    if (table === NOT_HERE) return []
    const ids: unknown[] = [Reflect.get(record, field)].flat()
    return ids.flatMap((id) => (typeof id === 'number' ? unlessThere(field, table, id, read) : []))
  })
}

function unlessThere(field: string, table: TableName, id: number, read: Reader): Finding[] {
  return read.get(table, id) === undefined ? [[field, `${id} is the id of no record in "${table}"`]] : []
}

function unlessAccountIsThere(field: string, account: Account, read: Reader): Finding[] {
  const [kind, id] = account.split(':')
  return unlessThere(field, kind === 'store' ? 'affiliate_stores' : 'brokerages', Number(id), read)
}

const PARTY_TABLES = {
  Office: 'offices',
  Client: 'clients',
  AffiliateStore: 'affiliate_stores',
  Outside: 'offices',
} as const

function unlessPartyIsThere(field: string, party: Party, read: Reader): Finding[] {
  return [
    ...unlessThere(`${field}.id`, PARTY_TABLES[party.type], party.id, read),
    ...unlessAccountIsThere(`${field}.account`, party.account, read),
  ]
}

function unlessUnique(field: string, value: string, count: number): Finding[] {
  return count > 1 ? [[field, `${JSON.stringify(value)} is given to ${count} credentials; each needs its own`]] : []
}

function unlessActingForOne({ type, office_id, affiliate_store_id }: Credential): Finding[] {
  const [field, other] = type === 'Affiliate' ? [affiliate_store_id, office_id] : [office_id, affiliate_store_id]
  if (field !== null && other === null) return []
  const wanted = type === 'Affiliate' ? 'affiliate_store_id and no office_id' : 'office_id and no affiliate_store_id'
  return [['type', `a credential of type "${type}" needs an ${wanted}`]]
}

function unlessTimeZone(time_zone: string | null): Finding[] {
  try {
    if (time_zone !== null) new Intl.DateTimeFormat('en-US', { timeZone: time_zone })
    return []
  } catch {
    return [['time_zone', `"${time_zone}" is no time zone; give one as "America/New_York"`]]
  }
}

function unlessConfigurationIsTheVenues({ configuration_id, venue_id }: Event, read: Reader): Finding[] {
  const configuration = configuration_id === null ? undefined : read.get('configurations', configuration_id)
  const isTheVenues = configuration?.venue_id === venue_id || read.get('venues', venue_id) === undefined
  if (configuration === undefined || isTheVenues) return []
  return [
    ['configuration_id', `${configuration.id} is of venue ${configuration.venue_id}, and the event is at ${venue_id}`],
  ]
}

function unlessSeatsAreOwn(group: TicketGroup, read: Reader): Finding[] {
  const kept = [...read.find('ticket_holds', 'by_group', group.id)].flatMap(({ seats }) => seats)
  const findings = [
    ...unlessAmong(group, 'available', group.available),
    ...unlessAmong(group, 'wasted', group.wasted),
    ...unlessApart(group, [...group.available, ...group.wasted, ...kept]),
  ]
  return findings.slice(0, 1)
}

function unlessSeatsAreHeld({ ticket_group_id, seats, quantity }: TicketHold, read: Reader): Finding[] {
  const group = read.get('ticket_groups', ticket_group_id)
  if (group === undefined) return []
  const isCounted = countSeats(seats, stepOf(group.seat_order)) === quantity
  const findings = [
    ...unlessAmong(group, 'seats', seats),
    ...(isCounted ? [] : [['quantity', `${quantity} is not the number of its seats`] as const]),
  ]
  return findings.slice(0, 1)
}

/** Unless some seats are a group's own, in their order. */
function unlessAmong(group: TicketGroup, field: string, seats: readonly SeatRange[]): Finding[] {
  const { low_seat, quantity, seat_order } = group
  const step = stepOf(seat_order)
  const [, high_seat] = rangeFrom(low_seat, quantity, step)
  const isOwn = (seat: number) => low_seat <= seat && seat <= high_seat && (seat - low_seat) % step === 0
  let next = low_seat
  for (const [from, to] of seats) {
    if (from < next || to < from || !isOwn(from) || !isOwn(to))
      return [
        [
          field,
          `[${from}, ${to}] is out of order, or not among its ${quantity} ${seat_order} seats from ${low_seat} on`,
        ],
      ]
    next = to + 1
  }
  return []
}

/** Unless no seat is in two of these ranges of a group. */
function unlessApart({ seat_order }: TicketGroup, ranges: readonly SeatRange[]): Finding[] {
  const step = stepOf(seat_order)
  if (countSeats(withSeats([], ranges, step), step) === countSeats(ranges, step)) return []
  return [['available', 'a seat can be available, wasted or held only once']]
}
