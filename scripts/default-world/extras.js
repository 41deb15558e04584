// @ts-check
import { faker } from '@faker-js/faker/locale/en'
import { BASEBALL, catalogue, configuration, ICE_HOCKEY, MUSICALS, PLAYS, ROCK } from './catalogue.js'
import { extraTicketGroups } from './extra-ticket-groups.js'

const SEED = 5
const REFERENCE_DATE = '2017-03-21T20:28:41Z'

const FIRST_PERFORMER_ID = 31001
const FIRST_VENUE_ID = 3001
const FIRST_CONFIGURATION_ID = 601
const FIRST_EVENT_ID = 2101001

const START_TIMES = ['T18H30M', 'T19H', 'T19H30M', 'T20H', 'T20H30M']

/**
 * A venue, and what is on there.
 * @typedef {object} Stage
 * @property {string} name  without its city
 * @property {{ locality: string, region: string, postal_code: string, latitude: number, longitude: number, time_zone: string }} place
 * @property {string} layout  of its seats
 * @property {number} capacity
 * @property {number} category_id
 * @property {(city: string) => Show[]} shows
 * @typedef {readonly string[]} Show  its performers
 */

/** @type {readonly Stage[]} */
const STAGES = [
  {
    name: 'Memorial Park',
    place: {
      locality: 'Peoria',
      region: 'IL',
      postal_code: '61602',
      latitude: 40.6936,
      longitude: -89.589,
      time_zone: 'America/Chicago',
    },
    layout: 'Baseball',
    capacity: 7500,
    category_id: BASEBALL,
    shows: games,
  },
  {
    name: 'Ice Arena',
    place: {
      locality: 'Buffalo',
      region: 'NY',
      postal_code: '14203',
      latitude: 42.8805,
      longitude: -78.8694,
      time_zone: 'America/New_York',
    },
    layout: 'Hockey',
    capacity: 9300,
    category_id: ICE_HOCKEY,
    shows: games,
  },
  {
    name: 'Music Hall',
    place: {
      locality: 'Tacoma',
      region: 'WA',
      postal_code: '98402',
      latitude: 47.2529,
      longitude: -122.4443,
      time_zone: 'America/Los_Angeles',
    },
    layout: 'End Stage',
    capacity: 2100,
    category_id: ROCK,
    shows: bands,
  },
  {
    name: 'Opera House',
    place: {
      locality: 'Boulder',
      region: 'CO',
      postal_code: '80302',
      latitude: 40.015,
      longitude: -105.2705,
      time_zone: 'America/Denver',
    },
    layout: 'Theatre',
    capacity: 1450,
    category_id: MUSICALS,
    shows: musicals,
  },
  {
    name: 'Theatre',
    place: {
      locality: 'Salem',
      region: 'MA',
      postal_code: '01970',
      latitude: 42.5195,
      longitude: -70.8967,
      time_zone: 'America/New_York',
    },
    layout: 'Theatre',
    capacity: 820,
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
    popularity_score: scoreOf(FIRST_VENUE_ID + nth),
  }))
  const configurations = STAGES.map(({ layout, capacity }, nth) =>
    configuration({ id: FIRST_CONFIGURATION_ID + nth, venue_id: FIRST_VENUE_ID + nth, name: layout, capacity }),
  )
  const shows = STAGES.flatMap(({ category_id, place, shows }, nth) =>
    shows(place.locality).map((names) => ({
      names,
      venue_id: FIRST_VENUE_ID + nth,
      configuration_id: FIRST_CONFIGURATION_ID + nth,
      category_id,
    })),
  )
  const categories = new Map(shows.flatMap(({ names, category_id }) => names.map((name) => [name, category_id])))
  const performers = [...categories].map(([name, category_id], nth) => ({
    id: FIRST_PERFORMER_ID + nth,
    name,
    category_id,
    ...homeOf(name, shows),
    popularity_score: scoreOf(FIRST_PERFORMER_ID + nth),
  }))
  const events = shows.map(({ names, venue_id, configuration_id, category_id }, nth) => ({
    id: FIRST_EVENT_ID + nth,
    name: names.join(' vs. '),
    venue_id,
    configuration_id,
    category_id,
    performer_ids: names.flatMap((name) => performers.filter((each) => each.name === name).map(({ id }) => id)),
    occurs_at: `+P${faker.number.int({ min: 14, max: 180 })}D${faker.helpers.arrayElement(START_TIMES)}`,
    popularity_score: Math.round(scoreOf(FIRST_EVENT_ID + nth) * 90_000) / 100,
    long_term_popularity_score: scoreOf(FIRST_EVENT_ID + nth),
  }))
  return {
    venues,
    configurations,
    performers,
    events,
    ticket_groups: extraTicketGroups([...catalogue.events, ...events]),
  }
}

/**
 * A score from 0 to 1 that an id always has.
 * @param {number} id
 */
const scoreOf = (id) => ((id * 7_919) % 10_007) / 10_000

/**
 * Where the home team of games plays.
 * @param {string} name
 * @param {readonly { names: Show, venue_id: number }[]} shows
 */
function homeOf(name, shows) {
  const game = shows.find(({ names }) => names.length > 1 && names[0] === name)
  return game === undefined ? {} : { venue_id: game.venue_id }
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
