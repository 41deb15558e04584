import { expect, test, vi } from 'vitest'
import { effectOf } from '../../src/faults/effects.ts'
import { advise, PIECES } from '../../src/journal/advice.ts'
import { Journal } from '../../src/journal/ring.ts'
import { type Came as Entered, enter } from './entries.ts'

/** Histories that need an answer to be lost, refused or late: the entries as such requests leave them. */

type Came = Omit<Entered, 'body' | 'faults'> & {
  readonly body?: string
  /** The effects of faults that acted on it. */
  readonly effects?: readonly string[]
  /** Milliseconds after the first request at which it came; it was answered a millisecond later. */
  readonly after_ms?: number
  readonly token?: string
}

const create = {
  method: 'POST',
  target: '/v9/orders',
  operation: 'orders.create',
  body: '{"orders":[{"client_id":1}]}',
}
const look = { method: 'GET', target: '/v9/orders?reference=7', operation: 'orders.index', status: 200 }
const created = [{ table: 'orders', id: 5 }] as const
const SOON_MS = 1_000
const START_MS = 1_000_000

/** The ids of the advice about these requests, and of the requests that show it. */
function adviceOn(...history: readonly Came[]): Record<string, readonly string[]> {
  const journal = new Journal()
  for (const [nth, came] of history.entries()) {
    const { body = '', after_ms = nth * SOON_MS, token = 'a', effects = [], ...fields } = came
    const clock = vi.spyOn(performance, 'now').mockReturnValueOnce(START_MS + after_ms)
    clock.mockReturnValue(START_MS + after_ms + 1)
    enter(journal, {
      method: 'GET',
      at: after_ms,
      ...fields,
      headers: { 'x-token': token },
      body: Buffer.from(body),
      faults: effects.map((effect) => ({ effect, losesAnswer: effectOf(effect)?.losesAnswer ?? false })),
    })
    clock.mockRestore()
  }
  return Object.fromEntries(advise(journal).map(({ id, requests }) => [id, requests]))
}

test('every piece of advice has a name of its own, and says what to do', () => {
  expect(new Set(PIECES.map(({ id }) => id)).size).toBe(PIECES.length)
  for (const { title, instead, source } of PIECES) {
    expect(title).toMatch(/^It .*\.$/)
    expect(instead).toMatch(/^[A-Z].*\.$/)
    if (source !== null) expect(() => new URL(source)).not.toThrow()
  }
})

const BLINDLY = { 'retried-create-blindly': ['req_1', 'req_2'] }

test.for<[what: string, first: Came]>([
  ['a 500', { status: 500 }],
  ['a 502 after which nobody knows', { status: 502 }],
  ['a 503 without Retry-After', { status: 503 }],
  ['a 429 without Retry-After', { status: 429 }],
  ['no answer', { status: null }],
  ['a reset connection', { status: 201, effects: ['reset'] }],
  ['half an answer', { status: 201, effects: ['truncate'] }],
])('retried-create-blindly: the same create after %s', ([, first]) => {
  expect(adviceOn({ ...create, ...first }, { ...create, status: 201, created })).toEqual(BLINDLY)
})

test('retried-create-blindly: while the first one hangs, and again and again', () => {
  const stalled = {
    ...create,
    status: null,
    effects: ['stall'],
    after_ms: 0,
  }
  expect(adviceOn(stalled, { ...create, status: 201, created, after_ms: 0.5 })).toEqual(BLINDLY)
  expect(adviceOn({ ...create, status: 500 }, { ...create, status: 500 }, { ...create, status: 500 })).toEqual({
    'retried-create-blindly': ['req_1', 'req_2', 'req_3'],
  })
})

