import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod'
import { once } from '../once.ts'
import { cut } from '../shorten.ts'
import { AllSettings } from './settings-schema.ts'
import { Reader } from './state.ts'
import { type TableName, tableNames, tables } from './tables.ts'
import * as words from './words.ts'
import { type KeptWorld, loadWorld, type World, type WorldRecord, worldProblem } from './world.ts'
import {
  account,
  anyCents,
  callNamesOrNull,
  cents,
  clockOffset,
  count,
  countOrNull,
  degreesOrNull,
  flag,
  flagOrNull,
  id,
  idOrNull,
  json,
  list,
  nextId,
  oneOf,
  party,
  paymentCardOrNull,
  percentOrNull,
  place,
  priceCents,
  quantityOfGroup,
  quantityOfItem,
  score,
  seat,
  seats,
  secret,
  sent,
  shipmentAddressOrNull,
  strict,
  table,
  text,
  textOrNull,
  texts,
  ticketGroupDetails,
  time,
  timeOrNull,
  token,
  unknownKey,
  webAddress,
} from './world-fields.ts'
import { integrityProblems } from './world-integrity.ts'
import { placement } from './world-placements.ts'

/** What a world file may hold: one file, with a row for each field of each table. Only a foreign world is checked, so a start does not load it. */

const MAX_SHOWN_CHARS = 60

