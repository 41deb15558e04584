import type { Placement } from './placements.ts'
import type { Account, Credential, Event, EvopayTransaction, Item, Order, Party } from './records.ts'
import type { Reader } from './state.ts'
import { type Row, remoteKey, type TableName, tableNames } from './tables.ts'
import type { World } from './world.ts'
import { type Finding, unlessOneOfItsSeats, unlessSeatsAreHeld, unlessSeatsAreOwn } from './world-seats.ts'

/** Whether the records of a world fit together; the schema has checked each record on its own. */

type Id = number | null | readonly number[]

/** The fields that name records by their ids. */
type IdField<Name extends TableName> = {
  [Field in keyof Row<Name> & string]: Field extends `${string}_id` | `${string}_ids`
    ? Row<Name>[Field] extends Id
      ? Field
      : never
    : never
}[keyof Row<Name> & string]

/** Such an id is not checked: a client's property may have been deleted since, others are not part of a world. */
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
  ticket_details: { ticket_group_id: 'ticket_groups', eticket_file_id: 'files' },
  unmapped_inventory: { office_id: 'offices', event_id: NOT_HERE },
  pins: { event_id: 'events' },
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
  evopay_transactions: { sender_id: 'offices', recipient_id: 'offices' },
  queued_orders: { credential_id: 'credentials', order_ids: 'orders' },
  notes: { order_id: 'orders', office_id: 'offices', affiliate_store_id: 'affiliate_stores' },
  webhook_endpoints: { office_id: 'offices' },
  webhook_deliveries: { endpoint_id: 'webhook_endpoints', subject_id: NOT_HERE },
  order_integrations: { office_id: 'offices', buying_office_ids: 'offices' },
  outbound_calls: { office_id: 'offices', order_id: NOT_HERE },
  autopilot_steps: { order_id: 'orders' },
}

/** A record that is named by another one, and the field that names it. */
interface Naming {
  readonly field: string
  readonly table: TableName
  readonly id: number
}

/** The records that are named in another way than by an id in a field of their own. */
const otherNamings: { readonly [Name in TableName]?: (record: Row<Name>) => Naming[] } = {
  ticket_holds: accountNamed,
  pins: accountNamed,
  tax_quotes: accountNamed,
  companies: accountNamed,
  clients: accountNamed,
  orders: ({ seller, buyer }) => [...partyNamed('seller', seller), ...partyNamed('buyer', buyer)],
  // Those that are made already are not read again.
  queued_orders: (queued) => [
    ...accountNamed(queued),
    ...(queued.state === 'pending' ? queued.entries.flatMap(namedByPlacement) : []),
  ],
}

/** What a record names; of its ids only those of one table, where that is given, for many records are looked through. */
export function namingsOf<Name extends TableName>(name: Name, record: Row<Name>, only?: TableName): Naming[] {
  const fields: { readonly [field: string]: TableName | null } = references[name]
  const namings: Naming[] = []
  for (const field in fields) {
    const table = fields[field] ?? NOT_HERE
    if (table === NOT_HERE || (only !== undefined && table !== only)) continue
    const named: unknown = Reflect.get(record, field)
    for (const id of Array.isArray(named) ? named : [named])
      if (typeof id === 'number') namings.push({ field, table, id })
  }
  return [...namings, ...(otherNamings[name]?.(record) ?? [])]
}

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
  items: unlessEachTicketHasASeat,
  order_integrations: ({ office_id }, read) =>
    read.count('order_integrations', 'by_office', office_id) === 1
      ? []
      : [['office_id', `${office_id} is given twice; an office has one service`]],
  ticket_holds: unlessSeatsAreHeld,
  ticket_details: unlessOneOfItsSeats,
  unmapped_inventory: ({ office_id, remote_id }, read) =>
    read.count('unmapped_inventory', 'by_remote_id', remoteKey(office_id, remote_id)) === 1
      ? []
      : [
          [
            'remote_id',
            `${JSON.stringify(remote_id)} is given twice for office ${office_id}; each group needs its own`,
          ],
        ],
  payments: ({ id }, read) => unlessOwnId(id, read.get('evopay_transactions', id), 'an EvoPay transaction'),
  evopay_transactions: (transaction, read) => [
    ...unlessOwnId(transaction.id, read.get('payments', transaction.id), 'a payment'),
    ...unlessMoneyMoves(transaction),
  ],
  orders: (order) => [...unlessItSells('seller', order.seller), ...unlessOfOtherOrders(order)],
  queued_orders: ({ state, entries }) =>
    state !== 'pending'
      ? []
      : entries.flatMap((entry, nth) =>
          entry.kind === 'order' ? unlessItSells(`entries[${nth}].order.seller`, entry.order.seller) : [],
        ),
}