test('retried-create-blindly: not after a look, of another client, with another body, or where nothing is made twice', () => {
  const failed = { ...create, status: 500 }
  const made = { ...create, status: 201, created }
  expect(adviceOn(failed, look, made)).toEqual({})
  expect(adviceOn(failed, { ...made, token: 'b' })).toEqual({})
  expect(adviceOn(failed, { ...made, body: '{"orders":[{"client_id":2}]}' })).toEqual({})
  expect(adviceOn(made, { ...failed, body: '{}' })).toEqual({})
  expect(adviceOn({ ...failed, status: 422 }, made)).toEqual({})
  expect(adviceOn({ ...failed, operation: 'tax_quotes.create' }, { ...made, operation: 'tax_quotes.create' })).toEqual(
    {},
  )
  expect(adviceOn({ ...failed, effects: ['none'], status: 422 }, made)).toEqual({})
  // What answers at the same time tells nothing.
  expect(adviceOn({ ...failed, after_ms: 0 }, { ...made, after_ms: 0.5 })).toEqual({})
  // Somebody else looked, at something else, or in vain.
  expect(adviceOn(failed, { ...look, token: 'b' }, made)).toHaveProperty('retried-create-blindly')
  expect(adviceOn(failed, { ...look, target: '/v9/clients' }, made)).toHaveProperty('retried-create-blindly')
  expect(adviceOn(failed, { ...look, status: 500 }, made)).toHaveProperty('retried-create-blindly')
})

test('retried-create-blindly: not when the answer asked for it, in its time, and nothing had been made', () => {
  const limited = { ...create, status: 503, answerHeaders: { 'Retry-After': '2' }, after_ms: 0 }
  const again = { ...create, status: 201, created, after_ms: 2_001 }
  expect(adviceOn(limited, again)).toEqual({})
  expect(adviceOn({ ...limited, created }, again)).toHaveProperty('retried-create-blindly')
  expect(adviceOn(limited, { ...again, after_ms: 1_000 })).toEqual({
    ...BLINDLY,
    'came-back-before-retry-after': ['req_1', 'req_2'],
  })
})

test('came-back-before-retry-after: the same call too soon; after a 429, any call', () => {
  const asked = (status: number, value: string): Came => ({
    status,
    answerHeaders: { 'retry-after': value },
    after_ms: 0,
  })
  const early = { 'came-back-before-retry-after': ['req_1', 'req_2'] }
  const at = (after_ms: number, fields: Came = {}): Came => ({ ...fields, after_ms })

  expect(adviceOn(asked(503, '5'), at(4_900))).toEqual(early)
  expect(adviceOn(asked(503, '5'), at(5_000))).toEqual({})
  expect(adviceOn(asked(503, '5'), at(100, { target: '/v9/orders' }))).toEqual({})
  expect(adviceOn(asked(429, '5'), at(100, { target: '/v9/orders' }))).toEqual(early)
  expect(adviceOn(asked(429, '5'), at(100, { token: 'b' }))).toEqual({})
  expect(adviceOn(asked(429, '5'), at(0.5))).toEqual({})
  expect(adviceOn(asked(429, new Date(5_000).toUTCString()), at(4_900))).toEqual(early)
  expect(adviceOn(asked(429, new Date(5_000).toUTCString()), at(5_000))).toEqual({})
  expect(adviceOn(asked(429, 'soon'), at(1))).toEqual({})
  // The clock of the sandbox was advanced, or stood still while the client waited.
  expect(adviceOn(asked(503, '5'), at(100, { at: 5_000 }))).toEqual({})
  expect(adviceOn(asked(503, '5'), at(5_001, { at: 0 }))).toEqual({})
})

test('hammered-after-401: the third in a row within a minute, and all that follow', () => {
  const refused: Came = { status: 401 }
  expect(adviceOn(refused, refused)).toEqual({})
  expect(adviceOn(refused, refused, refused, refused)).toEqual({
    'hammered-after-401': ['req_1', 'req_2', 'req_3', 'req_4'],
  })
  expect(adviceOn(refused, refused, {}, refused)).toEqual({})
  expect(adviceOn(refused, refused, { ...refused, token: 'b' })).toEqual({})
  expect(adviceOn(refused, refused, { ...refused, after_ms: 70_000 })).toEqual({})
})