const worldTables = {
  brokerages: table('brokerages', { id, name: text, abbreviation: text, natb_member: flag, updated_at: time }),
  offices: table('offices', {
    id,
    brokerage_id: id,
    name: text,
    main: flag,
    ...place,
    phone: textOrNull,
    fax: textOrNull,
    email: list(text),
    time_zone: textOrNull,
    pos: flag,
    updated_at: time,
  }),
  office_credit_cards: table('office_credit_cards', {
    id,
    office_id: id,
    label: textOrNull,
    name: textOrNull,
    card_company: text,
    last_digits: text,
    expiration_month: text,
    expiration_year: text,
    updated_at: time,
  }),
  users: table('users', {
    id,
    brokerage_id: id,
    office_id: id,
    name: text,
    email: text,
    phone_number: textOrNull,
    phone_extension: textOrNull,
    updated_at: time,
  }),
  affiliates: table('affiliates', { id, name: text }),
  affiliate_stores: table('affiliate_stores', {
    id,
    affiliate_id: id,
    name: text,
    logo: textOrNull,
    website: textOrNull,
    created_at: time,
    updated_at: time,
  }),
  credentials: table('credentials', {
    id,
    name: text,
    label: text,
    type: oneOf(words.CREDENTIAL_TYPES),
    token,
    secret,
    office_id: idOrNull,
    affiliate_store_id: idOrNull,
  }),
  categories: table('categories', { id, name: text, parent_id: idOrNull, deleted_at: timeOrNull, updated_at: time }),
  performers: table('performers', {
    id,
    name: text,
    category_id: idOrNull,
    venue_id: idOrNull,
    keywords: text,
    popularity_score: score,
    deleted_at: timeOrNull,
    updated_at: time,
  }),
  venues: table('venues', {
    id,
    name: text,
    ...place,
    latitude: degreesOrNull,
    longitude: degreesOrNull,
    time_zone: textOrNull,
    keywords: text,
    popularity_score: score,
    deleted_at: timeOrNull,
    updated_at: time,
  }),
  configurations: table('configurations', {
    id,
    venue_id: id,
    name: text,
    primary: flag,
    capacity: countOrNull,
    general_admission: flag,
    fanvenues_key: textOrNull,
    ticket_utils_id: textOrNull,
    seating_chart_medium: textOrNull,
    seating_chart_large: textOrNull,
    updated_at: time,
  }),
  events: table('events', {
    id,
    name: text,
    venue_id: id,
    configuration_id: idOrNull,
    category_id: idOrNull,
    performer_ids: list(id),
    state: oneOf(words.EVENT_STATES),
    notes: text,
    stubhub_id: textOrNull,
    tbd: flag,
    promotion_label: textOrNull,
    face_value_display: flag,
    inclusive_pricing: flag,
    seat_number_display: flag,
    popularity_score: score,
    long_term_popularity_score: score,
    occurs_at: time,
    deleted_at: timeOrNull,
    updated_at: time,
  }),
  ticket_groups: table('ticket_groups', {
    id,
    office_id: id,
    event_id: id,
    quantity: quantityOfGroup,
    low_seat: seat,
    seat_order: oneOf(words.SEAT_ORDERS),
    available: seats.nullable(),
    wasted: seats,
    wasted_reason: oneOf(words.WASTED_REASONS).nullable(),
    ...ticketGroupDetails,
    split_type: oneOf(words.SPLIT_TYPES),
    cost_cents: priceCents.nullable(),
    taxed_cost_cents: priceCents.nullable(),
    face_value_cents: priceCents.nullable(),
    discount_percent: percentOrNull,
    account_email: textOrNull,
    broadcast: flag,
    signatures: z.record(z.string(), cents, 'an object: signature to wholesale price in cents'),
    purchase_order_id: idOrNull,
    deleted_at: timeOrNull,
    updated_at: time,
  }),
  ticket_holds: table('ticket_holds', {
    id,
    ticket_group_id: id,
    account,
    office_id: id,
    state: oneOf(words.HOLD_STATES),
    quantity: quantityOfGroup,
    seats,
    price_cents: priceCents,
    held_for_type: oneOf(words.HOLDER_TYPES),
    held_for_id: id,
    hold_until: timeOrNull,
    notes: textOrNull,
    created_at: time,
    updated_at: time,
  }),
  ticket_details: table('ticket_details', {
    id,
    ticket_group_id: id,
    seat,
    cost_cents: priceCents.nullable(),
    barcode: textOrNull,
    primary_ticket_id: textOrNull,
    verification_id: textOrNull,
    eticket_file_id: idOrNull,
    updated_at: time,
  }),
  unmapped_inventory: table('unmapped_inventory', {
    id,
    office_id: id,
    remote_id: text,
    event_id: id,
    event_name: textOrNull,
    event_occurs_at_date: textOrNull,
    event_occurs_at_time: textOrNull,
    venue_name: textOrNull,
    section: text,
    row: text,
    quantity: quantityOfGroup,
    format: oneOf(words.TICKET_FORMATS),
    wholesale_price_cents: priceCents,
    created_at: time,
  }),
  pins: table('pins', { id, account, event_id: id, created_at: time }),
  tax_quotes: table('tax_quotes', {
    id,
    account,
    tax_signature: text,
    ticket_group_id: id,
    quantity: quantityOfGroup,
    wholesale_tax_cents: cents,
    retail_tax_cents: cents.nullable(),
    created_at: time,
  }),
  companies: table('companies', { id, account, name: text, updated_at: time }),
  clients: table('clients', {
    id,
    account,
    office_id: idOrNull,
    company_id: idOrNull,
    name: text,
    tags: list(text),
    notes: textOrNull,
    pnr_id: textOrNull,
    commission_junction_sid: textOrNull,
    primary_email_address_id: idOrNull,
    primary_phone_number_id: idOrNull,
    primary_address_id: idOrNull,
    primary_shipping_address_id: idOrNull,
    primary_billing_address_id: idOrNull,
    primary_credit_card_id: idOrNull,
    created_at: time,
    updated_at: time,
  }),
  email_addresses: table('email_addresses', { id, client_id: id, label: textOrNull, address: text, updated_at: time }),
  addresses: table('addresses', {
    id,
    client_id: id,
    label: textOrNull,
    name: textOrNull,
    company: textOrNull,
    ...place,
    updated_at: time,
  }),
  phone_numbers: table('phone_numbers', {
    id,
    client_id: id,
    label: textOrNull,
    country_code: textOrNull,
    number: text,
    extension: textOrNull,
    created_at: time,
    updated_at: time,
  }),
  credit_cards: table('credit_cards', {
    id,
    client_id: id,
    label: textOrNull,
    name: textOrNull,
    card_company: text,
    last_digits: text,
    expiration_month: text,
    expiration_year: text,
    address_id: idOrNull,
    phone_number_id: idOrNull,
    updated_at: time,
  }),
  orders: table('orders', {
    id,
    order_group_id: id,
    back_order_id: idOrNull,
    front_order_id: idOrNull,
    is_purchase: flag,
    seller: party,
    buyer: party,
    created_by_credential_id: id,
    created_by_office_id: idOrNull,
    seller_state: oneOf(words.ORDER_STATES),
    buyer_state: oneOf(words.ORDER_STATES),
    subtotal_cents: cents,
    shipping_cents: cents,
    service_fee_cents: cents,
    additional_expense_cents: cents,
    tax_cents: cents,
    discount_cents: cents,
    total_cents: anyCents,
    instructions: textOrNull,
    reference: textOrNull,
    promo_code: textOrNull,
    consignment: flagOrNull,
    created_by_ip_address: textOrNull,
    session_id: textOrNull,
    user_agent: textOrNull,
    seller_reference_number: textOrNull,
    buyer_reference_number: textOrNull,
    po_number: textOrNull,
    invoice_number: textOrNull,
    tax_signature: textOrNull,
    billing_address_id: idOrNull,
    substitute_order_link_id: idOrNull,
    reviewer_id: idOrNull,
    seller_rejection_reason: oneOf(words.REJECTION_REASONS).nullable(),
    seller_rejection_notes: textOrNull,
    seller_cancellation_reason: oneOf(words.REJECTION_REASONS).nullable(),
    seller_cancellation_notes: textOrNull,
    buyer_cancellation_reason: oneOf(words.REJECTION_REASONS).nullable(),
    buyer_cancellation_notes: textOrNull,
    was_auto_canceled: flagOrNull,
    returned_cents: cents,
    fraud_check_status: oneOf(words.FRAUD_CHECK_STATUSES).nullable(),
    fraud_updates: count,
    created_at: time,
    updated_at: time,
  }),
  items: table('items', {
    id,
    order_item_id: id,
    order_id: id,
    shipment_id: id,
    ticket_group_id: id,
    price_cents: cents,
    quantity: quantityOfItem,
    seats: list(seat),
    eticket_delivery: flag,
    eticket_file_id: idOrNull,
    eticket_pdf_pages: countOrNull,
    eticket_file_size: countOrNull,
    eticket_updated_at: timeOrNull,
    eticket_finalized_at: timeOrNull,
    eticket_downloaded_at: timeOrNull,
    eticket_downloaded_by: textOrNull,
    created_at: time,
    updated_at: time,
  }),
  files: table('files', { id, base64: text }),
  shipments: table('shipments', {
    id,
    order_id: id,
    type: oneOf(words.SHIPMENT_TYPES),
    state: oneOf(words.SHIPMENT_STATES),
    service_type: textOrNull,
    signature_type: textOrNull,
    residential: flagOrNull,
    address_id: idOrNull,
    phone_number_id: idOrNull,
    email_address_id: idOrNull,
    ship_from_address_id: idOrNull,
    ship_from_phone_number_id: idOrNull,
    ship_to_name: textOrNull,
    ship_to_company_name: textOrNull,
    ship_to_address: shipmentAddressOrNull,
    ship_to_phone_number: textOrNull,
    ship_to_email_address: textOrNull,
    ship_from_name: textOrNull,
    ship_from_address: shipmentAddressOrNull,
    ship_from_phone_number: textOrNull,
    pickup_time_range: textOrNull,
    pickup_instructions: textOrNull,
    tm_mobile_link: textOrNull,
    transfer_source: textOrNull,
    cost_cents: cents,
    tracking_number: textOrNull,
    airbill_file_id: idOrNull,
    carrier: textOrNull,
    available: flagOrNull,
    created_at: time,
    updated_at: time,
  }),
  tracking_events: table('tracking_events', {
    id,
    tracking_number: text,
    type: oneOf(words.SCAN_CODES),
    occurred_at: time,
  }),
  payments: table('payments', {
    id,
    order_id: id,
    type: oneOf(words.PAYMENT_TYPES),
    state: oneOf(words.PAYMENT_STATES),
    amount_cents: anyCents,
    is_refund: flag,
    refunded_from_id: idOrNull,
    credit_card_id: idOrNull,
    token: textOrNull,
    card: paymentCardOrNull,
    check_number: textOrNull,
    created_at: time,
    updated_at: time,
  }),
  evopay_transactions: table('evopay_transactions', {
    id,
    type: oneOf(words.TRANSACTION_TYPES),
    sender_id: idOrNull,
    recipient_id: idOrNull,
    amount_cents: priceCents,
    notes: textOrNull,
    created_at: time,
  }),
  queued_orders: table('queued_orders', {
    id,
    account,
    credential_id: id,
    state: oneOf(words.QUEUED_ORDER_STATES),
    params: json,
    entries: list(placement),
    order_ids: list(id),
    error: textOrNull,
    process_at: time,
    created_at: time,
    updated_at: time,
  }),
  notes: table('notes', {
    id,
    order_id: id,
    category: oneOf(words.NOTE_CATEGORIES),
    content: text,
    office_id: idOrNull,
    affiliate_store_id: idOrNull,
    created_at: time,
    updated_at: time,
  }),
  webhook_endpoints: table('webhook_endpoints', {
    id,
    url: webAddress,
    office_id: idOrNull,
    events: list(oneOf(words.WEBHOOK_EVENTS)).nullable(),
    active: flag,
    created_at: time,
    updated_at: time,
  }),
  webhook_deliveries: table('webhook_deliveries', {
    id,
    endpoint_id: id,
    event_type: oneOf(words.WEBHOOK_EVENTS),
    recipient: oneOf(words.RECIPIENTS),
    state: oneOf(words.DELIVERY_STATES),
    subject_id: id,
    fields: texts,
    body: text,
    faults: list(strict({ id: text, effect: text }, 'a fault: an object')),
    ...sent,
  }),
  order_integrations: table('order_integrations', {
    id,
    office_id: id,
    url: webAddress,
    key: text,
    buying_office_ids: list(id).nullable(),
    deadline_ms: count,
    names: callNamesOrNull,
    created_at: time,
    updated_at: time,
  }),
  outbound_calls: table('outbound_calls', {
    id,
    kind: oneOf(words.OUTBOUND_CALLS),
    state: oneOf(words.OUTBOUND_STATES),
    office_id: id,
    global_id: text,
    order_id: idOrNull,
    request: z.record(z.string(), json, 'an object'),
    ...sent,
  }),
  autopilot_steps: table('autopilot_steps', {
    id,
    order_id: id,
    cast: oneOf(words.CASTS),
    deed: text,
    due_at: time,
    problem: textOrNull,
    created_at: time,
  }),
} satisfies { readonly [Name in TableName]: unknown }

