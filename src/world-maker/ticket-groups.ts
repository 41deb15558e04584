import { faker } from '@faker-js/faker/locale/en'
import { BASEBALL, catalogue, ICE_HOCKEY, JAZZ, MUSICALS, PLAYS, ROCK } from './catalogue.ts'
import { inTurn } from './in-turn.ts'

const FIRST_ID = 52600001
const FIRST_REMOTE_ID = 1104001

// The lists are used in turn. Their lengths share no factor, so that every office gets some groups of each format.
/** The offices of brokerage 1931, of TEvo (two), and of brokerage 1930 (two). */
const OFFICES = [1700, 6, 1700, 1691, 1937, 1700, 1692]
const FORMATS = ['Physical', 'Eticket', 'TM_mobile', 'Flash_seats', 'Eticket', 'Guest_list', 'Physical', 'Paperless']
const QUANTITIES = [2, 4, 6, 4, 8, 3, 12, 1, 5]
const NOTES = ['Aisle seats.', 'Limited view.', 'Under cover.']

const STADIUM = ['101', '105', '109', '118', '127', '206', '219', '304']
const HALL = ['Floor A', 'Floor B', 'Floor C', 'Lower 14', 'Lower 22', 'Balcony 3', 'Balcony 8']
const THEATRE = ['Orchestra Left', 'Orchestra Right', 'Mezzanine Left', 'Mezzanine Right', 'Box 4', 'Balcony']

interface Range {
  readonly min: number
  readonly max: number
}

interface Seating {
  readonly sections: readonly string[]
  readonly wholesale_price_cents: Range
}

/** For each category: the sections, and what a ticket costs there. */
const SEATING = new Map<number, Seating>([
  [BASEBALL, { sections: STADIUM, wholesale_price_cents: { min: 1800, max: 9000 } }],
  [ICE_HOCKEY, { sections: STADIUM, wholesale_price_cents: { min: 3000, max: 14000 } }],
  [ROCK, { sections: HALL, wholesale_price_cents: { min: 4000, max: 18000 } }],
  [JAZZ, { sections: HALL, wholesale_price_cents: { min: 2500, max: 7500 } }],
  [MUSICALS, { sections: THEATRE, wholesale_price_cents: { min: 5000, max: 21000 } }],
  [PLAYS, { sections: THEATRE, wholesale_price_cents: { min: 3500, max: 11000 } }],
])

interface Event {
  readonly id: number
  readonly category_id: number
  readonly occurs_at: string
}

/** Some groups for each upcoming event, and parking at the baseball games. */
export function madeUpTicketGroups(events: readonly Event[]) {
  const coming = events.filter((event) => event.occurs_at.startsWith('+'))
  const groups = [
    ...coming.flatMap(placesAt).map((place, nth) => ({
      office_id: inTurn(OFFICES, nth),
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

/** Three to six sections, fewer by the groups that the documents have for the event. At least two. */
function placesAt(event: Event) {
  const seating = SEATING.get(event.category_id)
  if (seating === undefined)
    throw new Error(`event ${event.id} has category ${event.category_id}: add that category to SEATING`)
  const taken = catalogue.ticket_groups.filter((group) => group.event_id === event.id).length
  const count = Math.max(2, faker.number.int({ min: 3, max: 6 }) - taken)
  const { sections, wholesale_price_cents } = seating
  return faker.helpers.arrayElements(sections, count).map((section) => ({ event, section, wholesale_price_cents }))
}

function seats(section: string, nth: number) {
  const quantity = inTurn(QUANTITIES, nth)
  return {
    section,
    row: String(faker.number.int({ min: 1, max: 24 })),
    quantity,
    low_seat: faker.number.int({ min: 1, max: 20 }),
    ...(THEATRE.includes(section) && nth % 2 === 0 && { seat_order: 'odd_even' }),
    ...(nth % 7 !== 6 && { splits: splitsOf(quantity) }),
  }
}

/** The format of the tickets, and when the seller has them in hand. */
function format(event: Event, nth: number) {
  const format = inTurn(FORMATS, nth)
  const day = Number.parseInt(event.occurs_at.slice('+P'.length), 10)
  if (nth % 6 === 2) return { format, in_hand: false, in_hand_on: `+P${day - 3}D` }
  return format === 'Eticket' && nth % 3 === 0 ? { format, instant_delivery: true } : { format }
}

function prices(wholesale: Range) {
  const wholesale_price_cents = faker.number.int({ ...wholesale, multipleOf: 50 })
  const markup_percent = faker.number.int({ min: 12, max: 38 })
  const retail_price_cents = Math.round((wholesale_price_cents * (100 + markup_percent)) / 100)
  return { wholesale_price_cents, retail_price_cents }
}

function parkingAt(event: Event) {
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

/** Every quantity, except the one that would leave a single ticket unsold. */
function splitsOf(quantity: number): number[] {
  return Array.from({ length: quantity }, (_, nth) => nth + 1).filter((split) => quantity - split !== 1)
}
