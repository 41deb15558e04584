import { faker } from '@faker-js/faker/locale/en'
import type { World, WorldRecord } from '../store/world.ts'
import { BASEBALL, ICE_HOCKEY, JAZZ, MUSICALS, PLAYS, ROCK } from './catalogue.ts'
import { madeUpClients } from './clients.ts'
import { documentedEvents, documentsWith } from './documents.ts'
import { inTurn } from './in-turn.ts'
import { places } from './places.ts'
import { type Stage, season, startWith } from './season.ts'
import { bands, ensembles, games, type MakeShows, musicals, plays } from './shows.ts'

const EVENTS_PER_VENUE = 5
const EVENTS_PER_CLIENT = 5

const NINES = [
  ...['Anglers', 'Badgers', 'Comets', 'Dragonflies', 'Engineers', 'Foxes', 'Gulls', 'Herons', 'Ironmen', 'Jackrabbits'],
  ...['Keystones', 'Larks', 'Millers', 'Nighthawks', 'Otters', 'Pilots', 'Quarrymen', 'Ramblers', 'Stokers', 'Trains'],
]
const SIXES = [
  ...['Avalanches', 'Bears', 'Colliers', 'Drifters', 'Elks', 'Flurries', 'Glaciers', 'Huskies', 'Icicles', 'Javelins'],
  ...['Kodiaks', 'Lumberjacks', 'Mammoths', 'Northmen', 'Owls', 'Plows', 'Quakes', 'Ravens', 'Sleighs', 'Tundra'],
]
const BANDS = [
  ...['Lanterns', 'Satellites', 'Orchards', 'Rivers', 'Telegrams', 'Sundays', 'Balconies', 'Parachutes', 'Foxgloves'],
  ...['Harbors', 'Postcards', 'Wolves', 'Carousels', 'Antennas', 'Lighthouses', 'Umbrellas', 'Motels', 'Pioneers'],
]
const JAZZ_BANDS = ['Trio', 'Quartet', 'Quintet', 'Septet', 'Big Band']

/** A kind of venue: its shows, and on how many nights (`run`) each show is played. */
interface Kind {
  readonly name: string
  readonly layout: string
  readonly capacity: { readonly min: number; readonly max: number }
  readonly category_id: number
  readonly shows: MakeShows
  readonly run: number
}

const KINDS: readonly Kind[] = [
  {
    name: 'Ballpark',
    layout: 'Baseball',
    capacity: { min: 6_000, max: 42_000 },
    category_id: BASEBALL,
    shows: games(NINES),
    run: 3,
  },
  {
    name: 'Music Hall',
    layout: 'End Stage',
    capacity: { min: 900, max: 6_000 },
    category_id: ROCK,
    shows: bands(BANDS),
    run: 1,
  },
  {
    name: 'Theatre',
    layout: 'Theatre',
    capacity: { min: 300, max: 1_600 },
    category_id: PLAYS,
    shows: plays,
    run: 8,
  },
  {
    name: 'Ice Arena',
    layout: 'Hockey',
    capacity: { min: 7_000, max: 19_000 },
    category_id: ICE_HOCKEY,
    shows: games(SIXES),
    run: 2,
  },
  {
    name: 'Jazz Hall',
    layout: 'End Stage',
    capacity: { min: 200, max: 1_200 },
    category_id: JAZZ,
    shows: ensembles(JAZZ_BANDS),
    run: 2,
  },
  {
    name: 'Opera House',
    layout: 'Theatre',
    capacity: { min: 1_200, max: 3_500 },
    category_id: MUSICALS,
    shows: musicals,
    run: 8,
  },
]

export interface NewWorld {
  /** How many events there are, those of the documents first. */
  readonly events: number
  readonly seed: number
}

/** The world of the documents, with made-up events and clients added. A world of a few events leaves some of theirs out. */
export function newWorld({ events, seed }: NewWorld): World {
  startWith(seed)
  const documented = documentedEvents(events)
  const { ticket_groups, ...catalogue } = season(stagesFor(events - documented.length), documented)
  const madeUp = {
    ...catalogue,
    ticket_groups: ticket_groups.map(partlySpeculative),
    ...madeUpClients(Math.ceil(events / EVENTS_PER_CLIENT)),
  }
  return documentsWith(madeUp, documented)
}

/** At most one venue of each kind in a city. */
function stagesFor(events: number): Stage[] {
  const cities = faker.helpers.shuffle(places)
  const venue_count = Math.min(Math.ceil(events / EVENTS_PER_VENUE), cities.length * KINDS.length)
  return Array.from({ length: venue_count }, (_, nth) => {
    const { run, capacity, ...kind } = inTurn(KINDS, nth + Math.floor(nth / cities.length))
    const nights = Math.floor((events + nth) / venue_count)
    return {
      ...kind,
      place: inTurn(cities, nth),
      capacity: faker.number.int({ ...capacity, multipleOf: 50 }),
      show_count: Math.ceil(nights / run),
      nights,
    }
  })
}

/** Of the groups that are not in hand, every fourth is speculative: its seller has not bought the tickets yet. */
function partlySpeculative(group: WorldRecord, nth: number): WorldRecord {
  return group.in_hand === false && nth % 4 === 0 ? { ...group, spec: true } : group
}
