import * as z from 'zod'
import { Reader } from './store.ts'
import { ORDER_STATES, type TableName, tables } from './tables.ts'
import { loadWorld, type World, WorldProblem } from './world.ts'
import {
  account,
  anyCents,
  cents,
  count,
  countOrNull,
  dateOrNull,
  degreesOrNull,
  flag,
  flagOrNull,
  id,
  idOrNull,
  list,
  oneOf,
  party,
  place,
  score,
  seat,
  secret,
  strict,
  table,
  text,
  textOrNull,
  time,
  timeOrNull,
  token,
  unknownKey,
} from './world-fields.ts'
import { integrityProblems } from './world-integrity.ts'

/** What a world file may hold. Only a foreign one is checked, so nothing imports this before it is given one. */

const MAX_PROBLEMS = 5
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
    type: oneOf(['API', 'User', 'Affiliate']),
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
    state: oneOf(['shown', 'postponed', 'canceled']),
    notes: text,
    stubhub_id: textOrNull,
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
    type: oneOf(['event', 'parking']),
    section: text,
    row: text,
    quantity: count,
    low_seat: seat,
    seat_order: oneOf(['consecutive', 'odd_even']),
    available: list(z.tuple([seat, seat], 'two seats: the first and the last of a range').readonly()).nullable(),
    splits: list(count).nullable(),
    format: text,
    wholesale_price_cents: cents,
    retail_price_cents: cents,
    signatures: z.record(z.string(), cents, 'an object: signature to wholesale price in cents'),
    remote_id: textOrNull,
    external_notes: textOrNull,
    in_hand: flag,
    in_hand_on: dateOrNull,
    instant_delivery: flag,
    spec: flag,
    purchase_order_id: idOrNull,
    updated_at: time,
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
    seller_state: oneOf(ORDER_STATES),
    buyer_state: oneOf(ORDER_STATES),
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
    tax_signature: textOrNull,
    billing_address_id: idOrNull,
    substitute_order_link_id: idOrNull,
    reviewer_id: idOrNull,
    seller_rejection_reason: textOrNull,
    seller_rejection_notes: textOrNull,
    seller_cancellation_reason: textOrNull,
    seller_cancellation_notes: textOrNull,
    buyer_cancellation_reason: textOrNull,
    buyer_cancellation_notes: textOrNull,
    was_auto_canceled: flagOrNull,
    returned_cents: cents,
    fraud_check_status: oneOf(['pending', 'approved', 'declined']).nullable(),
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
    quantity: count,
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
  eticket_files: table('eticket_files', { id, base64: text }),
  shipments: table('shipments', {
    id,
    order_id: id,
    type: text,
    state: oneOf(['pending', 'in_transit', 'delivered', 'completed', 'canceled']),
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
    cost_cents: cents,
    tracking_number: textOrNull,
    carrier: textOrNull,
    available: flagOrNull,
    created_at: time,
    updated_at: time,
  }),
  payments: table('payments', {
    id,
    order_id: id,
    type: text,
    state: oneOf(['pending', 'authorized', 'captured', 'completed', 'voided', 'canceled']),
    amount_cents: anyCents,
    is_refund: flag,
    refunded_from_id: idOrNull,
    credit_card_id: idOrNull,
    token: textOrNull,
    check_number: textOrNull,
    created_at: time,
    updated_at: time,
  }),
  notes: table('notes', {
    id,
    order_id: id,
    category: oneOf(['internal', 'external']),
    content: text,
    office_id: idOrNull,
    affiliate_store_id: idOrNull,
    created_at: time,
    updated_at: time,
  }),
} satisfies { readonly [Name in TableName]: unknown }

const sequences = new Set(['order_group', 'order_item', ...Object.values(tables).map(({ sequence }) => sequence)])
const nextIds = z.record(
  z.string().refine((sequence) => sequences.has(sequence)),
  id,
  { error: (issue) => (issue.code === 'invalid_key' ? unknownKey(sequences) : 'an object') },
)

const worldSchema = strict({ next_ids: nextIds.exactOptional(), ...worldTables }, 'a world: an object')

/**
 * The world that a file holds, as it is written there.
 * @throws WorldProblem whose message names the path of each of the first problems, what was given and what was expected
 */
export function checkWorld(value: unknown): World {
  const result = worldSchema.safeParse(value, { reportInput: true })
  if (!result.success) throw new WorldProblem(firstOf(result.error.issues.flatMap(problemsOf)))
  const problems = integrityProblems(result.data, new Reader(loadWorld(result.data, 0).tables, 0))
  if (problems.length > 0) throw new WorldProblem(firstOf(problems))
  return result.data
}

function firstOf(problems: readonly string[]): string {
  const more = problems.length - MAX_PROBLEMS
  return [...problems.slice(0, MAX_PROBLEMS), ...(more > 0 ? [`and ${more} more`] : [])].join('\n')
}

function problemsOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${pathOf([...issue.path, key])}: ${issue.message}`)
  if (issue.code === 'invalid_key') return [`${pathOf(issue.path)}: ${issue.message}`]
  const path = pathOf(issue.path)
  if (issue.input === undefined) return [`${path}: is missing; give ${issue.message}`]
  return [`${path}: ${shown(issue.input)} is not ${issue.message}`]
}

/** `ticket_groups[3].section` */
function pathOf(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('')
  return text === '' ? 'world' : text.replace(/^\./, '')
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > MAX_SHOWN_CHARS ? `${text.slice(0, MAX_SHOWN_CHARS)}…` : text
}
