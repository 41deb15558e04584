// @ts-check
import { table } from './table.js'

/**
 * A record of a world file, as `src/store/world-schema.ts` has it.
 * @typedef {{ readonly [field: string]: any }} Row
 * @typedef {{ readonly [table: string]: any }} World
 */

/**
 * The ids of the default world, in Markdown: one table for each kind of record that a test names.
 * @param {World} world
 * @returns {{ [part: string]: string }}
 */
export function worldTables(world) {
  const nameOf = namesIn(world)
  return {
    offices: table(
      ['office', 'name', 'brokerage', 'its users (`reviewer_id`)'],
      rows(world, 'offices').map(({ id, name, brokerage_id }) => [
        code(id),
        name,
        `${nameOf('brokerages', brokerage_id)}, ${code(brokerage_id)}`,
        idsOf(
          world,
          'users',
          ({ office_id }) => office_id === id,
          (user) => user.name,
        ),
      ]),
    ),
    clients: table(
      ['client', 'of', 'email addresses', 'addresses', 'phone numbers', 'credit cards'],
      rows(world, 'clients').map(({ id, name, office_id }) => {
        const own = (/** @type {Row} */ { client_id }) => client_id === id
        return [
          `${code(id)} ${name}`,
          office_id === undefined
            ? `store ${code(rows(world, 'affiliate_stores')[0]?.id)}`
            : `office ${code(office_id)}`,
          idsOf(world, 'email_addresses', own, ({ address }) => address),
          idsOf(world, 'addresses', own, ({ street_address }) => street_address),
          idsOf(world, 'phone_numbers', own, ({ number }) => number),
          idsOf(world, 'credit_cards', own, ({ card_company, last_digits }) => `${card_company} ${last_digits}`),
        ]
      }),
    ),
    'ticket groups': table(
      ['ticket group', 'of office', 'event', 'section, row', 'seats', 'format', 'wholesale', 'retail'],
      rows(world, 'ticket_groups').map((group) => [
        code(group.id),
        code(group.office_id),
        code(group.event_id),
        `${group.section}, ${group.row}`,
        `${group.quantity} from ${group.low_seat}`,
        group.format,
        money(group.wholesale_price_cents),
        money(group.retail_price_cents),
      ]),
    ),
    events: table(
      ['event', 'name', 'venue', 'when'],
      rows(world, 'events').map(({ id, name, venue_id, occurs_at }) => [
        code(id),
        name,
        `${nameOf('venues', venue_id)}, ${code(venue_id)}`,
        code(occurs_at),
      ]),
    ),
    'next ids': table(
      ['record', 'the next one gets'],
      Object.entries(world.next_ids ?? {}).map(([record, id]) => [record.replaceAll('_', ' '), code(id)]),
    ),
  }
}

/**
 * The ids worth knowing, for the README: what a first order needs.
 * @param {World} world
 */
export function idsWorthKnowing(world) {
  const nameOf = namesIn(world)
  const group = find(world, 'ticket_groups', 52554287)
  const event = find(world, 'events', group.event_id)
  const own = find(world, 'ticket_groups', 52554290)
  const seller = find(world, 'offices', own.office_id)
  const client = find(world, 'clients', 107655)
  const store = find(world, 'affiliate_stores', 63)
  const [email, address, phone, card] = [
    find(world, 'email_addresses', client.primary_email_address_id),
    find(world, 'addresses', client.primary_address_id),
    find(world, 'phone_numbers', client.primary_phone_number_id),
    find(world, 'credit_cards', client.primary_credit_card_id),
  ]
  const reviewer = rows(world, 'users').find(({ office_id }) => office_id === group.office_id)
  return table(
    ['', 'id', ''],
    [
      ['event', code(event.id), event.name],
      ['ticket group', code(group.id), `${stockOf(group)}. Another broker owns it: behind your order is theirs`],
      ['your own ticket group', code(own.id), stockOf(own)],
      ['office', code(seller.id), `${nameOf('brokerages', seller.brokerage_id)}: the \`seller_id\` of your orders`],
      ['client', code(client.id), client.name],
      ['its email address, address', `${code(email.id)}, ${code(address.id)}`, `\`email_address_id\`, \`address_id\``],
      ['its phone number, card', `${code(phone.id)}, ${code(card.id)}`, `\`phone_number_id\`, \`credit_card_id\``],
      [
        'reviewer',
        code(reviewer?.id),
        `who accepts, as \`processor\`, for office ${code(group.office_id)} that owns the tickets`,
      ],
      ['store', code(store.id), `${store.name}; it orders as \`store\`, with \`POST /v10/orders\``],
    ],
  )
}

/**
 * @param {World} world
 * @param {string} kind
 * @returns {readonly Row[]}
 */
const rows = (world, kind) => world[kind] ?? []

/**
 * @param {World} world
 * @param {string} kind
 * @param {unknown} wanted
 * @returns {Row}
 */
function find(world, kind, wanted) {
  const found = rows(world, kind).find(({ id }) => id === wanted)
  if (found === undefined) throw new Error(`the default world has no ${wanted} in ${kind}`)
  return found
}

/** @param {World} world */
const namesIn = (world) => (/** @type {string} */ kind, /** @type {unknown} */ id) => find(world, kind, id).name

/**
 * @param {World} world
 * @param {string} kind
 * @param {(row: Row) => boolean} isMeant
 * @param {(row: Row) => string} say
 */
const idsOf = (world, kind, isMeant, say) =>
  rows(world, kind)
    .filter(isMeant)
    .map((row) => `${code(row.id)} ${say(row)}`)
    .join(', ')

/** @param {unknown} text */
const code = (text) => `\`${text}\``

/** @param {Row} group */
const stockOf = ({ quantity, format, retail_price_cents, wholesale_price_cents }) =>
  `${quantity} ${format} tickets; price ${money(retail_price_cents)}, at least ${money(wholesale_price_cents)}`

/** @param {number} cents */
const money = (cents) => (cents / 100).toFixed(2)
