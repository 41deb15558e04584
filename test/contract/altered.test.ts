import { expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { type Alteration, type Answered, alteringProxy, type Passing } from './altering-proxy.ts'
import { driftIn, uncheckedIn, verified } from './verified.ts'

/** Copies of a server that differ from it in one thing: the suite has to find that, and nothing else. */

interface Copy {
  readonly what: string
  /** The operations that are looked at. */
  readonly only: readonly string[]
  readonly alteration: Alteration
  readonly drift: readonly string[]
  readonly writes?: boolean
}

const EVENTS = '/v9/events'
const isAt = ({ path }: Passing, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? path === wanted : wanted.test(path)

/** Changes good answers of a path. */
const where = (wanted: string | RegExp, change: (answer: Answered) => void): Alteration => ({
  answered: (passing, answer) => {
    if (isAt(passing, wanted) && answer.status < 300) change(answer)
  },
})

/** Reads past parameters, as if they were not known. */
const without = (wanted: string | RegExp, ...names: readonly string[]): Alteration => ({
  asked: (passing) => {
    if (isAt(passing, wanted)) for (const name of names) passing.query.delete(name)
  },
})

const COPIES: readonly Copy[] = [
  {
    what: 'a field of another type',
    only: ['brokerages.show'],
    alteration: where(/^\/v9\/brokerages\/\d+$/, ({ body }) => {
      body.id = Number(body.id)
    }),
    drift: ['brokerages.show, one by its id: type /id: expected a string, got a number'],
  },
  {
    what: 'a time in another form',
    only: ['venues.show'],
    alteration: where(/^\/v9\/venues\/\d+$/, ({ body }) => {
      body.updated_at = '2026-01-31 19:00:00 UTC'
    }),
    drift: [
      'venues.show, one by its id: value /updated_at: expected text as /^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$/, got "9999-99-99 99:99:99 AAA"',
    ],
  },
  {
    what: 'money that is a number',
    only: ['clients.index'],
    alteration: where('/v9/clients', ({ body }) => {
      for (const client of body.clients) client.balance = 12.5
    }),
    drift: ['clients.index, a page of clients: type /clients/*/balance: expected a string, got a number'],
  },
  {
    what: 'a word that no list has',
    only: ['events.index'],
    alteration: where(EVENTS, ({ body }) => {
      for (const event of body.events) event.state = 'moved'
    }),
    drift: ['a signed request is answered', 'a page of events', 'events that have tickets'].map(
      (shows) =>
        `events.index, ${shows}: value /events/*/state: expected "shown" or "postponed" or "canceled", got "moved"`,
    ),
  },
  {
    what: 'another status',
    only: ['clients.show'],
    alteration: where(/^\/v9\/clients\/\d+$/, (answer) => {
      answer.status = 202
    }),
    drift: ['clients.show, one by its id: status status: expected 200, got 202'],
  },
  {
    what: 'a field less',
    only: ['performers.index'],
    alteration: where('/v9/performers', ({ body }) => {
      for (const performer of body.performers) delete performer.slug
    }),
    drift: ['performers.index, a page of performers: missing /performers/*/slug: expected a string, got nothing'],
  },
  {
    what: 'a field more',
    only: ['offices.show'],
    alteration: where(/^\/v9\/offices\/\d+$/, ({ body }) => {
      body.brokerage.rating = { stars: 5 }
    }),
    drift: ['offices.show, one by its id: unknown /brokerage/rating: expected no such field, got an object'],
  },
  {
    what: 'another status of what is unknown',
    only: ['venues.show'],
    alteration: {
      answered: (_, answer) => {
        if (answer.status === 404) answer.status = 400
      },
    },
    drift: [
      "venues.show, an unknown venue_id is not found: status status: expected 404, got 400 Couldn't find Venue with ID=2000000001: Not Found",
    ],
  },
  {
    what: 'another status of a wrong signature',
    only: ['events.index'],
    alteration: {
      answered: (_, answer) => {
        if (answer.body?.error?.includes('signature')) answer.status = 403
      },
    },
    drift: [
      'events.index, a wrong signature is refused: status status: expected 401, got 403 Your signature is incorrect. Please ensure you are generating it correctly',
    ],
  },
  {
    what: 'other words for a missing signature',
    only: ['events.index'],
    alteration: {
      answered: (_, answer) => {
        if (answer.status === 401) answer.body = { error: 'No' }
      },
    },
    drift: [
      'a request without token and signature is refused: value /error: expected "Unauthorized", got another value',
      'an unknown token is refused: value /error: expected "Unauthorized", got another value',
      'a wrong signature is refused: value /error: expected "Your signature is incorrect. Please ensure you are generating it correctly", got another value',
    ].map((drift) => `events.index, ${drift}`),
  },
  {
    what: 'a filter that does nothing',
    only: ['events.index'],
    alteration: without(EVENTS, 'venue_id'),
    drift: [
      expect.stringMatching(
        /^events\.index, the filter venue_id keeps what equals it: filter \/events\/\*\/venue\/id: expected what venue_id gives, in every entry, got another value in \d+ of 20$/,
      ),
    ],
  },
  {
    what: 'a filter that turns nothing away',
    only: ['events.index'],
    alteration: without(EVENTS, 'venue_id.not_eq'),
    drift: [
      expect.stringMatching(
        /^events\.index, the filter venue_id\.not_eq keeps the others: filter \/events\/\*\/venue\/id: expected anything but what venue_id\.not_eq gives, got that value in \d+ of 20$/,
      ),
    ],
  },
  {
    what: 'a comparison that does nothing',
    only: ['venues.index'],
    alteration: without('/v9/venues', 'updated_at.lt'),
    drift: [
      expect.stringMatching(
        /^venues\.index, the filters updated_at\.gte and updated_at\.lt divide the list: filter \/venues\/\*\/updated_at: expected updated_at\.lt in every entry, got another value in \d+ of \d+$/,
      ),
    ],
  },
  {
    what: 'a comparison that loses an entry',
    only: ['venues.index'],
    alteration: {
      answered: ({ path, query }, { body }) => {
        if (path === '/v9/venues' && query.has('popularity_score.gte')) body.total_entries -= 1
      },
    },
    drift: [
      expect.stringMatching(
        /^venues\.index, the filters popularity_score\.gte and popularity_score\.lt divide the list: filter \/total_entries: expected the \d+ of all, from popularity_score\.gte and popularity_score\.lt together, got \d+ and \d+$/,
      ),
    ],
  },
  {
    what: 'an order that nobody asked for',
    only: ['events.index'],
    alteration: without(EVENTS, 'order_by'),
    drift: ['occurs_at', 'popularity_score'].flatMap((name) =>
      ['ASC', 'DESC'].map(
        (direction) =>
          `events.index, order_by events.${name} sorts: order /events/*/${name}: expected ${direction} with order_by, got another order`,
      ),
    ),
  },
  {
    what: 'one page again and again',
    only: ['performers.index'],
    alteration: without('/v9/performers', 'page'),
    drift: [
      'performers.index, pages lie beside each other: pages /current_page: expected 2 on page 2, got 1',
      'performers.index, pages lie beside each other: pages /performers/*/id: expected each entry on one page only, got the entry of page 1 on page 2, too',
    ],
  },
  {
    what: 'pages of another size',
    only: ['performers.index'],
    alteration: where('/v9/performers', ({ body }) => {
      body.per_page = 50
    }),
    drift: [
      'performers.index, pages lie beside each other: pages /per_page: expected 1 on page 1, got 50',
      'performers.index, pages lie beside each other: pages /per_page: expected 1 on page 2, got 50',
    ],
  },
  {
    what: 'a total that is no total',
    only: ['orders.create'],
    writes: true,
    alteration: where('/v9/orders', ({ body }) => {
      for (const order of body.orders) order.total = '1.0'
    }),
    drift: expect.arrayContaining([
      'orders.create, tickets are sold to a client: invariant /orders/*/total: expected /subtotal + /shipping + /service_fee + /additional_expense + /tax − /discount, got another amount',
    ]),
  },
  {
    what: 'another status of a write',
    only: ['orders.accept'],
    writes: true,
    alteration: where(/^\/v9\/orders\/\d+\/accept$/, (answer) => {
      answer.status = 201
    }),
    drift: expect.arrayContaining(['orders.accept, a pending order is accepted: status status: expected 200, got 201']),
  },
  {
    what: 'no JSON',
    only: ['settings.shipping'],
    alteration: where('/v9/settings/shipping', (answer) => {
      answer.body = undefined
    }),
    drift: ['settings.shipping, the ways to ship: answer /: expected JSON, got something else'],
  },
  {
    what: 'a connection that is cut',
    only: ['categories.show', 'settings.shipping'],
    alteration: { cut: (passing) => isAt(passing, '/v9/settings/shipping') },
    drift: [
      expect.stringMatching(
        /^settings\.shipping, the ways to ship: answer \/: expected an answer, got none: .*cut the connection/,
      ),
    ],
  },
]

test.for(COPIES)('$what is found, and nothing else', async ({ only, alteration, drift, writes }) => {
  const server = await serve()
  const keys = server.keysOf('website')
  const proxy = await alteringProxy(server.url, keys, alteration)
  expect(driftIn(await verified(proxy, keys, { only, writes: writes ?? false }))).toEqual(drift)
})

test('a copy that differs in nothing has no drift', async () => {
  const server = await serve()
  const keys = server.keysOf('website')
  const proxy = await alteringProxy(server.url, keys, {})
  expect(driftIn(await verified(proxy, keys))).toEqual([])
})

test('a server that does not answer any more is left alone, and told of', async () => {
  const server = await serve()
  const keys = server.keysOf('website')
  let asked = 0
  const cut = () => {
    asked += 1
    return asked > 10
  }
  const proxy = await alteringProxy(server.url, keys, { cut })
  const report = await verified(proxy, keys)
  expect(asked).toBe(13)
  expect(driftIn(report)).toHaveLength(3)
  expect(uncheckedIn(report)).toContain('users.index, a page of users: the server does not answer any more')
})

test('a server that wants patience is asked again', async () => {
  const server = await serve()
  const keys = server.keysOf('website')
  let asked = 0
  const proxy = await alteringProxy(server.url, keys, {
    answered: (_, answer) => {
      asked += 1
      if (asked % 2 === 1)
        Object.assign(answer, { status: 429, headers: { 'retry-after': '0' }, body: { error: 'Slower' } })
    },
  })
  const report = await verified(proxy, keys, { only: ['events.index'] })
  expect(driftIn(report)).toEqual([])
  expect(report.requests).toBe(asked)
})

test('what a server has no patience for is not checked', async () => {
  const server = await serve()
  const keys = server.keysOf('website')
  const proxy = await alteringProxy(server.url, keys, {
    answered: (passing, answer) => {
      if (isAt(passing, /^\/v9\/venues\/\d+$/))
        Object.assign(answer, { status: 429, headers: { 'retry-after': '0' }, body: { error: 'Slower' } })
    },
  })
  const report = await verified(proxy, keys, { only: ['venues.show'] })
  expect(driftIn(report)).toEqual([])
  expect(uncheckedIn(report)).toContain('venues.show, one by its id: the server answered 429 3 times, with Retry-After')
})

test('no more requests are sent than were allowed, and the rest is not checked', async () => {
  const server = await serve()
  const report = await verified(server.url, server.keysOf('website'), { maxRequests: 5 })
  expect(report.requests).toBe(5)
  expect(driftIn(report)).toEqual([])
  expect(uncheckedIn(report)).toContain('users.index, a page of users: 5 requests were sent before')
})
