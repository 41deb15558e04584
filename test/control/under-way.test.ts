import { describe, expect, test } from 'vitest'
import { DEADLINE_MS, until } from '../deadline.ts'
import { serve, type TestServer } from '../harness.ts'
import type { Received } from '../http.ts'
import { orderBody } from '../orders/journey.ts'
import { open, rawRequest, type SignedRequest } from '../socket.ts'
import { expectProblem } from './problem.ts'

/** What is told of requests while they are on their way, and after they were forgotten. */

const COMPANY = { companies: [{ name: 'The Leftorium' }] }
const CREATE = { method: 'POST', target: '/v9/companies', body: COMPANY }
const SLOW = { effect: { type: 'none' }, delay: { type: 'fixed', ms: 60_000 }, times: 1 }
const STALL = { effect: { type: 'stall' }, times: 1 }

const verify = (server: TestServer, asked: object) => server.control('POST', '/requests/verify', asked)

function expectUnmet({ status, body }: Received, detail: RegExp): void {
  expect(body.detail).toMatch(detail)
  expect(status).toBe(409)
}

/** A request that waits until its fault is taken away. */
async function waiting(server: TestServer, rule: object = SLOW, request: SignedRequest = CREATE) {
  await server.faults.arm({ id: 'wait', ...rule })
  const connection = open(server.url, rawRequest(server, request))
  await until('the request that waits', async () => (await server.faults.get('wait')).held === 1)
  return {
    ...connection,
    letGo: async () => {
      await server.faults.disarm('wait')
      await connection.ended
    },
  }
}

/** A request of whose body a part has not come. */
async function sending(server: TestServer) {
  const bytes = Buffer.from(rawRequest(server, CREATE))
  const connection = open(server.url, bytes.subarray(0, -5))
  await until('the head', async () => (await server.journal.list()).length === 1)
  return { ...connection, sendRest: () => connection.send(bytes.subarray(-5)) }
}