test('two-orders-for-one-intent: the order of keys does not matter, and neither does what the journal cut off', () => {
  const order = (body: string, fields: Came = {}): Came => ({ ...create, body, status: 201, created, ...fields })
  const both = { 'two-orders-for-one-intent': ['req_1', 'req_2'] }
  expect(adviceOn(order('{"orders":[{"a":1,"b":2}]}'), order('{"orders":[ {"b":2,"a":1} ]}'))).toEqual(both)
  expect(adviceOn(order('{"orders":[{"reference":"7","a":1}]}'), order('{"orders":[{"reference":"7"}]}'))).toEqual(both)
  expect(adviceOn(order('{"orders":[{"reference":""}]}'), order('{"orders":[{"reference":"","a":1}]}'))).toEqual({})
  expect(adviceOn(order('x'.repeat(20_000)), order('x'.repeat(20_000)))).toEqual(both)
  expect(adviceOn(order('x'.repeat(20_000)), order('x'.repeat(20_001)))).toEqual({})
  expect(
    adviceOn(order('null'), order('[]'), order('{"orders":[null,{"reference":1}]}'), order('{"orders":1}')),
  ).toEqual({})
  // Within ten minutes, and only where something was made.
  expect(adviceOn(order('{}'), order('{}', { after_ms: 600_000 }))).toEqual(both)
  expect(adviceOn(order('{}'), order('{}', { after_ms: 600_002 }))).toEqual({})
  expect(adviceOn(order('{}'), order('{}', { created: [], status: 422 }))).toEqual({})
  expect(adviceOn(order('{}'), order('{}', { token: 'b' }))).toEqual({})
  // The first one was given up.
  const canceled = { method: 'POST', target: '/v9/orders/5/cancel', operation: 'orders.cancel', created }
  expect(adviceOn(order('{}'), canceled, order('{}', { created: [{ table: 'orders', id: 7 }] }))).toEqual({})
  expect(adviceOn(order('{}'), { ...canceled, target: '/v9/orders/55/cancel' }, order('{}'))).toHaveProperty(
    'two-orders-for-one-intent',
  )
})

test('never-read-page-2: not once a second page was read, or the list has become short', () => {
  const page = (page: number, total: number, query: string): Came => ({
    target: `/v9/orders?${query}`,
    answer: `{"current_page":${page},"per_page":10,"total_entries":${total},"orders":[`,
  })
  expect(adviceOn(page(1, 11, 'state=pending'))).toEqual({ 'never-read-page-2': ['req_1'] })
  expect(adviceOn(page(1, 10, 'state=pending'))).toEqual({})
  expect(adviceOn(page(1, 11, 'state=pending&type=Order'), page(2, 11, 'type=Order&page=2&state=pending'))).toEqual({})
  expect(adviceOn(page(1, 11, 'state=pending'), page(2, 11, 'state=accepted&page=2'))).toHaveProperty(
    'never-read-page-2',
  )
  expect(adviceOn(page(1, 11, 'state=pending'), page(1, 3, 'state=pending'))).toEqual({})
})

test('a full journal is read in a moment, whatever is in it', () => {
  const long = (nth: number) => `{"orders":[{"reference":"${nth}"}],"x":[${'1,'.repeat(3_500)}1]}`
  const full = (fields: Came) =>
    Array.from({ length: 1_000 }, (_, nth) => ({ ...create, body: long(nth), status: 201, created, ...fields }))
  const started_ms = performance.now()

  expect(adviceOn(...full({}))).toEqual({})
  expect(adviceOn(...full({ status: 500, created: [] }))).toEqual({})
  const asked = adviceOn(...full({ status: 429, answerHeaders: { 'Retry-After': '9999' }, created: [] }))
  expect(asked['came-back-before-retry-after']).toHaveLength(1_000)

  expect(performance.now() - started_ms).toBeLessThan(6_000)
})
