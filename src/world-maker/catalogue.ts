// What the documents of seeds/ sell, and the records that go with it. Blank fields are left out, as in any world file.
// It is long because it is data.
// Times count from the midnight of the day on which a sandbox starts.

export const BASEBALL = 101
export const ICE_HOCKEY = 102
export const ROCK = 201
export const JAZZ = 202
export const MUSICALS = 301
export const PLAYS = 302

const BALLPARK = 2001
const AMPHITHEATER = 2002
const ARENA = 2003
const PLAYHOUSE = 2004

const DERBY = 2100001
const REUNION = 2100002
const BENEFIT = 2100003
const CUP_FINAL = 2100004
const JAZZ_NIGHT = 2100005
const PLAY = 2100006

/** Layouts of these venues' seats. */
const BOWL_SEATS = 501
const BALLPARK_SEATS = 502
const AMPHITHEATER_SEATS = 503
const ARENA_RINK = 504
const ARENA_STAGE = 505
const PLAYHOUSE_SEATS = 506

const IN_OREGON = { country_code: 'US', time_zone: 'America/Los_Angeles' }

const SHELBYVILLE = 1700
/** Seed 004 sends one signature for both of its groups; it stands for their wholesale price. */
const SEED_004 = {
  quantity: 40,
  low_seat: 1,
  splits: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  wholesale_price_cents: 4000,
  retail_price_cents: 5000,
  signatures: { a35e9ba5ffee9aabd0546f676cdda3c8: 4000 },
}
const OWN_STOCK = { quantity: 200, low_seat: 1, wholesale_price_cents: 3000, retail_price_cents: 5000 }

/** The events, those first that the documents need most: brokerage 1930's own stock, seed 004, both groups of seed 002. */
export const BY_NEED: readonly number[] = [REUNION, DERBY, BENEFIT, 648825, CUP_FINAL, JAZZ_NIGHT, PLAY]

