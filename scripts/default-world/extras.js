// @ts-check
import { faker } from '@faker-js/faker/locale/en'
import { BASEBALL, catalogue, ICE_HOCKEY, MUSICALS, PLAYS, ROCK } from './catalogue.js'
import { extraTicketGroups } from './extra-ticket-groups.js'

const SEED = 5
const REFERENCE_DATE = '2017-03-21T20:28:41Z'

const FIRST_PERFORMER_ID = 31001
const FIRST_VENUE_ID = 3001
const FIRST_EVENT_ID = 2101001

const START_TIMES = ['T18H30M', 'T19H', 'T19H30M', 'T20H', 'T20H30M']

/**
 * A venue, and what is on there.
 * @typedef {object} Stage
 * @property {string} name  without its city
 * @property {{ locality: string, region: string, postal_code: string, time_zone: string }} place
 * @property {number} category_id
 * @property {(city: string) => Show[]} shows
 * @typedef {readonly string[]} Show  its performers
 */

/** @type {readonly Stage[]} */
const STAGES = [
  {
    name: 'Memorial Park',
    place: { locality: 'Peoria', region: 'IL', postal_code: '61602', time_zone: 'America/Chicago' },
    category_id: BASEBALL,
    shows: games,
  },
  {
    name: 'Ice Arena',
    place: { locality: 'Buffalo', region: 'NY', postal_code: '14203', time_zone: 'America/New_York' },
    category_id: ICE_HOCKEY,
    shows: games,
  },
  {
    name: 'Music Hall',
    place: { locality: 'Tacoma', region: 'WA', postal_code: '98402', time_zone: 'America/Los_Angeles' },
    category_id: ROCK,
    shows: bands,
  },
  {
    name: 'Opera House',
    place: { locality: 'Boulder', region: 'CO', postal_code: '80302', time_zone: 'America/Denver' },
    category_id: MUSICALS,
    shows: musicals,
  },
  {
    name: 'Theatre',
    place: { locality: 'Salem', region: 'MA', postal_code: '01970', time_zone: 'America/New_York' },
    category_id: PLAYS,
    shows: plays,
  },
]

/** Venues, performers, events and ticket groups beside those of the documents; the same ones at every run. */
export function extras() {
  faker.seed(SEED)
  faker.setDefaultRefDate(REFERENCE_DATE)

  const venues = STAGES.map(({ name, place }, nth) => ({
    id: FIRST_VENUE_ID + nth,
    name: `${place.locality} ${name}`,
    street_address: faker.location.streetAddress(),
    ...place,
    country_code: 'US',
  }))
  const shows = STAGES.flatMap(({ category_id, place, shows }, nth) =>
    shows(place.locality).map((names) => ({ names, venue_id: FIRST_VENUE_ID + nth, category_id })),
  )
  const categories = new Map(shows.flatMap(({ names, category_id }) => names.map((name) => [name, category_id])))
  const performers = [...categories].map(([name, category_id], nth) => ({
    id: FIRST_PERFORMER_ID + nth,
    name,
    category_id,
  }))
  const events = shows.map(({ names, venue_id, category_id }, nth) => ({
    id: FIRST_EVENT_ID + nth,
    name: names.join(' vs. '),
    venue_id,
    category_id,
    performer_ids: names.flatMap((name) => performers.filter((each) => each.name === name).map(({ id }) => id)),
    occurs_at: `+P${faker.number.int({ min: 14, max: 180 })}D${faker.helpers.arrayElement(START_TIMES)}`,
  }))
  return {
    venues,
    performers,
    events,
    ticket_groups: extraTicketGroups([...catalogue.events, ...events]),
  }
}

/**
 * The home team against three others.
 * @param {string} city
 */
function games(city) {
  const [home, ...visitors] = faker.helpers.arrayElements(['Comets', 'Herons', 'Millers', 'Otters', 'Stokers'], 4)
  const cities = faker.helpers.arrayElements(faker.definitions.location.city_name, visitors.length)
  return visitors.map((visitor, nth) => [`${city} ${home}`, `${cities[nth]} ${visitor}`])
}

function bands() {
  return ['Lanterns', 'Satellites', 'Orchards', 'Rivers'].map((noun) => {
    const adjective = faker.word.adjective()
    return [`The ${adjective.charAt(0).toUpperCase()}${adjective.slice(1)} ${noun}`]
  })
}

function musicals() {
  return faker.helpers.uniqueArray(faker.music.songName, 3).map((song) => [`${song}: The Musical`])
}

function plays() {
  return faker.helpers.uniqueArray(faker.book.title, 3).map((title) => [title])
}
