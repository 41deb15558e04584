import { describe, expect, test } from 'vitest'
import { Faults } from '../../src/faults/faults.ts'
import { presets } from '../../src/faults/presets.ts'
import { faultSpecs } from '../../src/faults/specs.ts'
import { operations } from '../../src/routes/operations.ts'
import { expectProblem } from '../control/problem.ts'
import { serve, type TestServer } from '../harness.ts'
import { type Received, send } from '../http.ts'
import { orderBody } from '../orders/journey.ts'

const RESET = { effect: { type: 'reset' } }
const UNAVAILABLE = { effect: { type: 'status', status: 503 } }

const post = (server: TestServer, rules: string) => server.control('POST', '/faults', rules)

const answerOf = ({ status, body }: Received) => ({ status, body })

const statusOf = async (server: TestServer, target = '/v9/orders') => (await server.get(target)).status

test('a rule is armed with its defaults, listed, read and deleted', async () => {
  const server = await serve()
  const shown = {
    id: 'fault_1',
    match: {},
    phase: 'before-handler',
    effect: { type: 'reset' },
    delay: null,
    skip: 0,
    times: null,
    chance: 1,
    from: '+0s',
    for: null,
    priority: 0,
    state: 'armed',
    matches: 0,
    injections: 0,
    held: 0,
    why_not: 'no request has come since it was armed',
  }
  const ask = async (method: string, path: string, body?: object) =>
    answerOf(await server.control(method, `/faults${path}`, body))
  expect(await ask('POST', '', RESET)).toEqual({ status: 201, body: { faults: [shown] } })
  expect(await ask('GET', '')).toEqual({ status: 200, body: { faults: [shown] } })
  expect(await ask('GET', '/fault_1')).toEqual({ status: 200, body: shown })
  expect(await ask('DELETE', '/fault_1')).toEqual({ status: 200, body: shown })
  expectProblem(await server.control('GET', '/faults/fault_1'), 404, /^There is no fault "fault_1"; GET …\/faults/)
  expectProblem(await server.control('DELETE', '/faults/fault_1'), 404, /^There is no fault "fault_1"/)
  expect(await ask('DELETE', '')).toEqual({ status: 200, body: { faults: [] } })
})

test('ids are made one after another, around those that are given', async () => {
  const server = await serve()
  const armed = await server.faults.arm([RESET, { id: 'fault_2', ...RESET }, RESET])
  expect(armed.map(({ id }: { id: string }) => id)).toEqual(['fault_1', 'fault_2', 'fault_3'])
})

test('a domain effect for any operation waits for one that has such a rule, and counts no other', async () => {
  const server = await serve()
  await server.faults.arm({ id: 'gone', effect: { type: 'domain', name: 'ticket_group_gone' }, times: 1 })

  const looked = await server.get('/v9/orders')
  expect(looked.headers['x-tevo-local']).toBeUndefined()
  expect(await server.faults.get('gone')).toMatchObject({ matches: 0, injections: 0 })

  expect((await server.post('/v9/orders', orderBody())).status).toBe(422)
  expect(await server.faults.get('gone')).toMatchObject({ state: 'spent', matches: 1 })
})

test('a sandbox that is not there has no faults', async () => {
  const server = await serve()
  for (const [method, path] of [
    ['GET', 'faults'],
    ['POST', 'faults'],
    ['DELETE', 'faults'],
    ['GET', 'faults/a'],
    ['DELETE', 'faults/a'],
  ] as const)
    expectProblem(await server.local(method, `/sandboxes/other/${path}`), 404, /^There is no sandbox "other"$/)
})