export const catalogue = {
  categories: [
    { id: 1, name: 'Sports' },
    { id: 2, name: 'Concerts' },
    { id: 3, name: 'Theatre' },
    { id: BASEBALL, name: 'Baseball', parent_id: 1 },
    { id: ICE_HOCKEY, name: 'Ice Hockey', parent_id: 1 },
    { id: ROCK, name: 'Rock & Pop', parent_id: 2 },
    { id: JAZZ, name: 'Jazz & Blues', parent_id: 2 },
    { id: MUSICALS, name: 'Musicals', parent_id: 3 },
    { id: PLAYS, name: 'Plays', parent_id: 3 },
    { id: 303, name: 'Puppetry', parent_id: 3, deleted_at: '2017-03-06T03:17:18Z' },
  ],

  performers: [
    { id: 30001, name: 'Massive Attack', category_id: ROCK, popularity_score: 0.41257 },
    {
      id: 30002,
      name: 'Springfield Isotopes',
      category_id: BASEBALL,
      venue_id: BALLPARK,
      keywords: 'topes',
      popularity_score: 0.773106,
    },
    { id: 30003, name: 'Shelbyville Shelbyvillians', category_id: BASEBALL, popularity_score: 0.52048 },
    { id: 30004, name: 'The Be Sharps', category_id: ROCK, popularity_score: 0.912377 },
    {
      id: 30005,
      name: 'Springfield Ice-O-Topes',
      category_id: ICE_HOCKEY,
      venue_id: ARENA,
      keywords: 'icetopes',
      popularity_score: 0.610955,
    },
    { id: 30006, name: 'Capital City Blades', category_id: ICE_HOCKEY, popularity_score: 0.335421 },
    { id: 30007, name: 'Bleeding Gums Quartet', category_id: JAZZ, popularity_score: 0.48733 },
    { id: 30008, name: 'Hamlet', category_id: PLAYS, popularity_score: 0.295014 },
    { id: 30009, name: 'The Capital City Marionettes', category_id: 303, deleted_at: '2017-03-06T03:20:44Z' },
  ],

  venues: [
    {
      id: 1388,
      name: 'Santa Barbara Bowl',
      street_address: '1122 N Milpas Street',
      locality: 'Santa Barbara',
      region: 'CA',
      postal_code: '93103',
      country_code: 'US',
      time_zone: 'America/Los_Angeles',
      latitude: 34.4348,
      longitude: -119.693,
      popularity_score: 0.318044,
    },
    {
      id: BALLPARK,
      name: 'Springfield Ballpark',
      street_address: '1 Isotope Way',
      locality: 'Springfield',
      region: 'OR',
      postal_code: '97475',
      ...IN_OREGON,
      latitude: 44.0462,
      longitude: -123.022,
      popularity_score: 0.704318,
    },
    {
      id: AMPHITHEATER,
      name: 'Springfield Amphitheater',
      street_address: '400 Evergreen Terrace',
      locality: 'Springfield',
      region: 'OR',
      postal_code: '97475',
      ...IN_OREGON,
      latitude: 44.0521,
      longitude: -122.9978,
      popularity_score: 0.566902,
    },
    {
      id: ARENA,
      name: 'Shelbyville Arena',
      street_address: '75 Manhattan Square',
      locality: 'Shelbyville',
      region: 'OR',
      postal_code: '97476',
      ...IN_OREGON,
      latitude: 44.1571,
      longitude: -122.8703,
      popularity_score: 0.641277,
    },
    {
      id: PLAYHOUSE,
      name: 'Capital City Playhouse',
      street_address: '12 Fifth Street',
      locality: 'Capital City',
      region: 'OR',
      postal_code: '97301',
      ...IN_OREGON,
      latitude: 44.9429,
      longitude: -123.0351,
      popularity_score: 0.287551,
    },
  ],

  configurations: [
    configuration({ id: BOWL_SEATS, venue_id: 1388, name: 'End Stage', capacity: 4562 }),
    configuration({ id: BALLPARK_SEATS, venue_id: BALLPARK, name: 'Baseball', capacity: 31000 }),
    configuration({ id: AMPHITHEATER_SEATS, venue_id: AMPHITHEATER, name: 'End Stage', capacity: 8200 }),
    configuration({ id: ARENA_RINK, venue_id: ARENA, name: 'Hockey', capacity: 12400 }),
    { id: ARENA_STAGE, venue_id: ARENA, name: 'End Stage', capacity: 9800 },
    configuration({ id: PLAYHOUSE_SEATS, venue_id: PLAYHOUSE, name: 'Theatre', capacity: 640 }),
  ],

  events: [
    {
      id: 648825,
      name: 'Massive Attack',
      venue_id: 1388,
      configuration_id: BOWL_SEATS,
      category_id: ROCK,
      performer_ids: [30001],
      popularity_score: 12.4,
      long_term_popularity_score: 0.401833,
      occurs_at: '2017-10-20T19:00:00Z',
    },
    {
      id: DERBY,
      name: 'Springfield Isotopes vs. Shelbyville Shelbyvillians',
      venue_id: BALLPARK,
      configuration_id: BALLPARK_SEATS,
      category_id: BASEBALL,
      performer_ids: [30002, 30003],
      popularity_score: 604.95,
      long_term_popularity_score: 0.666638,
      occurs_at: '+P30DT19H',
    },
    {
      id: REUNION,
      name: 'The Be Sharps: The Reunion',
      venue_id: AMPHITHEATER,
      configuration_id: AMPHITHEATER_SEATS,
      category_id: ROCK,
      performer_ids: [30004],
      popularity_score: 951.2,
      long_term_popularity_score: 0.912377,
      occurs_at: '+P45DT20H',
    },
    {
      id: BENEFIT,
      name: 'The Be Sharps: The Rooftop Benefit',
      venue_id: ARENA,
      configuration_id: ARENA_STAGE,
      category_id: ROCK,
      performer_ids: [30004],
      popularity_score: 880.75,
      long_term_popularity_score: 0.870215,
      occurs_at: '+P52DT20H30M',
    },
    {
      id: CUP_FINAL,
      name: 'Springfield Ice-O-Topes vs. Capital City Blades',
      venue_id: ARENA,
      configuration_id: ARENA_RINK,
      category_id: ICE_HOCKEY,
      performer_ids: [30005, 30006],
      popularity_score: 433.1,
      long_term_popularity_score: 0.610955,
      occurs_at: '+P60DT18H30M',
    },
    {
      id: JAZZ_NIGHT,
      name: 'Bleeding Gums Quartet',
      venue_id: AMPHITHEATER,
      configuration_id: AMPHITHEATER_SEATS,
      category_id: JAZZ,
      performer_ids: [30007],
      popularity_score: 210.35,
      long_term_popularity_score: 0.48733,
      occurs_at: '+P36DT21H',
    },
    {
      id: PLAY,
      name: 'Hamlet',
      venue_id: PLAYHOUSE,
      configuration_id: PLAYHOUSE_SEATS,
      category_id: PLAYS,
      performer_ids: [30008],
      popularity_score: 98.6,
      long_term_popularity_score: 0.295014,
      occurs_at: '+P75DT20H',
    },
  ],

  ticket_groups: [
    {
      id: 52554285,
      office_id: SHELBYVILLE,
      event_id: DERBY,
      section: '112',
      row: 'F',
      format: 'Physical',
      ...SEED_004,
      remote_id: '1103801',
    },
    {
      id: 52554286,
      office_id: SHELBYVILLE,
      event_id: CUP_FINAL,
      section: '204',
      row: 'C',
      quantity: 8,
      low_seat: 11,
      splits: [1, 2, 4, 6, 8],
      format: 'TM_mobile',
      wholesale_price_cents: 6500,
      retail_price_cents: 8150,
      remote_id: '1103802',
    },
    {
      id: 52554287,
      office_id: SHELBYVILLE,
      event_id: DERBY,
      section: '113',
      row: 'J',
      format: 'Eticket',
      ...SEED_004,
      remote_id: '1103803',
    },
    {
      id: 52554288,
      office_id: SHELBYVILLE,
      event_id: JAZZ_NIGHT,
      section: 'Terrace',
      row: '2',
      quantity: 10,
      low_seat: 1,
      splits: [1, 2, 3, 4, 6, 8, 10],
      format: 'Physical',
      wholesale_price_cents: 3500,
      retail_price_cents: 4400,
      remote_id: '1103804',
      external_notes: 'Local pickup near the venue.',
    },
    {
      id: 52554289,
      office_id: SHELBYVILLE,
      event_id: PLAY,
      section: 'Orchestra',
      row: 'K',
      quantity: 4,
      low_seat: 1,
      splits: [2, 4],
      format: 'Eticket',
      wholesale_price_cents: 7000,
      retail_price_cents: 9200,
      remote_id: '1103805',
      in_hand: false,
      in_hand_on: '+P72D',
      spec: true,
    },
    // Brokerage 1930's own stock, all for one event: each Eticket group has a Physical one beside it.
    {
      id: 52554290,
      office_id: 1691,
      event_id: REUNION,
      section: '201',
      row: 'A',
      format: 'Eticket',
      ...OWN_STOCK,
      remote_id: '1103811',
    },
    {
      id: 52554291,
      office_id: 1937,
      event_id: REUNION,
      section: '202',
      row: 'A',
      format: 'Eticket',
      ...OWN_STOCK,
      remote_id: '1103812',
    },
    {
      id: 52554292,
      office_id: 1691,
      event_id: REUNION,
      section: '201',
      row: 'B',
      format: 'Physical',
      ...OWN_STOCK,
      remote_id: '1103813',
    },
    {
      id: 52554293,
      office_id: 1937,
      event_id: REUNION,
      section: '202',
      row: 'B',
      format: 'Physical',
      ...OWN_STOCK,
      remote_id: '1103814',
    },
    // Seed 002: the group in its answer, and the group that its request buys from.
    {
      id: 161443705,
      office_id: 1692,
      event_id: 648825,
      section: '23',
      row: 'a',
      quantity: 1,
      low_seat: 10,
      format: 'Eticket',
      wholesale_price_cents: 1000,
      retail_price_cents: 3000,
      remote_id: '1103822',
      in_hand_on: '2017-03-21',
      purchase_order_id: 819940,
    },
    {
      id: 324466901,
      office_id: SHELBYVILLE,
      event_id: BENEFIT,
      section: 'Floor 2',
      row: '7',
      quantity: 20,
      low_seat: 1,
      splits: [1, 2, 3, 4, 5, 6, 8, 10, 20],
      format: 'Eticket',
      wholesale_price_cents: 12000,
      retail_price_cents: 14548,
      remote_id: '1103823',
      // Values that seed 002 shows for such a group.
      in_hand_on: '2017-03-21',
      purchase_order_id: 819941,
    },
  ],
}

/** A venue's primary layout, with pictures of its chart. */
export function configuration(fields: { id: number; venue_id: number; name: string; capacity: number }) {
  const chart = `https://media.example.com/configurations/${fields.id}`
  return {
    ...fields,
    primary: true,
    fanvenues_key: String(6000 + fields.id),
    seating_chart_medium: `${chart}/medium.jpg`,
    seating_chart_large: `${chart}/large.jpg`,
  }
}