describe('a request that waits', () => {
  test.for(['before-auth', 'before-handler', 'after-commit'])('in a delay, %s, is in the journal', async (phase) => {
    const server = await serve()
    const { letGo } = await waiting(server, { ...SLOW, phase })
    const { body: said } = await verify(server, { match: { operation: 'companies.create' }, times: { max: 0 } })
    const never = await verify(server, { match: { status: 201 }, times: { max: 0 } })
    const once = await verify(server, { match: { status: 201 } })

    expect((await verify(server, { match: { method: 'POST' } })).body.count).toBe(1)
    expect(await server.journal.list()).toMatchObject([{ id: 'req_1', state: 'waiting', status: null }])
    expect(said.detail).toMatch(/they are req_1 \(still waits: the fault wait, none in /)
    expectUnmet(never, /1 more could not be decided, for they still wait: req_1/)
    expect(never.body).toMatchObject({ count: 0, undecided: ['req_1'] })
    expect(once.status).toBe(409)

    await letGo()
    expect(await server.journal.get('req_1')).toMatchObject({ state: 'done', status: 201, committed: true })
    expect((await verify(server, { match: { status: 201 }, times: { min: 1, max: 1 } })).body).toEqual({ count: 1 })
  })

  test('what it is not yet known to be it may be: committed, a signature, a fault', async () => {
    const server = await serve()
    await server.faults.arm({ id: 'other', effect: { type: 'reset' }, match: { operation: 'orders.index' } })
    const { letGo } = await waiting(server, { ...SLOW, phase: 'before-auth' })
    for (const match of [{ committed: true }, { signature: 'valid' }, { fault: 'other' }])
      expect((await verify(server, { match, times: { max: 0 } })).body.undecided, JSON.stringify(match)).toEqual([
        'req_1',
      ])
    expect((await verify(server, { match: { fault: 'wait' } })).body).toEqual({ count: 1 })
    await letGo()
    expect((await verify(server, { match: { committed: true, signature: 'valid' } })).body).toEqual({ count: 1 })
    expect((await verify(server, { match: { fault: 'other' }, times: { max: 0 } })).body).toEqual({ count: 0 })
  })

  test('for its own body is in the journal', async () => {
    const server = await serve()
    const { sendRest, ended } = await sending(server)
    const where = { match: { where: { '/companies/0/name': 'Nobody' } }, times: { max: 0 } }

    expect(await server.journal.list()).toMatchObject([{ state: 'waiting', operation: 'companies.create' }])
    expect((await verify(server, where)).body.undecided).toEqual(['req_1'])
    sendRest()
    await ended
    expect(await server.journal.list()).toMatchObject([{ state: 'done', status: 201 }])
    expect((await verify(server, where)).body).toEqual({ count: 0 })
  })

  test('for its own body is done without an answer when its client leaves', async () => {
    const server = await serve()
    const { leave } = await sending(server)
    leave()
    const entry = await until('its end', async () => (await server.journal.list('?limit=1')).find(isDone))
    expect(entry).toMatchObject({ status: null, committed: false, notes: [expect.stringMatching(/went away/)] })
  })

  test('for its own body over a reset does nothing, and is in no journal', async () => {
    const server = await serve()
    const { sendRest, ended, received } = await sending(server)
    await server.reset()
    sendRest()
    await ended
    expect(received()).toMatch(/^HTTP\/1.1 503 /)
    expect(await server.journal.list()).toEqual([])
    expect((await server.get('/v9/companies')).body.total_entries).toBe(0)
  })

  test('with an order that stands already is the one that made it', async () => {
    const server = await serve()
    const order = orderBody({ reference: 'PO-7' })
    await server.post('/v9/orders', order)
    const request = { method: 'POST', target: '/v9/orders', body: order }
    const { letGo } = await waiting(server, { ...SLOW, phase: 'after-commit' }, request)

    const { body } = await server.control('POST', '/world/verify', {})
    const { advice } = (await server.control('GET', '/advice')).body

    expect(body.broken).toMatchObject([{ invariant: 'one_order_per_intent', requests: ['req_1', 'req_2'] }])
    expect(advice).toMatchObject([{ id: 'two-orders-for-one-intent', requests: ['req_1', 'req_2'] }])
    await letGo()
  })
})

const isDone = ({ state }: { state: string }): boolean => state === 'done'

describe('since', () => {
  test('never gives the request that it names', async () => {
    const server = await serve()
    const { letGo } = await waiting(server, STALL)
    const next = server.control('GET', `/requests/next?since=req_1&within_ms=${DEADLINE_MS}`)
    await until('the call that waits', () => server.waiting() === 1)
    await letGo()
    expect(await server.journal.list('?since=req_1')).toEqual([])
    await server.get('/v9/orders')
    expect((await next).body.id).toBe('req_2')
    expect((await server.journal.list('?since=req_1')).map(({ id }: { id: string }) => id)).toEqual(['req_2'])
  })
})

describe('what was forgotten', () => {
  test.for(['DELETE /requests', 'POST /reset'])('by %s does not come back when it is let go', async (call) => {
    const server = await serve()
    const { ended } = await waiting(server, STALL)
    const [method = '', path = ''] = call.split(' ')
    await server.control(method, path)
    const next = server.control('GET', `/requests/next?within_ms=${DEADLINE_MS}`)
    await until('the call that waits', () => server.waiting() === 1)
    if (method === 'DELETE') await server.faults.disarm('wait')
    await ended
    expect(await server.journal.list()).toEqual([])
    expect((await verify(server, { times: { max: 0 } })).body).toEqual({ count: 0 })
    await server.get('/v9/orders')
    expect((await next).body.operation).toBe('orders.index')
  })

  test('to make room does not come back, and is counted once', async () => {
    const server = await serve({ journalEntries: 2 })
    const { letGo } = await waiting(server, STALL)
    for (let nth = 0; nth < 3; nth += 1) await server.get('/v9/orders')
    const undecided = await verify(server, { match: { status: 201 }, times: { max: 0 } })
    expectUnmet(undecided, /of the 2 older ones that had to make room, 0 did, and 1 cannot be told/)
    await letGo()

    expect((await server.control('GET', '/requests')).body).toMatchObject({
      requests: [{ id: 'req_4' }, { id: 'req_3' }],
    })
    expect((await verify(server, {})).body).toEqual({ count: 4, dropped: 2 })
    expect((await verify(server, { match: { status: 201 }, times: { min: 1, max: 1 } })).body).toEqual({
      count: 1,
      dropped: 2,
    })
  })
})

describe('within_ms', () => {
  const twice = { match: { operation: 'companies.create', status: 201 }, times: { min: 2, max: 2 } }

  test('waits until it holds', async () => {
    const server = await serve()
    const asked = verify(server, { ...twice, within_ms: DEADLINE_MS })
    await until('the call that waits', () => server.waiting() === 1)
    await server.post(CREATE.target, { companies: [{ name: 'Another' }] })
    expect(server.waiting()).toBe(1)
    const { letGo } = await waiting(server)
    await letGo()
    expect((await asked).body).toEqual({ count: 2 })
    expect(server.waiting()).toBe(0)
  })

  test('is over when nothing more comes, with the reason', async () => {
    const server = await serve()
    await server.post(CREATE.target, COMPANY)
    const started_ms = performance.now()
    expectUnmet(await verify(server, { ...twice, within_ms: 60 }), /Expected exactly 2 .* 1 did/)
    expect(performance.now() - started_ms).toBeGreaterThanOrEqual(58)
    expect(server.waiting()).toBe(0)
  })

  test('does not wait where it holds, and no longer than its sandbox is there', async () => {
    const server = await serve()
    expect((await verify(server, { times: { max: 0 }, within_ms: 60_000 })).status).toBe(200)
    const sandbox = await server.make({ name: 'gone' })
    const asked = sandbox.control('POST', '/requests/verify', { within_ms: 60_000 })
    await until('that it waits', async () => (await sandbox.control('GET', '/requests')).status === 200)
    await sandbox.control('DELETE')
    expectProblem(await asked, 404, /gone/)
  })

  test.for([[60_001], [-1], ['2s'], [1.5]])('%j is refused', async ([within_ms]) => {
    expectProblem(await verify(await serve(), { within_ms }), 400, /within_ms/)
  })
})

describe('a sequence', () => {
  const made = { operation: 'companies.create', status: 201 }
  const listed = { operation: 'companies.index' }

  test('came in its order, with others between', async () => {
    const server = await serve()
    for (let nth = 0; nth < 2; nth += 1) {
      await server.get('/v9/companies')
      await server.post(CREATE.target, { companies: [{ name: `Company ${nth}` }] })
      await server.get('/v9/orders')
    }
    expect((await verify(server, { sequence: [listed, made, { method: 'GET' }, made] })).body).toEqual({
      requests: ['req_1', 'req_2', 'req_3', 'req_5'],
    })
    const { body } = await verify(server, { sequence: [made, made, listed] })
    expect(body).toMatchObject({ matched: ['req_2', 'req_5'] })
    expect(body.detail).toBe(
      'Expected 3 requests in this order; req_2, req_5 came, and after req_5 none is as the 3rd; req_1 is as the 3rd, and ' +
        'came before; nearest: req_6, operation is "orders.index" and not "companies.index"',
    )
  })

  test('waits for what is missing, and tells what still waits', async () => {
    const server = await serve()
    const { letGo } = await waiting(server)
    expectUnmet(await verify(server, { sequence: [made] }), /1 more could not be decided.*req_1/)
    const asked = verify(server, { sequence: [made, listed], within_ms: DEADLINE_MS })
    await until('the call that waits', () => server.waiting() === 1)
    await letGo()
    await server.get('/v9/companies')
    expect((await asked).body).toEqual({ requests: ['req_1', 'req_2'] })
  })

  test.for<[object, RegExp]>([
    [{ sequence: [] }, /sequence: is empty/],
    [{ sequence: [made], match: made }, /match: does not go with sequence/],
    [{ sequence: [made], times: { min: 1 } }, /times: does not go with sequence/],
    [{ sequence: [{ operation: 'orders.creat' }] }, /sequence.0.operation: "orders.creat" is not an operation/],
    [{ sequence: [{ credential: 'nobody' }] }, /"nobody" is not a credential/],
  ])('%j is refused', async ([asked, detail]) => {
    expectProblem(await verify(await serve(), asked), 400, detail)
  })
})