describe('is refused with a reason, and nothing is armed:', () => {
  const refusals: [given: unknown, detail: RegExp][] = [
    [{}, /^effect: is to be an object with its type, {"type": "reset"} say$/],
    [7, /^is neither a rule, \{"effect": \{"type": "reset"\}\} say, nor a preset$/],
    [null, /^is neither a rule/],
    [{ ...RESET, colour: 'red' }, /"colour"/],
    [{ effect: { type: 'reset', hard: true } }, /^effect: Unrecognized key: "hard"; it takes "type"$/],
    [{ ...RESET, match: { paths: '/v9/orders' } }, /^match: Unrecognized key: "paths"/],
    [
      { effect: { type: 'explode' } },
      /^effect\.type: "explode" is not an effect: there are status, reset, close, .*stall, none,/,
    ],
    [
      { ...RESET, match: { operation: 'orders.creat' } },
      /^match\.operation: "orders\.creat" is not an operation: did you mean orders\.create\?$/,
    ],
    [{ ...RESET, match: { operation: 'lunch' } }, /"lunch" is not an operation: see GET \/_local\/operations$/],
    [
      { effect: { type: 'truncate' }, phase: 'before-auth' },
      /^phase: before-auth does not go with the effect truncate; it goes with after-commit$/,
    ],
    [
      { effect: { type: 'domain', name: 'price_rises' }, phase: 'after-commit' },
      /^phase: after-commit does not go with the effect domain; it goes with before-handler$/,
    ],
    [
      { effect: { type: 'domain', name: 'price_rises' }, match: { operation: 'orders.accept' } },
      /^effect\.name: price_rises is nothing that orders\.accept can refuse; it goes with orders\.create, v10\.orders\.create$/,
    ],
    [{ effect: { type: 'domain', name: 'rain' } }, /^effect\.name: /],
    [{ ...RESET, phase: 'later' }, /^phase: /],
    [{ ...RESET, phase: 'before-auth', match: { where: { '/a': 1 } } }, /^match\.where: looks into the body/],
    [
      { ...RESET, match: { where: { 'orders.0': 1 } } },
      /"orders\.0" is not a JSON pointer: write one such as \/orders\/0\/client_id/,
    ],
    [{ ...RESET, prioritty: 1 }, /^Unrecognized key: "prioritty"; did you mean "priority"\?$/],
    [{ effect: { type: 'status', status: 503, retry_after: 1 } }, /^effect: .*; did you mean "retry_after_s"\?$/],
    [{ ...RESET, chance: 0 }, /^chance: must be above 0 and at most 1$/],
    [{ ...RESET, chance: 1.5 }, /^chance: must be above 0 and at most 1$/],
    [{ ...RESET, times: 0 }, /^times: /],
    [{ ...RESET, skip: -1 }, /^skip: /],
    [{ ...RESET, id: 'näme' }, /^id: takes 1 to 64 of A-Z/],
    [{ ...RESET, id: 'x'.repeat(65) }, /^id: takes 1 to 64/],
    [
      { ...RESET, from: 'soon' },
      /^from: "soon" is not a duration: give 15m, 1h30m, PT15M or a whole number of milliseconds$/,
    ],
    [{ ...RESET, for: '1 day' }, /^for: "1 day" is not a duration/],
    [{ ...RESET, for: -1 }, /^for: -1 is not a duration/],
    [{ ...RESET, for: {} }, /^for: {} is not a duration/],
    [{ ...RESET, from: Number.MAX_SAFE_INTEGER }, /^from: 9007199254740991 is longer than 10,000 years: give less$/],
    [{ ...RESET, for: '600000w' }, /^for: 600000w is longer than 10,000 years/],
    [{ ...RESET, delay: { type: 'fixed', ms: 300_001 } }, /^delay\.ms: is over 5 minutes; give at most 300000 ms$/],
    [{ ...RESET, delay: { type: 'uniform', min_ms: 1, max_ms: 400_000 } }, /^delay\.max_ms: is over 5 minutes/],
    [{ ...RESET, delay: { type: 'lognormal', p50_ms: 9, p99_ms: 400_000 } }, /^delay\.p99_ms: is over 5 minutes/],
    [{ ...RESET, delay: { type: 'sequence', ms: [1, 400_000] } }, /^delay\.ms\.1: is over 5 minutes/],
    [{ ...RESET, delay: { type: 'uniform', min_ms: 2, max_ms: 1 } }, /^delay: has a min_ms above its max_ms$/],
    [{ ...RESET, delay: { type: 'lognormal', p50_ms: 9, p99_ms: 1 } }, /^delay: needs a p50_ms above 0/],
    [
      { ...RESET, delay: { type: 'poisson' } },
      /^delay\.?\w*: is of no known type; there are fixed, uniform, lognormal/,
    ],
    [{ effect: { type: 'slow-body', over_ms: 400_000 } }, /^effect\.over_ms: /],
    [{ effect: { type: 'status' } }, /^effect: needs a status \(503 say\), or in its place a refusal/],
    [{ effect: { type: 'status', status: 429, refusal: 'rate_limited' } }, /^effect: needs a status .* and not both$/],
    [{ effect: { type: 'status', status: 204 } }, /^effect\.status: has no body in HTTP/],
    [{ effect: { type: 'status', refusal: 'tired' } }, /^effect\.refusal: .*rate_limited/],
    [{ ...RESET, match: { where: { '/a': { prefix: 1 } } } }, /^match\.where\.\/a\.prefix: /],
    [
      { ...RESET, match: { where: { '/a': { prefix: 'a', b: 1 } } } },
      /is a pattern as to prefix, and not as to the rest/,
    ],
    [
      { ...RESET, match: { header: { a: { prefx: 'a' } } } },
      /"prefx" is not known in a pattern: did you mean prefix\?$/,
    ],
    [{ ...RESET, match: { header: { a: {} } } }, /^match\.header\.a: is an empty pattern: give one of equals, prefix/],
    [{ ...RESET, match: { header: { a: 7 } } }, /^match\.header\.a: /],
    [{ ...RESET, match: { query: { a: { one_of: [] } } } }, /^match\.query\.a\.one_of: is empty, and nothing would do/],
    [{ ...RESET, match: { path: { contains: '' } } }, /^match\.path\.contains: is empty, and every text would do/],
    [
      { ...RESET, match: { query: { a: { absent: true, prefix: 'a' } } } },
      /^match\.query\.a\.absent: does not go with prefix: what is absent has no value$/,
    ],
    [
      { ...RESET, match: { query: { a: { one_of: ['a', 'b'], prefix: 'c' } } } },
      /^match\.query\.a\.one_of: has no value that fits the rest of the pattern$/,
    ],
    [{ ...RESET, match: { method: 'post' } }, /^match\.method: /],
    [{ ...RESET, match: { path: '/v9/orders?page=1' } }, /^match\.path: is a path without its query/],
    [
      { ...RESET, match: { operation: 'orders.show', params: { order: '1' } } },
      /^match\.params\.order: "order" is not a path parameter of orders\.show: there are order_id$/,
    ],
    [
      { ...RESET, match: { operation: 'orders.create', params: { order_id: '1' } } },
      /"order_id" is not a path parameter: the path of orders\.create has none$/,
    ],
    [
      { ...RESET, match: { params: { oder_id: '1' } } },
      /"oder_id" is not a path parameter of any .*: did you mean order_id\?$/,
    ],
    [
      { ...RESET, match: { operation: 'orders.create', method: 'GET' } },
      /^match\.method: "GET" is not a method of orders\.create, which has POST$/,
    ],
    [
      { ...RESET, match: { operation: 'orders.show', path: '/v9/orders' } },
      /^match\.path: "\/v9\/orders" is not a path of orders\.show, which has \/v9\/orders\/:order_id$/,
    ],
    [{ ...RESET, match: { operation: { prefix: 'lunch' } } }, /no operation is text that begins with "lunch"/],
    [
      { ...RESET, match: { path: '/lunch' } },
      /"\/lunch" is not a path of any operation, .*: use the phase before-auth$/,
    ],
    [
      { ...RESET, match: { operation: null } },
      /^phase: what is not an operation is answered before that: use the phase/,
    ],
    [
      { ...RESET, match: { credential: 'websit' } },
      /^match\.credential of rule 1: "websit" is not a credential of this sandbox: did you mean "website"\?$/,
    ],
    [
      [{ id: 'a', ...RESET, match: { credential: { prefix: 'x' } } }],
      /^match\.credential of "a": text that begins with "x" is not a credential of this sandbox: it has website, /,
    ],
    [
      { effect: { type: 'domain', name: 'price_rises' }, match: { operation: { prefix: 'clients.' } } },
      /^effect\.name: price_rises is nothing that text that begins with "clients\." can refuse; it goes with orders\.create/,
    ],
    [
      { phase: 'delivery', effect: { type: 'lost' }, match: { path: '/v9/orders' } },
      /^match\.path: does not go with the phase delivery; there it is where, event_type/,
    ],
    [{ preset: 'sunny' }, /^"sunny" is not a preset: there are flaky, slow, outage, lost-answer, brownout$/],
    [{ preset: 'flaky', chance: 1 }, /^a preset stands alone/],
    ['sunny', /^"sunny" is not a preset/],
    [[RESET, { ...RESET, chance: 2 }], /^1\.chance: must be above 0/],
    [{ faults: [RESET, 'sunny'] }, /^faults\.1: "sunny" is not a preset/],
  ]

  test.for(refusals)('%j', async ([given, detail]) => {
    const server = await serve()
    expectProblem(await post(server, JSON.stringify(given)), 400, detail)
    expect(await server.faults.list()).toEqual([])
  })

  test('what is not JSON', async () => {
    expectProblem(await post(await serve(), '{"effect"'), 400, /^The body is not JSON/)
  })

  test.for([
    [[RESET, { id: 'taken', ...RESET }]],
    [
      [
        { id: 'new', ...RESET },
        { id: 'new', ...RESET },
      ],
    ],
  ])('an id that is taken: %j', async ([given]) => {
    const server = await serve()
    await server.faults.arm({ id: 'taken', ...RESET })
    expectProblem(
      await post(server, JSON.stringify(given)),
      409,
      /^There is a fault "\w+" already; give another id, or delete/,
    )
    expect(await server.faults.list()).toHaveLength(1)
  })
})

