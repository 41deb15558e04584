import type { World } from '../store/world.ts'
import { BASEBALL, ICE_HOCKEY, MUSICALS, PLAYS, ROCK } from './catalogue.ts'
import { documentsWith } from './documents.ts'
import { placeNamed } from './places.ts'
import { type Stage, season, startWith } from './season.ts'
import { bands, games, musicals, plays } from './shows.ts'

const SEED = 5

const TEAMS = ['Comets', 'Herons', 'Millers', 'Otters', 'Stokers']
const BANDS = ['Lanterns', 'Satellites', 'Orchards', 'Rivers']

const STAGES: readonly Stage[] = [
  {
    name: 'Memorial Park',
    place: placeNamed('Peoria'),
    layout: 'Baseball',
    capacity: 7500,
    category_id: BASEBALL,
    shows: games(TEAMS),
    ...eachOnce(3),
  },
  {
    name: 'Ice Arena',
    place: placeNamed('Buffalo'),
    layout: 'Hockey',
    capacity: 9300,
    category_id: ICE_HOCKEY,
    shows: games(TEAMS),
    ...eachOnce(3),
  },
  {
    name: 'Music Hall',
    place: placeNamed('Tacoma'),
    layout: 'End Stage',
    capacity: 2100,
    category_id: ROCK,
    shows: bands(BANDS),
    ...eachOnce(4),
  },
  {
    name: 'Opera House',
    place: placeNamed('Boulder'),
    layout: 'Theatre',
    capacity: 1450,
    category_id: MUSICALS,
    shows: musicals,
    ...eachOnce(3),
  },
  {
    name: 'Theatre',
    place: placeNamed('Salem'),
    layout: 'Theatre',
    capacity: 820,
    category_id: PLAYS,
    shows: plays,
    ...eachOnce(3),
  },
]

/** The world of `fixtures/default.json`: the same at every run. */
export function defaultWorld(): World {
  startWith(SEED)
  return documentsWith(season(STAGES))
}

function eachOnce(show_count: number) {
  return { show_count, nights: show_count }
}
