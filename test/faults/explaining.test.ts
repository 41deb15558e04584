import { describe, expect, test } from 'vitest'
import { expectProblem } from '../control/problem.ts'
import { serve, type TestServer } from '../harness.ts'
import { orderBody } from '../orders/journey.ts'

const CLOCK_MS = Date.parse('2026-01-01T00:00:00Z')
const UNAVAILABLE = { effect: { type: 'status', status: 503 } }

/** Arms a rule, lets things happen, and asks why it has not acted. */
async function whyNot(rule: object, happen: (server: TestServer) => Promise<unknown>): Promise<string | null> {
  const server = await serve({ clock_ms: CLOCK_MS })
  // What came before is of no account.
  await server.post('/v9/orders', orderBody())
  await server.faults.arm({ id: 'it', ...UNAVAILABLE, ...rule })
  await happen(server)
  const { why_not } = await server.faults.get('it')
  expect((await server.faults.list())[0].why_not).toBe(why_not)
  return why_not
}

const order = (server: TestServer) => server.post('/v9/orders', orderBody())
const look = (server: TestServer) => server.get('/v9/orders?page=1')
const times = (count: number, work: typeof order) => async (server: TestServer) => {
  for (let nth = 0; nth < count; nth += 1) await work(server)
}
const nothing = async () => {}

const CREATE = { operation: 'orders.create' }
const ELSE = { ...CREATE, where: { '/orders/0/client_id': 5 } }

describe('a rule says why it has not acted:', () => {
  test.for<[what: string, rule: object, happen: (server: TestServer) => Promise<unknown>, why: RegExp | null]>([
    ['nothing came', {}, nothing, /^no request has come since it was armed$/],
    [
      'nothing of its operation',
      { match: CREATE },
      nothing,
      /^no request of orders\.create has come since it was armed$/,
    ],
    ['others came', { match: CREATE }, times(2, look), /^no request of orders\.create has come .*; 2 others have$/],
    [
      'one differs',
      { match: ELSE },
      order,
      /^1 request of orders\.create came; in req_2 where \/orders\/0\/client_id is 107655 and not 5$/,
    ],
    [
      'each differs in the same',
      { match: ELSE },
      times(3, order),
      /^3 requests of orders\.create came; each differs in where \/orders\/0\/client_id: in req_4 where .* is 107655 and not 5$/,
    ],
    [
      'a pattern',
      { match: { query: { page: { absent: true } } } },
      look,
      /^1 request came; in req_2 query page is "1" and not absent$/,
    ],
    [
      'they differ in this and that',
      { match: { query: { page: '2' }, operation: { prefix: 'orders.' } } },
      async (server) => {
        await look(server)
        await server.get('/v9/orders?page=3')
      },
      /^2 requests of text that begins with "orders\." came; each differs in query page: in req_3 query page is "3" and not "2"$/,
    ],
    ['skip', { skip: 5 }, times(2, look), /^matched 2, and skip is 5$/],
    ['chance', { chance: 1e-9 }, times(3, look), /^matched 3, and of 3 draws none was below the chance of 1e-9$/],
    ['it is too early', { from: '30s' }, look, /^not in force until 2026-01-01T00:00:30\.000Z by the clock/],
    [
      'it is too late',
      { match: CREATE, for: '30s' },
      (server) => server.clock.advance('PT31S'),
      /^in force until 2026-01-01T00:00:30\.000Z; before that no request of orders\.create has come/,
    ],
    [
      'another one acted',
      {},
      async (server) => {
        await server.faults.arm({ id: 'first', priority: -1, ...UNAVAILABLE })
        await look(server)
      },
      /^matched 1; lost to first$/,
    ],
    [
      'others acted',
      { priority: 1 },
      async (server) => {
        await server.faults.arm([
          { id: 'first', times: 1, ...UNAVAILABLE },
          { id: 'second', ...UNAVAILABLE },
        ])
        await times(3, look)(server)
      },
      /^matched 3; lost to second, and 3 times in all$/,
    ],
    [
      'one has acted in an earlier phase',
      { phase: 'after-commit', match: CREATE },
      async (server) => {
        await server.faults.arm({ effect: { type: 'domain', name: 'fraud_declined' } })
        await order(server)
      },
      /^matched 1; lost to a rule that had acted on the request before$/,
    ],
    [
      'another one acted before',
      {},
      async (server) => {
        await server.faults.arm({ id: 'early', phase: 'before-auth', ...UNAVAILABLE })
        await look(server)
      },
      /^1 request came; one was as asked and did not get to before-handler while it was in force: req_2 met early in before-auth$/,
    ],
    [
      'it was refused before',
      { phase: 'after-commit', match: CREATE },
      (server) => server.post('/v9/orders', {}),
      /^1 request of orders\.create came; one was as asked and did not get to after-commit .*: req_2 was answered 400 before it$/,
    ],
    [
      'no operation has the rule',
      { effect: { type: 'domain', name: 'eticket_rejected' } },
      look,
      /^no request of orders\.deliver_etickets, items\.add_etickets has come since it was armed; 1 other has$/,
    ],
    [
      'no webhook was sent',
      { phase: 'delivery', effect: { type: 'lost' } },
      look,
      /^no webhook that it is for was sent since it was armed$/,
    ],
    ['it has acted', {}, look, null],
  ])('%s', async ([, rule, happen, why]) => {
    const said = await whyNot(rule, happen)
    if (why === null) expect(said).toBeNull()
    else expect(said).toMatch(why)
  })

  test('and shows nothing private of what came in its place', async () => {
    const match = { operation: 'clients.create', where: { '/clients/0/email_addresses/0/address': 'a@example.com' } }
    const person = { clients: [{ name: 'Ned', email_addresses: [{ address: 'ned@example.com' }] }] }
    const said = await whyNot({ match }, (server) => server.post('/v9/clients', person))
    expect(said).toMatch(
      /^1 request of clients\.create came; in req_2 where .* is 15 characters, differs from the 1st$/,
    )
    expect(said).not.toContain('ned@')
  })

  test('also after a snapshot and a reset', async () => {
    const server = await serve()
    await order(server)
    await server.faults.arm({ id: 'it', match: ELSE, ...UNAVAILABLE })
    const saved = await server.snapshot()
    await server.control('POST', '/reset')
    await server.restore(saved)
    expect((await server.faults.get('it')).why_not).toMatch(/^no request of orders\.create has come/)
    await order(server)
    expect((await server.faults.get('it')).why_not).toMatch(/^1 request of orders\.create came; in req_1 where/)
  })

  test('1,000 rules beside a full journal are listed in a moment', async () => {
    const server = await serve()
    for (let nth = 0; nth < 100; nth += 1) await look(server)
    await server.faults.arm(
      Array.from({ length: 1_000 }, (_, nth) => ({ match: { header: { x: `${nth}` } }, ...UNAVAILABLE })),
    )
    for (let nth = 0; nth < 100; nth += 1) await look(server)
    const since = performance.now()
    const faults = await server.faults.list()
    expect(faults[7].why_not).toMatch(
      /^100 requests came; each differs in header x: in req_200 header x is not there and not "7"$/,
    )
    expect(performance.now() - since).toBeLessThan(5_000)
  })
})