describe('a rule is for', () => {
  test('an operation, a header in any case, and values in the body', async () => {
    const server = await serve()
    await server.faults.arm({
      match: {
        operation: 'companies.create',
        header: { 'X-Test': 'a' },
        where: { '/companies/0/name': 'Acme', '/companies/1': { name: 'b/c~d' }, '/companies/2': undefined },
      },
      ...UNAVAILABLE,
    })
    const call = (name: string, second: string, headers: Record<string, string> = { 'x-TEST': 'a' }) =>
      server.call('POST', '/v9/companies', { body: { companies: [{ name }, { name: second }] }, headers })

    expect((await call('Acme', 'b/c~d')).status).toBe(503)
    expect((await call('Other', 'b/c~d')).status).toBe(201)
    expect((await call('Acme', 'e')).status).toBe(201)
    expect((await call('Acme Two', 'b/c~d', { 'X-Test': 'b' })).status).not.toBe(503)
    expect(await statusOf(server)).toBe(200)
  })

  test('escaped steps of a pointer', async () => {
    const server = await serve()
    await server.faults.arm({ match: { where: { '/a~1b/c~0d/0': 1 } }, ...UNAVAILABLE })
    const body = { 'a/b': { 'c~d': [1] }, companies: [{ name: 'Acme' }] }
    expect((await server.post('/v9/companies', body)).status).toBe(503)
    expect((await server.post('/v9/companies', { companies: [{ name: 'Acme' }] })).status).toBe(201)
  })

  test.for<[match: object, does: string[], doesNot: string[]]>([
    [{ method: 'GET', path: '/v9/orders/1' }, ['/v9/orders/1'], ['/v9/orders', '/v9/orders/10']],
    [{ path: { prefix: '/v9/orders' } }, ['/v9/orders/1', '/v9/orders'], ['/v9/clients']],
    [{ params: { order_id: 1 } }, ['/v9/orders/1?a=b'], ['/v9/orders/2', '/v9/orders']],
    [{ params: { order_id: { prefix: '77' } } }, ['/v9/orders/771'], ['/v9/orders/1']],
    [{ query: { page: 2 } }, ['/v9/orders?page=2', '/v9/orders?page=1&page=2'], ['/v9/orders?page=1', '/v9/orders']],
    [{ query: { page: { absent: true } } }, ['/v9/orders', '/v9/orders?pages=1'], ['/v9/orders?page=1']],
    [{ operation: { one_of: ['orders.show', 'clients.index'] } }, ['/v9/orders/1', '/v9/clients'], ['/v9/orders']],
    [{ credential: 'processor' }, [], ['/v9/orders']],
    [{ credential: { one_of: ['website', 'processor'] } }, ['/v9/orders'], []],
  ])('what %j says', async ([match, does, doesNot]) => {
    const server = await serve()
    await server.faults.arm({ match, ...UNAVAILABLE })
    for (const target of does) expect(await statusOf(server, target), target).toBe(503)
    for (const target of doesNot) expect(await statusOf(server, target), target).not.toBe(503)
  })

  test('requests without a known token, too, and for what is no operation, before they are authenticated', async () => {
    const server = await serve()
    await server.faults.arm({ phase: 'before-auth', ...UNAVAILABLE })
    expect((await send(server.url, 'GET', '/v9/nothing')).status).toBe(503)
    expect((await server.local('GET', '/health')).status).toBe(200)
  })

  test('requests that reach its phase: a refused one does not get to the commit', async () => {
    const server = await serve()
    await server.faults.arm([
      { id: 'late', phase: 'after-commit', effect: { type: 'reset' }, times: 1 },
      { id: 'mid', effect: { type: 'none' } },
    ])
    expect((await server.post('/v9/orders', orderBody({}, { price: 1 }))).status).toBe(422)
    expect((await server.post('/v9/orders', {})).status).toBe(400)
    expect(await server.faults.list()).toMatchObject([
      { id: 'late', matches: 0 },
      { id: 'mid', matches: 1 },
    ])
  })
})