const sequences = new Set(['order_group', 'order_item', ...Object.values(tables).map(({ sequence }) => sequence)])
const nextIds = z.record(
  z.string().refine((sequence) => sequences.has(sequence)),
  nextId,
  { error: (issue) => (issue.code === 'invalid_key' ? unknownKey(sequences) : 'an object') },
)

/** What a kept file has beside a world, and a world file reads past. */
const sandbox = strict(
  {
    frozen_at: timeOrNull,
    ahead_ms: clockOffset,
    began_at: time,
    life: count.exactOptional(),
    settings: AllSettings(),
  },
  'a sandbox: an object',
).exactOptional()

const EXPECTED = 'a world: give an object'
/** The records themselves are looked at one by one: see `checked`. */
const unread = z.array(z.unknown(), 'an array').exactOptional()
const shape = { next_ids: nextIds.exactOptional(), ...Object.fromEntries(tableNames.map((name) => [name, unread])) }
/** What a data file says of itself; who changes it by hand may leave it in. */
const ofFile = { kept: z.unknown().exactOptional(), checksum: z.unknown().exactOptional() }
const worldSchema = once(() => strict({ ...shape, ...ofFile, sandbox: z.unknown().exactOptional() }, EXPECTED))
const keptSchema = once(() => strict({ ...shape, ...ofFile, sandbox }, EXPECTED))

