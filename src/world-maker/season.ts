import { faker } from '@faker-js/faker/locale/en'
import { catalogue, configuration } from './catalogue.ts'
import { inTurn } from './in-turn.ts'
import type { Place } from './places.ts'
import type { MakeShows } from './shows.ts'
import { madeUpTicketGroups } from './ticket-groups.ts'

const REFERENCE_DATE = '2017-03-21T20:28:41Z'

const FIRST_PERFORMER_ID = 31001
const FIRST_VENUE_ID = 3001
const FIRST_CONFIGURATION_ID = 601
const FIRST_EVENT_ID = 2101001

const FIRST_DAY = 14
const LAST_DAY = 180
const START_TIMES = ['T18H30M', 'T19H', 'T19H30M', 'T20H', 'T20H30M']

/** A venue, and its shows. */
export interface Stage {
  /** The venue's name, without its city. */
  readonly name: string
  readonly place: Place
  /** The name of its seating layout. */
  readonly layout: string
  readonly capacity: number
  readonly category_id: number
  readonly shows: MakeShows
  readonly show_count: number
  /** How many events there are; the shows take turns. */
  readonly nights: number
}

/** From here on, this number alone decides what faker makes up. */
export function startWith(seed: number): void {
  faker.seed(seed)
  faker.setDefaultRefDate(REFERENCE_DATE)
}

/** Venues, performers, events and ticket groups, in addition to those of the documents. Documented events get groups too. */
export function season(stages: readonly Stage[], documented = catalogue.events) {
  const venues = stages.map(({ name, place }, nth) => ({
    id: FIRST_VENUE_ID + nth,
    name: `${place.locality} ${name}`,
    street_address: faker.location.streetAddress(),
    ...place,
    country_code: 'US',
    popularity_score: scoreOf(FIRST_VENUE_ID + nth),
  }))
  const configurations = stages.map(({ layout, capacity }, nth) =>
    configuration({ id: FIRST_CONFIGURATION_ID + nth, venue_id: FIRST_VENUE_ID + nth, name: layout, capacity }),
  )
  const nights = stages.flatMap((stage, nth) => nightsOf(stage, nth))
  const categories = new Map(nights.flatMap(({ names, category_id }) => names.map((name) => [name, category_id])))
  const homes = homesOf(nights)
  const known = new Map(catalogue.performers.map(({ id, name }) => [name, id]))
  const newcomers = [...categories].filter(([name]) => !known.has(name))
  const performers = newcomers.map(([name, category_id], nth) => ({
    id: FIRST_PERFORMER_ID + nth,
    name,
    category_id,
    ...homes.get(name),
    popularity_score: scoreOf(FIRST_PERFORMER_ID + nth),
  }))
  const idOf = new Map([...known, ...performers.map(({ id, name }) => [name, id] as const)])
  const takenDays = new Set<string>()
  const events = nights.map(({ names, ...where }, nth) => ({
    id: FIRST_EVENT_ID + nth,
    name: names.join(' vs. '),
    ...where,
    performer_ids: names.flatMap((name) => idOf.get(name) ?? []),
    occurs_at: `+P${freeDay(where.venue_id, takenDays)}D${faker.helpers.arrayElement(START_TIMES)}`,
    popularity_score: Math.round(scoreOf(FIRST_EVENT_ID + nth) * 90_000) / 100,
    long_term_popularity_score: scoreOf(FIRST_EVENT_ID + nth),
  }))
  const ticket_groups = madeUpTicketGroups([...documented, ...events])
  return { venues, configurations, performers, events, ticket_groups }
}

interface Night {
  readonly names: readonly string[]
  readonly venue_id: number
  readonly configuration_id: number
  readonly category_id: number
}

function nightsOf({ shows, show_count, nights, place, category_id }: Stage, nth: number): Night[] {
  const programme = shows(place.locality, show_count)
  return Array.from({ length: nights }, (_, night) => ({
    names: inTurn(programme, night),
    venue_id: FIRST_VENUE_ID + nth,
    configuration_id: FIRST_CONFIGURATION_ID + nth,
    category_id,
  }))
}

/** The home venue of each home team. */
function homesOf(nights: readonly Night[]): Map<string, { readonly venue_id: number }> {
  const games = nights.filter(({ names }) => names.length > 1)
  return new Map(games.flatMap(({ names: [home], venue_id }) => (home === undefined ? [] : [[home, { venue_id }]])))
}

/** A day without another event at the venue; when all days are taken, any day. */
function freeDay(venue_id: number, taken: Set<string>): number {
  const drawn = faker.number.int({ min: FIRST_DAY, max: LAST_DAY })
  const days = LAST_DAY - FIRST_DAY + 1
  for (let later = 0; later < days; later++) {
    const day = FIRST_DAY + ((drawn - FIRST_DAY + later) % days)
    if (taken.has(`${venue_id} ${day}`)) continue
    taken.add(`${venue_id} ${day}`)
    return day
  }
  return drawn
}

/** A score from 0 to 1, always the same for an id. */
const scoreOf = (id: number): number => ((id * 7_919) % 10_007) / 10_000
