import defaultWorld from '../../fixtures/default.json' with { type: 'json' }

/** The marketplace: the default world's parties with so few tickets that they get in each other's way. */

export interface Party {
  readonly as: string
  readonly account: string
  /** The first is the one that its credential acts for. */
  readonly offices: readonly number[]
  /** W:9470105: a User of the brokerage; an affiliate has none. */
  readonly reviewer: number | null
  readonly client: { readonly id: number; readonly email: number; readonly card: number } | null
}

const MOE = { id: 107655, email: 33333, card: 2222 }
const SHELBY = { id: 107700, email: 33400, card: 2300 }
const MAX = { id: 1507094, email: 1965046, card: 327284 }

export const TEVO = 'brokerage:61'
const SHELBYVILLE = { account: 'brokerage:1931', offices: [1700], reviewer: 12345, client: SHELBY }

export const WEBSITE: Party = {
  as: 'website',
  account: 'brokerage:1930',
  offices: [1691, 1937],
  reviewer: 12346,
  client: MOE,
}
export const STORE: Party = { as: 'store', account: 'store:63', offices: [], reviewer: null, client: MAX }
export const PARTIES: readonly Party[] = [
  WEBSITE,
  { as: 'processor', ...SHELBYVILLE },
  { as: 'shelbyville', ...SHELBYVILLE },
  STORE,
  // Whoever buys for the store (S3) and sells for itself.
  { as: 'tevo', account: TEVO, offices: [6, 1692], reviewer: 12340, client: null },
]

export const BROKERS = PARTIES.filter((party) => party !== STORE)

export const OFFICES: readonly { readonly id: number; readonly account: string }[] = PARTIES.flatMap(
  ({ account, offices }) => offices.map((id) => ({ id, account })),
)

const GAME = 2100001
const CONCERT = 2100002

export interface Tickets {
  readonly id: number
  readonly office_id: number
  readonly event_id: number
  readonly format: 'Eticket' | 'Physical'
  readonly quantity: number
  readonly low_seat: number
  readonly seat_order: 'consecutive' | 'odd_even'
  readonly splits: readonly number[] | null
  readonly wholesale_price_cents: number
}

const PLAIN = { low_seat: 1, seat_order: 'consecutive', splits: null } as const
export const TICKETS: readonly Tickets[] = [
  {
    ...PLAIN,
    id: 52554287,
    office_id: 1700,
    event_id: GAME,
    format: 'Eticket',
    quantity: 12,
    splits: [1, 2, 3, 4, 6, 12],
    wholesale_price_cents: 4_000,
  },
  {
    id: 52554288,
    office_id: 1700,
    event_id: GAME,
    format: 'Eticket',
    quantity: 7,
    low_seat: 11,
    seat_order: 'odd_even',
    splits: null,
    wholesale_price_cents: 3_575,
  },
  {
    ...PLAIN,
    id: 52554285,
    office_id: 1700,
    event_id: CONCERT,
    format: 'Physical',
    quantity: 6,
    wholesale_price_cents: 6_000,
  },
  {
    ...PLAIN,
    id: 52600002,
    office_id: 6,
    event_id: GAME,
    format: 'Eticket',
    quantity: 8,
    low_seat: 0,
    wholesale_price_cents: 7_201,
  },
  {
    ...PLAIN,
    id: 52554290,
    office_id: 1691,
    event_id: GAME,
    format: 'Eticket',
    quantity: 12,
    wholesale_price_cents: 3_000,
  },
  {
    ...PLAIN,
    id: 52554292,
    office_id: 1691,
    event_id: GAME,
    format: 'Physical',
    quantity: 6,
    wholesale_price_cents: 2_999,
  },
  {
    ...PLAIN,
    id: 52554291,
    office_id: 1937,
    event_id: CONCERT,
    format: 'Eticket',
    quantity: 6,
    splits: [2, 3],
    wholesale_price_cents: 10_000,
  },
]

export const EVENTS: readonly number[] = [GAME, CONCERT]

const TEVO_CREDENTIAL = {
  id: 900,
  name: 'tevo',
  label: 'Ticket Evolution',
  type: 'User',
  token: 'ticketevolution00000000000000001',
  secret: 'ticket-evolution-secret-0000000000000001',
  office_id: 6,
}

export const MARKETPLACE = {
  ...defaultWorld,
  credentials: [...defaultWorld.credentials, TEVO_CREDENTIAL],
  ticket_groups: TICKETS.map(({ wholesale_price_cents, ...tickets }) => ({
    ...tickets,
    section: 'A',
    row: String(tickets.id % 100),
    wholesale_price_cents,
    retail_price_cents: wholesale_price_cents + 1_000,
    updated_at: '2017-03-08T20:21:42Z',
  })),
}