test('skip, times and the state of a rule', async () => {
  const server = await serve()
  await server.faults.arm({ id: 'second-and-third', skip: 1, times: 2, ...UNAVAILABLE })
  const statuses = []
  for (let nth = 0; nth < 5; nth += 1) statuses.push(await statusOf(server))
  expect(statuses).toEqual([200, 503, 503, 200, 200])
  // Once it is spent nothing more is counted.
  expect(await server.faults.get('second-and-third')).toMatchObject({ state: 'spent', matches: 3, injections: 2 })
})

test('from and for run on the clock of the sandbox', async () => {
  const server = await serve({ clock_ms: Date.parse('2026-01-01T00:00:00Z') })
  await server.faults.arm({ id: 'window', from: '+30s', for: 'PT1M', ...UNAVAILABLE })
  const look = async () => [await statusOf(server), (await server.faults.get('window')).state]

  expect(await look()).toEqual([200, 'waiting'])
  await server.clock.advance('PT30S')
  expect(await look()).toEqual([503, 'armed'])
  await server.clock.advance('PT59S')
  expect(await look()).toEqual([503, 'armed'])
  await server.clock.advance('PT1S')
  expect(await look()).toEqual([200, 'over'])
  expect(await server.faults.get('window')).toMatchObject({ matches: 2, injections: 2 })
})