describe('DELETE …/faults?state=', () => {
  test('forgets the rules in that state, and answers those that are left', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    await server.faults.arm([
      { id: 'spent', times: 1, ...UNAVAILABLE },
      { id: 'armed', match: CREATE, ...UNAVAILABLE },
      { id: 'waiting', from: '1h', ...UNAVAILABLE },
    ])
    await look(server)

    const { status, body } = await server.control('DELETE', '/faults?state=spent')

    expect([status, body.faults.map(({ id }: { id: string }) => id)]).toEqual([200, ['armed', 'waiting']])
    await server.faults.arm({ id: 'spent', times: 1, ...UNAVAILABLE })
    expect((await server.control('DELETE', '/faults?state=over')).body.faults).toHaveLength(3)
    expect((await server.control('DELETE', '/faults')).body).toEqual({ faults: [] })
  })

  test('another word is refused, and nothing is deleted', async () => {
    const server = await serve()
    await server.faults.arm(UNAVAILABLE)
    const refused = await server.control('DELETE', '/faults?state=spend')
    expectProblem(refused, 400, /^state: is not a state: give waiting, armed, spent, over$/)
    expect(await server.faults.list()).toHaveLength(1)
  })
})

describe('a rule that asks for very much', () => {
  /** As many places as a rule may ask for. */
  const filters = (from: number) => Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`f${from + at}`, 'x']))

  test('is compared with fewer requests, and says with how many', async () => {
    const why = await whyNot({ match: { query: filters(0) } }, times(12, look))
    expect(why).toMatch(/^the last 10 of 12 requests came; each differs in query f0, query f1, query f2: in req_13 /)
  })

  test('is listed among hundreds of them in less than a second', async () => {
    const server = await serve()
    for (let hundred = 0; hundred < 3; hundred += 1)
      await server.faults.arm(Array.from({ length: 100 }, () => ({ ...UNAVAILABLE, match: { query: filters(0) } })))
    await times(100, look)(server)
    const began = process.cpuUsage()
    expect(await server.faults.list()).toHaveLength(300)
    const { user, system } = process.cpuUsage(began)
    // It takes 180; where each was compared with a hundred requests, it took 1,390.
    expect((user + system) / 1_000, 'milliseconds of the processor').toBeLessThan(700)
  })
})