/** All that does not fit, each with its path. `read` has the records of `world`, decoded. */
export function integrityProblems(world: World, read: Reader): string[] {
  return tableNames.flatMap((name) => problemsIn(name, world, read))
}

function problemsIn<Name extends TableName>(name: Name, world: World, read: Reader): string[] {
  return (world[name] ?? []).flatMap(({ id }, position) => {
    return problemsOfRecord(name, read.must(name, id), read, `${name}[${position}]`)
  })
}

/** All that does not fit about one record, which stands at `path`. */
export function problemsOfRecord<Name extends TableName>(
  name: Name,
  record: Row<Name>,
  read: Reader,
  path: string,
): string[] {
  const missing = namingsOf(name, record)
    .filter(({ table, id }) => read.get(table, id) === undefined)
    .map(({ field, table, id }): Finding => [field, `"${table}" has no record with the id ${id}`])
  const found = [...missing, ...(findings[name]?.(record, read) ?? [])]
  return found.map(([field, finding]) => `${path}.${field}: ${finding}`)
}

function accountNamed({ account }: { readonly account: Account }, prefix = ''): Naming[] {
  const [kind, id] = account.split(':')
  const table = kind === 'store' ? 'affiliate_stores' : 'brokerages'
  return [{ field: `${prefix}account`, table, id: Number(id) }]
}

const PARTY_TABLES = {
  Office: 'offices',
  Client: 'clients',
  AffiliateStore: 'affiliate_stores',
  Outside: 'offices',
} as const

function partyNamed(field: string, party: Party): Naming[] {
  return [{ field: `${field}.id`, table: PARTY_TABLES[party.type], id: party.id }, ...accountNamed(party, `${field}.`)]
}

/** Of the groups, holds and cards that it names the rules say in the order's own error that they are gone. */
function namedByPlacement(entry: Placement, nth: number): Naming[] {
  switch (entry.kind) {
    case 'order':
      return [
        ...partyNamed(`entries[${nth}].order.seller`, entry.order.seller),
        ...partyNamed(`entries[${nth}].order.buyer`, entry.order.buyer),
      ]
    case 'outside_purchase':
      return partyNamed(`entries[${nth}].purchase.buyer`, entry.purchase.buyer)
    case 'substitution':
      return [{ field: `entries[${nth}].rejected_id`, table: 'orders', id: entry.rejected_id }]
  }
}

function unlessItSells(field: string, { type }: Party): Finding[] {
  return type === 'Client' ? [[`${field}.type`, 'a "Client" only buys: give the party that sells']] : []
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
    return [['time_zone', `"${time_zone}" is not a time zone: give one such as "America/New_York"`]]
  }
}

function unlessConfigurationIsTheVenues({ configuration_id, venue_id }: Event, read: Reader): Finding[] {
  const configuration = configuration_id === null ? undefined : read.get('configurations', configuration_id)
  const isTheVenues = configuration?.venue_id === venue_id || read.get('venues', venue_id) === undefined
  if (configuration === undefined || isTheVenues) return []
  return [
    [
      'configuration_id',
      `${configuration.id} is a configuration of venue ${configuration.venue_id}, but the event is at venue ${venue_id}`,
    ],
  ]
}

function unlessOfOtherOrders(order: Order): Finding[] {
  const itself = (['back_order_id', 'front_order_id'] as const).find((field) => order[field] === order.id)
  return itself === undefined ? [] : [[itself, `${order.id} is the order itself: name another one, or null`]]
}

function unlessEachTicketHasASeat({ quantity, seats }: Item): Finding[] {
  const count = new Set(seats).size
  return count === quantity ? [] : [['seats', `${count} seats for ${quantity} tickets: give each its own`]]
}

/** An account's statement shows payments and transactions, each by its id. */
const unlessOwnId = (id: number, other: object | undefined, what: string): Finding[] =>
  other === undefined ? [] : [['id', `${id} is the id of ${what}; give another one`]]

/** The other side of a deposit and of a withdrawal is a bank. */
function unlessMoneyMoves({ type, sender_id, recipient_id }: EvopayTransaction): Finding[] {
  const isRight = (sender_id !== null) === (type !== 'deposit') && (recipient_id !== null) === (type !== 'withdrawal')
  if (isRight) return []
  return [
    ['type', 'a transfer needs sender_id and recipient_id, a deposit only the second, a withdrawal only the first'],
  ]
}