test.for(['1500ms', '30s', '+15m', '2h', 'PT15M', '+P1DT2H', '1h30m', '2w', 'P2W'])(
  '%s is a duration',
  async (text) => {
    await (await serve()).faults.arm({ ...RESET, from: text, for: text })
  },
)

test('a number is milliseconds', async () => {
  const server = await serve()
  const rule = { ...RESET, id: 'window', from: 1_000, for: 90_000 }
  await server.faults.arm(rule)
  expect(await server.faults.get('window')).toMatchObject({ state: 'waiting', from: '1000ms', for: '90000ms' })
  await server.clock.advance('1s')
  expect(await server.faults.get('window')).toMatchObject({ state: 'armed' })
  await server.clock.advance('1m30s')
  expect(await server.faults.get('window')).toMatchObject({ state: 'over' })
})

describe('a refusal by its name is answered in TEvo’s words:', () => {
  test.for([
    ['unauthorized', 401, { error: 'Unauthorized' }, undefined],
    ['wrong_signature', 401, { error: expect.stringMatching(/^Your signature is incorrect/) }, undefined],
    ['not_found', 404, { error: expect.stringMatching(/^The endpoint you requested/) }, undefined],
    ['rate_limited', 429, { error: expect.any(String) }, '1'],
    ['unavailable', 503, { error: 'Service Unavailable' }, '5'],
    ['error', 500, { error: 'Error' }, undefined],
  ] as const)('%s', async ([refusal, status, body, retryAfter]) => {
    const server = await serve()
    await server.faults.arm({ effect: { type: 'status', refusal }, times: 1 })
    const received = await server.get('/v9/orders')
    expect(received).toMatchObject({ status, body })
    expect(received.headers['retry-after']).toBe(retryAfter)
    await server.faults.arm({ effect: { type: 'status', refusal, retry_after_s: 9 }, times: 1 })
    expect((await server.get('/v9/orders')).headers['retry-after']).toBe('9')
  })
})

