// @ts-check

// What is for sale in the documents of seeds/, and what stands around it. Blank fields are left out, as in any world
// file; times count from the midnight of the day on which a sandbox starts.

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
  ],

  performers: [
    { id: 30001, name: 'Massive Attack', category_id: ROCK },
    { id: 30002, name: 'Springfield Isotopes', category_id: BASEBALL },
    { id: 30003, name: 'Shelbyville Shelbyvillians', category_id: BASEBALL },
    { id: 30004, name: 'The Be Sharps', category_id: ROCK },
    { id: 30005, name: 'Springfield Ice-O-Topes', category_id: ICE_HOCKEY },
    { id: 30006, name: 'Capital City Blades', category_id: ICE_HOCKEY },
    { id: 30007, name: 'Bleeding Gums Quartet', category_id: JAZZ },
    { id: 30008, name: 'Hamlet', category_id: PLAYS },
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
    },
    {
      id: BALLPARK,
      name: 'Springfield Ballpark',
      street_address: '1 Isotope Way',
      locality: 'Springfield',
      region: 'OR',
      postal_code: '97475',
      ...IN_OREGON,
    },
    {
      id: AMPHITHEATER,
      name: 'Springfield Amphitheater',
      street_address: '400 Evergreen Terrace',
      locality: 'Springfield',
      region: 'OR',
      postal_code: '97475',
      ...IN_OREGON,
    },
    {
      id: ARENA,
      name: 'Shelbyville Arena',
      street_address: '75 Manhattan Square',
      locality: 'Shelbyville',
      region: 'OR',
      postal_code: '97476',
      ...IN_OREGON,
    },
    {
      id: PLAYHOUSE,
      name: 'Capital City Playhouse',
      street_address: '12 Fifth Street',
      locality: 'Capital City',
      region: 'OR',
      postal_code: '97301',
      ...IN_OREGON,
    },
  ],

  events: [
    {
      id: 648825,
      name: 'Massive Attack',
      venue_id: 1388,
      category_id: ROCK,
      performer_ids: [30001],
      occurs_at: '2017-10-20T19:00:00Z',
    },
    {
      id: DERBY,
      name: 'Springfield Isotopes vs. Shelbyville Shelbyvillians',
      venue_id: BALLPARK,
      category_id: BASEBALL,
      performer_ids: [30002, 30003],
      occurs_at: '+P30DT19H',
    },
    {
      id: REUNION,
      name: 'The Be Sharps: The Reunion',
      venue_id: AMPHITHEATER,
      category_id: ROCK,
      performer_ids: [30004],
      occurs_at: '+P45DT20H',
    },
    {
      id: BENEFIT,
      name: 'The Be Sharps: The Rooftop Benefit',
      venue_id: ARENA,
      category_id: ROCK,
      performer_ids: [30004],
      occurs_at: '+P52DT20H30M',
    },
    {
      id: CUP_FINAL,
      name: 'Springfield Ice-O-Topes vs. Capital City Blades',
      venue_id: ARENA,
      category_id: ICE_HOCKEY,
      performer_ids: [30005, 30006],
      occurs_at: '+P60DT18H30M',
    },
    {
      id: JAZZ_NIGHT,
      name: 'Bleeding Gums Quartet',
      venue_id: AMPHITHEATER,
      category_id: JAZZ,
      performer_ids: [30007],
      occurs_at: '+P36DT21H',
    },
    {
      id: PLAY,
      name: 'Hamlet',
      venue_id: PLAYHOUSE,
      category_id: PLAYS,
      performer_ids: [30008],
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
    // Brokerage 1930's own stock; all for one event, and each Eticket group with a Physical one beside it.
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
    // Seed 002: the group that its answer shows, and the one that its request buys from.
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
      // Of the types that seed 002 prints for a group of this kind.
      in_hand_on: '2017-03-21',
      purchase_order_id: 819941,
    },
  ],
}
