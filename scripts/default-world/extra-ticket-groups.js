// @ts-check
import { faker } from '@faker-js/faker/locale/en'
import { BASEBALL, catalogue, ICE_HOCKEY, JAZZ, MUSICALS, PLAYS, ROCK } from './catalogue.js'

const FIRST_ID = 52600001
const FIRST_REMOTE_ID = 1104001

// Given out in turn, so that every office has some of each format. Their lengths share no factor.
/** Brokerage 1931, TEvo's own two offices, and brokerage 1930's two. */
const OFFICES = [1700, 6, 1700, 1691, 1937, 1700, 1692]
const FORMATS = ['Physical', 'Eticket', 'TM_mobile', 'Flash_seats', 'Eticket', 'Guest_list', 'Physical', 'Paperless']
const QUANTITIES = [2, 4, 6, 4, 8, 3, 12, 1, 5]
const NOTES = ['Aisle seats.', 'Limited view.', 'Under cover.']

const STADIUM = ['101', '105', '109', '118', '127', '206', '219', '304']
const HALL = ['Floor A', 'Floor B', 'Floor C', 'Lower 14', 'Lower 22', 'Balcony 3', 'Balcony 8']
const THEATRE = ['Orchestra Left', 'Orchestra Right', 'Mezzanine Left', 'Mezzanine Right', 'Box 4', 'Balcony']

/** By category: where one sits, and what a ticket costs there. */
const SEATING = new Map([
  [BASEBALL, { sections: STADIUM, wholesale_price_cents: { min: 1800, max: 9000 } }],
  [ICE_HOCKEY, { sections: STADIUM, wholesale_price_cents: { min: 3000, max: 14000 } }],
  [ROCK, { sections: HALL, wholesale_price_cents: { min: 4000, max: 18000 } }],
  [JAZZ, { sections: HALL, wholesale_price_cents: { min: 2500, max: 7500 } }],
  [MUSICALS, { sections: THEATRE, wholesale_price_cents: { min: 5000, max: 21000 } }],
  [PLAYS, { sections: THEATRE, wholesale_price_cents: { min: 3500, max: 11000 } }],
])

/**
 * @typedef {{ id: number, category_id: number, occurs_at: string }} Event
 * @typedef {{ event: Event, section: string, wholesale_price_cents: { min: number, max: number } }} Place
 */

/**
 * Some groups for each event that is to come, and parking at the baseball games.
 * @param {readonly Event[]} events
 */
export function extraTicketGroups(events) {
  const coming = events.filter((event) => event.occurs_at.startsWith('+'))
  const groups = [
    ...coming.flatMap(placesAt).map((place, nth) => ({
      office_id: take(OFFICES, nth),
      event_id: place.event.id,
      ...seats(place.section, nth),
      ...format(place.event, nth),
      ...prices(place.wholesale_price_cents),
      ...(nth % 11 === 4 && { external_notes: faker.helpers.arrayElement(NOTES) }),
    })),
    ...coming.filter((event) => event.category_id === BASEBALL).map(parkingAt),
  ]
  return groups.map((group, nth) => ({ id: FIRST_ID + nth, ...group, remote_id: String(FIRST_REMOTE_ID + nth) }))
}

/**
 * Three to six places to sit at, less those that the documents' groups take.
 * @param {Event} event
 * @returns {Place[]}
 */
function placesAt(event) {
  const seating = SEATING.get(event.category_id)
  if (seating === undefined)
    throw new Error(`event ${event.id} has category ${event.category_id}, which has no seating`)
  const taken = catalogue.ticket_groups.filter((group) => group.event_id === event.id).length
  const count = Math.max(2, faker.number.int({ min: 3, max: 6 }) - taken)
  const { sections, wholesale_price_cents } = seating
  return faker.helpers.arrayElements(sections, count).map((section) => ({ event, section, wholesale_price_cents }))
}

/**
 * @param {string} section
 * @param {number} nth
 */
function seats(section, nth) {
  const quantity = take(QUANTITIES, nth)
  return {
    section,
    row: String(faker.number.int({ min: 1, max: 24 })),
    quantity,
    low_seat: faker.number.int({ min: 1, max: 20 }),
    ...(THEATRE.includes(section) && nth % 2 === 0 && { seat_order: 'odd_even' }),
    ...(nth % 7 !== 6 && { splits: splitsOf(quantity) }),
  }
}

/**
 * What the tickets are, and when the seller has them.
 * @param {Event} event
 * @param {number} nth
 */
function format(event, nth) {
  const format = take(FORMATS, nth)
  const day = Number.parseInt(event.occurs_at.slice('+P'.length), 10)
  if (nth % 6 === 2) return { format, in_hand: false, in_hand_on: `+P${day - 3}D` }
  return format === 'Eticket' && nth % 3 === 0 ? { format, instant_delivery: true } : { format }
}

/** @param {{ min: number, max: number }} range */
function prices(range) {
  const wholesale_price_cents = faker.number.int({ ...range, multipleOf: 50 })
  const markup_percent = faker.number.int({ min: 12, max: 38 })
  const retail_price_cents = Math.round((wholesale_price_cents * (100 + markup_percent)) / 100)
  return { wholesale_price_cents, retail_price_cents }
}

/** @param {Event} event */
function parkingAt(event) {
  const place = {
    type: 'parking',
    section: 'Lot B',
    row: 'GA',
    quantity: 6,
    low_seat: 1,
    splits: [1],
    format: 'Eticket',
  }
  return { office_id: 1700, event_id: event.id, ...place, ...prices({ min: 1000, max: 2500 }) }
}

/**
 * Every quantity that leaves nobody a single ticket.
 * @param {number} quantity
 */
function splitsOf(quantity) {
  return Array.from({ length: quantity }, (_, nth) => nth + 1).filter((split) => quantity - split !== 1)
}

/**
 * @template Item
 * @param {readonly Item[]} items
 * @param {number} nth
 * @returns {Item}
 */
function take(items, nth) {
  const item = items[nth % items.length]
  if (item === undefined) throw new Error('there is nothing to take')
  return item
}