test('a status without a body says what it is', async () => {
  const server = await serve()
  await server.faults.arm({ effect: { type: 'status', status: 502 } })
  expect(await server.get('/v9/orders')).toMatchObject({ status: 502, body: { error: 'Bad Gateway' } })
})

test('the header is ASCII and at most 200 bytes', async () => {
  const server = await serve()
  await server.faults.arm({ id: 'x'.repeat(64), ...UNAVAILABLE })
  const header = String((await server.get('/v9/orders')).headers['x-tevo-local'])
  expect(header).toMatch(/^fault; id=x{64}; request=req_1$/)
  expect(header.length).toBeLessThan(200)
})

describe('a preset', () => {
  test.for(Object.keys(presets))('%s is armed by its name, as a text or an object, once', async (name) => {
    const server = await serve()
    const armed = await server.faults.arm([name])
    await server.faults.disarm()
    expect(await server.faults.arm({ preset: name })).toEqual(armed)
    expectProblem(await post(server, JSON.stringify(name)), 409, /^There is a fault/)
  })

  test('lost-answer: the order is made, the client is not told, and the next one is answered', async () => {
    const server = await serve()
    await server.faults.arm(['lost-answer'])
    await expect(server.post('/v9/orders', orderBody())).rejects.toThrow('aborted')
    expect(await server.journal.last()).toMatchObject({
      status: 201,
      faults: [{ effect: 'head-only' }],
      committed: true,
    })
    expect((await server.post('/v9/orders', orderBody())).status).toBe(201)
  })

  test('outage: nobody gets through until it is deleted', async () => {
    const server = await serve()
    await server.faults.arm(['outage'])
    const { status, headers } = await server.get('/v9/orders')
    expect([status, headers['retry-after']]).toEqual([503, '30'])
    await server.faults.disarm()
    expect(await statusOf(server)).toBe(200)
  })

  test('flaky: about one request in seven fails, before it is done or after', async () => {
    const server = await serve()
    await server.faults.arm(['flaky'])
    const answers = await Promise.all(Array.from({ length: 200 }, () => server.get('/v9/orders').catch(() => null)))
    const [unavailable, lost] = [503, undefined].map((status) => answers.filter((one) => one?.status === status).length)
    const faults = await server.faults.list()
    expect(faults.map(({ injections }: { injections: number }) => injections)).toEqual([unavailable, lost])
    expect(unavailable).toBeGreaterThan(8)
    expect(lost).toBeGreaterThan(2)
  })
})

test('saved rules come back with their counters, and what is held then goes on', async () => {
  const server = await serve()
  await server.faults.arm({ id: 'twice', times: 2, ...UNAVAILABLE })
  expect(await statusOf(server)).toBe(503)
  const saved = await server.snapshot()
  expect(await statusOf(server)).toBe(503)
  expect(await statusOf(server)).toBe(200)
  await server.restore(saved)
  expect(await statusOf(server)).toBe(503)
  expect(await statusOf(server)).toBe(200)
  await server.restore(saved)
  expect(await server.faults.get('twice')).toMatchObject({ matches: 1, injections: 1, state: 'armed' })
})

const SHOW = { method: 'GET', target: '/v9/orders/1', params: { order_id: '1' }, credential: null }

test('1,000 rules that ask the same of a request ask it once, and those for other operations never', () => {
  const faults = new Faults(1, () => 0)
  const others = Array.from({ length: 1_000 }, (_, nth) => ({
    match: { operation: 'orders.create', header: { 'x-n': `${nth}` } },
    ...RESET,
  }))
  faults.add(faultSpecs(operations).parse(others))
  let looked = 0
  const request = (operation: string) => ({
    operation,
    forcible: [],
    headers: new Proxy(
      {},
      {
        get: () => {
          looked += 1
          return undefined
        },
      },
    ),
    json: () => undefined,
    ...SHOW,
  })
  faults.decide('before-handler', request('orders.index'), false)
  expect(looked).toBe(0)
  faults.decide('before-handler', request('orders.create'), false)
  expect(looked).toBe(1)
  const ours = { ...SHOW, operation: 'orders.create', headers: { 'x-n': '777' }, forcible: [], json: () => undefined }
  expect(faults.decide('before-handler', ours, false).map(({ id }) => id)).toEqual(['fault_778'])
  expect(faults.list()).toHaveLength(1_000)
})