/**
 * Checks a world, and returns it as it is.
 * @throws WorldProblem: for each of the first problems its path, what was given and what was expected
 */
export function checkWorld(value: unknown): World {
  const [{ next_ids }, records] = checked(worldSchema(), value)
  return fitting({ ...(next_ids && { next_ids }), ...records })
}

/** As `checkWorld`, for what `--data` has kept: with the sandbox's clock and settings. */
export function checkKept(value: unknown): KeptWorld {
  const [{ next_ids, sandbox }, records] = checked(keptSchema(), value)
  return fitting({ ...(next_ids && { next_ids }), ...(sandbox && { sandbox }), ...records })
}

/**
 * Checks one record of a table on its own, and returns it as it is, with its id.
 * @throws WorldProblem, as `checkWorld`: with paths such as `events/648825.name`
 */
export function checkRecord(table: TableName, id: number, value: unknown): WorldRecord {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  const record: unknown = isObject && !Object.hasOwn(value, 'id') ? { id, ...value } : value
  const path = `${table}/${id}`
  refuseOther(worldTables[table].unwrap().element, record, path)
  if (record.id !== id)
    throw worldProblem([`${path}.id: ${record.id} is another id than that of the path; leave it out or give ${id}`])
  return record
}

/** The schema of one table's records. */
export const recordSchema = (table: TableName): z.ZodObject => worldTables[table].unwrap().element

/** A record keeps its own order of fields, so it is not replaced by what the schema makes of it. */
function refuseOther(schema: z.ZodType<WorldRecord>, value: unknown, path: string): asserts value is WorldRecord {
  // The schema reads past a "__proto__".
  if (!isDeepStrictEqual(understood(schema, value, path), value))
    throw worldProblem([`${path}: "__proto__" is not a name that a field can have`])
}

function understood<Output>(schema: z.ZodType<Output>, value: unknown, path?: string): Output {
  const result = schema.safeParse(value, { reportInput: true })
  const isWithin = path === undefined ? [] : [path]
  if (!result.success)
    throw worldProblem(
      result.error.issues.flatMap((issue) => problemsOf({ ...issue, path: [...isWithin, ...issue.path] })),
    )
  return result.data
}

type Records = { [Name in TableName]?: WorldRecord[] }

/** What a file has beside its tables, and its records. Where enough of them are wrong it stops: of a million, each may be. */
function checked<Output>(schema: z.ZodType<Output>, value: unknown): [Output, Records] {
  const rest = schema.safeParse(value, { reportInput: true })
  const problems = rest.success ? [] : rest.error.issues.flatMap(problemsOf)
  const records: Records = {}
  for (const name of tableNames) {
    const given: unknown = isObject(value) ? Reflect.get(value, name) : undefined
    if (!Array.isArray(given)) continue
    const read: WorldRecord[] = []
    for (const [nth, each] of given.entries()) {
      const { data, error } = recordSchema(name).safeParse(each, { reportInput: true })
      if (data !== undefined && hasId(data)) read.push(data)
      for (const issue of error?.issues ?? [])
        problems.push(...problemsOf({ ...issue, path: [name, nth, ...issue.path] }))
      if (problems.length > ENOUGH_PROBLEMS) throw worldProblem(problems)
    }
    records[name] = read
  }
  if (!rest.success || problems.length > 0) throw worldProblem(problems)
  return [rest.data, records]
}

/** More of them than are told. */
const ENOUGH_PROBLEMS = 100

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const hasId = (record: Record<string, unknown>): record is WorldRecord => typeof record.id === 'number'

/** A world whose records fit together. */
function fitting<Given extends World>(world: Given): Given {
  const problems = integrityProblems(world, new Reader(loadWorld(world, 0).tables, 0))
  if (problems.length > 0) throw worldProblem(problems)
  return world
}

function problemsOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${pathOf([...issue.path, key])}: ${issue.message}`)
  if (issue.code === 'invalid_key') return [`${pathOf(issue.path)}: ${issue.message}`]
  const path = pathOf(issue.path)
  const input = inputOf(issue)
  if (input === undefined) return [`${path}: is missing; give ${issue.message}`]
  return [`${path}: ${shown(input)} is not ${issue.message}`]
}

/** Of a field that says which of several shapes an object has, zod names the field and gives the object. */
function inputOf({ input, ...issue }: z.core.$ZodIssue): unknown {
  const field = issue.code === 'invalid_union' ? issue.discriminator : undefined
  return field === undefined || typeof input !== 'object' || input === null ? input : Reflect.get(input, field)
}

/** `ticket_groups[3].section` */
function pathOf(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('')
  return text === '' ? 'world' : text.replace(/^\./, '')
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return cut(text, MAX_SHOWN_CHARS)
}
