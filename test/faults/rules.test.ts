import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { Reply } from '../../src/answer.ts'
import { type Delay, lengthOf, MAX_DELAY_MS } from '../../src/faults/delay.ts'
import { draw } from '../../src/faults/draw.ts'
import type { Connection } from '../../src/faults/effect.ts'
import { effects } from '../../src/faults/effects.ts'
import { Faults, FaultTaken } from '../../src/faults/faults.ts'
import type { Facing } from '../../src/faults/matching.ts'
import type { FaultRule } from '../../src/faults/rule.ts'
import { faultSpecs } from '../../src/faults/specs.ts'
import { whyStranger, whyStrangerIn } from '../../src/faults/strangers.ts'
import { operations } from '../../src/routes/operations.ts'
import type { Forceable } from '../../src/store/words.ts'
import fc from '../properties.ts'

/** Rules by themselves: how they are read, which of them act, and what each effect does to a connection. */

const known = operations.map((operation) => ({
  id: operation.id,
  method: operation.method,
  path: operation.path,
  emulated: operation.emulated,
  ...(operation.emulated && operation.forcible ? { forcible: operation.forcible } : {}),
}))
const specs = faultSpecs(known)
const read = (given: unknown): readonly FaultRule[] => specs.parse(given)
const STATUS = { type: 'status', status: 503 }
const rule = (fields: object = {}): FaultRule => read({ effect: STATUS, ...fields })[0] as FaultRule

/** What is wrong, as `path: message` of each. */
function wrongWith(given: unknown): string[] {
  const result = specs.safeParse(given)
  if (result.success) return ['nothing']
  return result.error.issues.map(({ path, message }) => `${path.join('.') || '(it)'}: ${message}`)
}

const WRONG: readonly unknown[] = [
  7,
  'no-preset',
  null,
  [[]],
  { preset: 'flaky', chance: 1 },
  { preset: 5 },
  { faults: [{}] },
  { faults: [], more: 1 },
  [{ effect: STATUS }, { effect: 'reset' }, {}],
  Array.from({ length: 1_001 }, () => 'flaky'),
  { faults: Array.from({ length: 1_001 }, () => 'flaky') },
  { effect: { type: 'explode' } },
  { effect: {} },
  ...['', 'a b', 'x'.repeat(65), 'é', ' a', 'a\n'].map((id) => ({ id, effect: STATUS })),
  ...[0, -0.1, 1.1, 'x'].map((chance) => ({ chance, effect: STATUS })),
  ...[-1, 1.5].map((skip) => ({ skip, effect: STATUS })),
  ...[0, 1.5].map((times) => ({ times, effect: STATUS })),
  { priority: 0.5, effect: STATUS },
  ...['soon', -1, 1.5, true, {}, 4e14].map((from) => ({ from, effect: STATUS })),
  { for: 'x', effect: STATUS },
  { phase: 'later', effect: STATUS },
  { phase: 'delivery', effect: STATUS },
  { phase: 'before-handler', effect: { type: 'truncate' } },
  { phase: 'before-auth', effect: { type: 'domain', name: 'ticket_group_gone' } },
  { phase: 'before-auth', match: { where: { '/a': 1 } }, effect: STATUS },
  { phase: 'delivery', match: { operation: 'orders.create' }, effect: { type: 'lost' } },
  { phase: 'delivery', match: { call: 'hold' }, effect: { type: 'lost' } },
  { phase: 'call', match: { recipient: 'seller', header: { a: 'b' } }, effect: STATUS },
  { phase: 'call', effect: { ...STATUS, headers: {}, content_type: 'a/b', connection: 'close' } },
  { phase: 'call', effect: { type: 'status', refusal: 'unavailable' } },
  { match: { event_type: 'x', recipient: 'y', endpoint: 0, call: 'z', office_id: 0 }, effect: STATUS },
  { match: { endpoint: 1, office_id: 1 }, effect: STATUS },
  { match: { operation: 'orders.creat' }, effect: STATUS },
  { match: { operation: 'zzzzzzzzzzzzzz' }, effect: STATUS },
  { match: { operation: { prefix: 'nothing.' } }, effect: STATUS },
  { match: { operation: null }, effect: STATUS },
  { match: { operation: { absent: true } }, phase: 'after-commit', effect: STATUS },
  { match: { path: '/v9/nowhere' }, effect: STATUS },
  { match: { path: '/v9/nowhere' }, phase: 'after-commit', effect: STATUS },
  { match: { operation: 'orders.show', method: 'POST' }, effect: STATUS },
  { match: { operation: 'orders.show', params: { id: '1' } }, effect: STATUS },
  ...known
    .filter(({ emulated }) => !emulated)
    .slice(0, 1)
    .map(({ id }) => ({
      match: { operation: id },
      phase: 'after-commit',
      effect: STATUS,
    })),
  { match: { operation: 'orders.show' }, effect: { type: 'domain', name: 'ticket_group_gone' } },
  { match: { operation: { prefix: 'events.' } }, effect: { type: 'domain', name: 'ticket_group_gone' } },
  { effect: { type: 'domain', name: 'weather' } },
  // The settings of effects.
  ...[199, 600, 204, 205, 304, 200.5].map((status) => ({ effect: { type: 'status', status } })),
  { effect: { type: 'status' } },
  { effect: { ...STATUS, refusal: 'unavailable' } },
  { effect: { type: 'status', refusal: 'unavailable', body: 'x' } },
  { effect: { ...STATUS, body: 5 } },
  { effect: { ...STATUS, content_type: 'text/html' } },
  { effect: { ...STATUS, body: 'x', content_type: 'html' } },
  { effect: { ...STATUS, body: 'x', content_type: ' text/html' } },
  { effect: { ...STATUS, body: 'x', content_type: 'a/b\n' } },
  { effect: { ...STATUS, retry_after_s: 1, headers: { 'retry-after': '2' } } },
  ...[-1, 86_401, 0.5].map((retry_after_s) => ({ effect: { ...STATUS, retry_after_s } })),
  { effect: { ...STATUS, connection: 'open' } },
  ...[
    ...['Content-Length', 'Transfer-Encoding', 'Connection', 'Keep-Alive', 'Trailer', 'Upgrade', 'content-TYPE'],
    ...['X-Tevo-Local', '', 'a b', 'a:b', 'é', 'x'.repeat(101)],
  ].map((name) => ({ effect: { ...STATUS, headers: { [name]: 'x' } } })),
  { effect: { ...STATUS, headers: { 'X-A': '1', 'x-a': '2' } } },
  { effect: { ...STATUS, headers: { a: 'x'.repeat(4_097) } } },
  ...['\u0000', '\u007f', '\n', '\u0100', 'a\u001f'].map((value) => ({ effect: { ...STATUS, headers: { a: value } } })),
  { effect: { ...STATUS, headers: Object.fromEntries(Array.from({ length: 51 }, (_, nth) => [`h${nth}`, ''])) } },
  ...[-0.1, 1].map((at_fraction) => ({ phase: 'after-commit', effect: { type: 'truncate', at_fraction } })),
  { phase: 'after-commit', effect: { type: 'truncate', end: 'soon' } },
  ...[1, 1_001].map((chunks) => ({ phase: 'after-commit', effect: { type: 'slow-body', chunks } })),
  ...[0, 300_001].map((over_ms) => ({ phase: 'after-commit', effect: { type: 'slow-body', over_ms } })),
  ...[0, 86_400_001, 0.5].map((max_ms) => ({ effect: { type: 'stall', max_ms } })),
  ...effects.map(({ type, phases }) => ({ phase: phases[0], effect: { type, nonsense: 1 } })),
  // Delays.
  ...[
    { type: 'sometimes' },
    { type: 'fixed', ms: -1 },
    { type: 'fixed', ms: 300_001 },
    { type: 'fixed' },
    { type: 'uniform', min_ms: 2, max_ms: 1 },
    { type: 'lognormal', p50_ms: 0, p99_ms: 1 },
    { type: 'lognormal', p50_ms: 2, p99_ms: 1 },
    { type: 'sequence', ms: [] },
    { type: 'sequence', ms: Array.from({ length: 1_001 }, () => 1) },
  ].map((delay) => ({ effect: { type: 'none' }, delay })),
]

/** Each rule that is wrong, and below it what is told of it: the texts are read, and so they are kept. */
test('what is told of rules that are wrong', async () => {
  const told = WRONG.map((given) => {
    const shown = JSON.stringify(given).replace(/(.)\1{40,}/g, '$1…')
    return `${shown.length > 200 ? `${shown.slice(0, 200)}…` : shown}\n${wrongWith(given)
      .map((line) => `  ${line}\n`)
      .join('')}`
  })
  await expect(told.join('')).toMatchFileSnapshot('wrong-rules.txt')
})

const NAME_CHARACTERS = "!#$%&'*+.^_`|~09AZ-az"

/** What is at the edge of each limit, and taken. */
const RIGHT: readonly object[] = [
  { effect: { type: 'status', status: 200 } },
  { effect: { type: 'status', status: 599 } },
  { effect: { ...STATUS, retry_after_s: 0 } },
  { effect: { ...STATUS, retry_after_s: 86_400 } },
  { effect: { ...STATUS, headers: { [NAME_CHARACTERS]: '\t ~\u0080\u00ff' } } },
  { effect: { ...STATUS, headers: { ['x'.repeat(100)]: 'x'.repeat(4_096) } } },
  { effect: { ...STATUS, headers: Object.fromEntries(Array.from({ length: 50 }, (_, nth) => [`h${nth}`, ''])) } },
  { effect: { ...STATUS, body: 'x', content_type: 'application/vnd.api+json; charset=utf-8' } },
  { phase: 'after-commit', effect: { type: 'truncate', at_fraction: 0 } },
  { phase: 'after-commit', effect: { type: 'slow-body', chunks: 2, over_ms: 1 } },
  { phase: 'after-commit', effect: { type: 'slow-body', chunks: 1_000, over_ms: 300_000 } },
  { effect: { type: 'stall', max_ms: 86_400_000 } },
  { effect: STATUS, delay: { type: 'fixed', ms: 300_000 } },
  { effect: STATUS, delay: { type: 'uniform', min_ms: 1, max_ms: 1 } },
  { effect: STATUS, delay: { type: 'lognormal', p50_ms: 1, p99_ms: 1 } },
  { effect: STATUS, delay: { type: 'sequence', ms: [0] } },
  { effect: STATUS, id: 'A.z_0-9'.padEnd(64, 'x') },
  { effect: STATUS, chance: 1e-9, skip: 0, times: 1, priority: -5, from: '1h', for: 5 },
  { phase: 'before-auth', match: { operation: null }, effect: STATUS },
  { match: { path: '/v9/orders/5' }, effect: STATUS },
  { phase: 'call', match: { call: 'hold', office_id: 1, where: { '/a': 1 } }, effect: STATUS },
  { phase: 'delivery', match: { recipient: 'seller', endpoint: 1 }, effect: { type: 'lost' } },
]

test('what is within every limit is taken, with its defaults', async () => {
  const taken = RIGHT.map((given) => `${JSON.stringify(read(given)[0]).replace(/(.)\1{40,}/g, '$1…')}\n`)
  await expect(taken.join('')).toMatchFileSnapshot('right-rules.txt')
  expect(read('outage').map(({ id }) => id)).toEqual(['outage'])
  expect(read({ faults: ['slow', { preset: 'lost-answer' }] })).toHaveLength(3)
  expect(read(Array.from({ length: 1_000 }, () => 'slow'))).toHaveLength(1_000)
})

describe('an effect', () => {
  const answers: Reply[] = [
    { status: 201, headers: { 'Content-Type': 'application/json' }, body: '{"name":"Ned Flanders"}' },
    { status: 200, headers: {}, body: Buffer.from('%PDF-1.7') },
  ]
  const settings: object[] = [
    {},
    { at_fraction: 0.25, end: 'reset' },
    { chunks: 3, over_ms: 100 },
    { max_ms: 5 },
    { status: 418 },
    { status: 503, body: 'down', headers: { A: 'b' }, connection: 'close' },
    { status: 503, body: { a: 1 }, content_type: 'a/b', retry_after_s: 7 },
    { refusal: 'rate_limited', retry_after_s: 0 },
    { name: 'ticket_group_gone' },
  ]

  const ABLE: readonly (readonly Forceable[])[] = [[], ['price_rises'], ['ticket_group_gone']]

  test('does to a connection what it says, and stops when the client has gone', async () => {
    const told: string[] = []
    for (const effect of effects) {
      for (const fields of settings) {
        const read = effect.settings().safeParse({ type: effect.type, ...fields })
        if (!read.success) continue
        for (const answer of answers) {
          const { act, ...plan } = { act: null, ...effect.plan(read.data, answer) }
          told.push(`${JSON.stringify(read.data)} of ${answer.status}: ${JSON.stringify(plan, textOf)}`)
          for (const stays of [true, false]) if (act !== null) told.push(...(await actedBy(act, stays)))
        }
      }
      const { type, phases, losesAnswer, isBeforeBody = false } = effect
      told.push(
        `${type}: ${phases.join(' ')}${losesAnswer ? ', loses the answer' : ''}${isBeforeBody ? ', before the body' : ''}`,
      )
      const { isFor } = effect
      if (isFor === undefined) continue
      const read = effect.settings().parse({ type, name: 'price_rises' })
      told.push(ABLE.map((able) => isFor(read, able)).join())
    }
    await expect(`${told.join('\n')}\n`).toMatchFileSnapshot('effects.txt')
  })

  /** A Buffer is shown as its text. */
  const textOf = (_: string, value: unknown) => {
    const bytes = z.object({ type: z.literal('Buffer'), data: z.array(z.number()) }).safeParse(value)
    return bytes.success ? Buffer.from(bytes.data.data).toString() : value
  }

  async function actedBy(
    act: (connection: Connection, pause: (ms: number) => Promise<boolean>) => unknown,
    stays: boolean,
  ): Promise<string[]> {
    const done: string[] = []
    const connection: Connection = {
      head: ({ status }, headers) => done.push(`head ${status} ${JSON.stringify(headers)}`),
      body: (bytes) => done.push(`body ${Buffer.from(bytes)}`),
      end: () => done.push('end'),
      raw: (bytes) => done.push(`raw ${JSON.stringify(bytes)}`),
      close: () => done.push('close'),
      sent: async () => void done.push('sent'),
      reset: () => done.push('reset'),
    }
    const pause = async (ms: number) => {
      done.push(`pause ${ms}`)
      return stays
    }
    await act(connection, pause)
    return [`  ${stays ? 'client stays' : 'client goes'}: ${done.join(', ')}`]
  }
})

const facing = (fields: Partial<Facing> = {}): Facing => ({
  operation: 'orders.index',
  method: 'GET',
  target: '/v9/orders',
  params: {},
  credential: 'website',
  headers: {},
  json: () => undefined,
  forcible: [],
  ...fields,
})

describe('the rules of a sandbox', () => {
  const made = (now = { ms: 1_000 }, came = { requests: 7 }) =>
    new Faults(
      1,
      () => now.ms,
      () => came.requests,
    )
  const acting = (faults: Faults, request = facing(), hadOutcome = false) =>
    faults.decide('before-handler', request, hadOutcome).map(({ id, delay_ms }) => `${id} ${delay_ms}`)
  const countsOf = (faults: Faults, id: string) => {
    const { state, matches, injections, held } = faults.get(id) ?? { state: 'gone' }
    return [state, matches, injections, held]
  }

  test('are armed all or none, and named by number around the ids that are taken', () => {
    const faults = made()
    faults.add([rule({ id: 'fault_2' }), rule(), rule()])
    expect(faults.list().map(({ id }) => id)).toEqual(['fault_2', 'fault_1', 'fault_3'])
    const taken = 'There is a fault "fault_1" already; give another id, or delete that one first'
    expect(() => faults.add([rule({ id: 'new' }), rule({ id: 'fault_1' })])).toThrow(new FaultTaken(taken))
    expect(() => faults.add([rule({ id: 'twice' }), rule({ id: 'twice' })])).toThrow(FaultTaken)
    expect(faults.list()).toHaveLength(3)
    expect([...faults.known]).toEqual(['fault_2', 'fault_1', 'fault_3'])
    expect(faults.add([rule({ id: 'fault_5' }), rule(), rule()]).map(({ id }) => id)).toEqual([
      'fault_5',
      'fault_4',
      'fault_6',
    ])
    faults.reset()
    expect([faults.list(), [...faults.known], faults.isArmedFor('before-handler')]).toEqual([[], [], false])
    expect(faults.add([rule()])[0]?.id).toBe('fault_1')
  })

  test('act so often as they say, after those that they skip', () => {
    const faults = made()
    faults.add([rule({ id: 'it', skip: 2, times: 2 })])
    const seen = [1, 2, 3, 4, 5].map(() => [acting(faults), countsOf(faults, 'it')])
    expect(seen).toEqual([
      [[], ['armed', 1, 0, 0]],
      [[], ['armed', 2, 0, 0]],
      [['it 0'], ['armed', 3, 1, 0]],
      [['it 0'], ['spent', 4, 2, 0]],
      [[], ['spent', 4, 2, 0]],
    ])
    expect(faults.isArmedFor('before-handler')).toBe(false)
    faults.add([rule({ phase: 'before-auth', effect: { type: 'cut-request' } })])
    expect((['head', 'before-auth', 'before-handler'] as const).map((at) => faults.isArmedFor(at))).toEqual([
      true,
      false,
      false,
    ])
  })

  test('act within their window, by the clock', () => {
    const now = { ms: 1_000 }
    const faults = made(now)
    faults.add([rule({ id: 'it', from: '10ms', for: '5ms' })])
    const at = (ms: number) => {
      now.ms = ms
      return [countsOf(faults, 'it')[0], acting(faults).length]
    }
    expect([1_000, 1_009, 1_010, 1_014, 1_015, 9_999].map(at)).toEqual([
      ['waiting', 0],
      ['waiting', 0],
      ['armed', 1],
      ['armed', 1],
      ['over', 0],
      ['over', 0],
    ])
    expect(faults.historyOf('it')).toEqual({ armed_after: 7, from_at: 1_010, until_at: 1_015, lostTo: null })
    expect(faults.historyOf('other')).toBeUndefined()
  })

  test('of several outcomes the lowest priority acts, then the oldest; delays act beside it', () => {
    const faults = made()
    const delay = { effect: { type: 'none' }, delay: { type: 'sequence', ms: [5, 6] } }
    faults.add([
      rule({ id: 'late', priority: 1 }),
      rule({ id: 'first' }),
      rule({ id: 'slow', ...delay }),
      rule({ id: 'second' }),
    ])
    expect(acting(faults)).toEqual(['first 0', 'slow 5'])
    expect(acting(faults)).toEqual(['first 0', 'slow 6'])
    expect(acting(faults, facing(), true)).toEqual(['slow 5'])
    expect(['late', 'first', 'second'].map((id) => faults.historyOf(id)?.lostTo)).toEqual([
      { id: null, times: 3 },
      { id: null, times: 1 },
      { id: null, times: 3 },
    ])
    faults.remove('first')
    expect(acting(faults)).toEqual(['slow 6', 'second 0'])
    expect(faults.historyOf('late')?.lostTo).toEqual({ id: 'second', times: 4 })
  })

  test('are taken away one by one, by their state, or all, and let go of who waits', async () => {
    const now = { ms: 0 }
    const faults = made(now)
    faults.add([
      rule({ id: 'a', times: 1 }),
      rule({ id: 'b', priority: 1 }),
      rule({ id: 'c', from: '5ms', priority: 2 }),
    ])
    const [injection] = faults.decide('before-handler', facing(), false)
    if (injection === undefined) throw new Error('none acted')
    const waits = faults.wait(injection, null, null)
    expect(countsOf(faults, 'a')).toEqual(['spent', 1, 1, 1])
    expect(faults.stillHas(injection)).toBe(true)
    faults.removeAll('waiting')
    expect(faults.list().map(({ id }) => id)).toEqual(['a', 'b'])
    faults.removeAll('spent')
    expect(await waits).toBe('released')
    expect(faults.stillHas(injection)).toBe(false)
    expect(await faults.wait(injection, null, null)).toBe('released')
    expect(faults.remove('a')).toBeUndefined()
    expect(faults.remove('b')).toMatchObject({ id: 'b', held: 0 })
    expect(faults.list()).toEqual([])
  })

  test('let go of who has gone, and of whose time is over', async () => {
    const faults = made()
    faults.add([rule({ id: 'it' })])
    const [injection] = faults.decide('before-handler', facing(), false)
    if (injection === undefined) throw new Error('none acted')
    const leaves = new AbortController()
    const waits = faults.wait(injection, 60_000, leaves.signal)
    expect(countsOf(faults, 'it')[3]).toBe(1)
    leaves.abort()
    expect(await waits).toBe('gone')
    expect(await faults.wait(injection, 60_000, leaves.signal)).toBe('gone')
    expect(await faults.wait(injection, 1, null)).toBe('over')
    expect(countsOf(faults, 'it')[3]).toBe(0)
  })

  test('are put back as they were saved, and who was held goes on', async () => {
    const came = { requests: 7 }
    const faults = made({ ms: 50 }, came)
    faults.add([rule({ id: 'a', times: 1 }), rule({ id: 'b', skip: 5 })])
    const saved = faults.save()
    const [injection] = faults.decide('before-handler', facing(), false)
    if (injection === undefined) throw new Error('none acted')
    const waits = faults.wait(injection, null, null)
    const after = faults.save()
    came.requests = 3
    faults.restore(saved)
    expect(await waits).toBe('released')
    expect([countsOf(faults, 'a'), countsOf(faults, 'b')]).toEqual([
      ['armed', 0, 0, 0],
      ['armed', 0, 0, 0],
    ])
    expect(faults.historyOf('a')?.armed_after).toBe(3)
    expect(acting(faults)).toEqual(['a 0'])
    faults.restore(after)
    expect([acting(faults), countsOf(faults, 'a'), countsOf(faults, 'b')]).toEqual([
      [],
      ['spent', 1, 1, 0],
      ['armed', 2, 0, 0],
    ])
    faults.clear()
    expect([faults.list(), [...faults.known]]).toEqual([[], ['a', 'b']])
  })

  test('act as often as their chance says, and the same in each run', () => {
    const faults = made()
    faults.add([rule({ id: 'it', chance: 0.25 })])
    const acted = Array.from({ length: 2_000 }, () => acting(faults).length)
    const count = acted.reduce((sum, one) => sum + one, 0)
    expect(count).toBeGreaterThan(420)
    expect(count).toBeLessThan(580)
    expect(acted.slice(0, 40)).toEqual(
      Array.from({ length: 40 }, (_, nth) => (draw(1, 'it', `${nth + 1}`) < 0.25 ? 1 : 0)),
    )
  })

  const MATCHES: readonly object[] = [
    {},
    { operation: 'orders.index' },
    { operation: 'orders.show' },
    { operation: null },
    { operation: { prefix: 'orders.' } },
    { operation: { absent: true } },
    { method: 'GET' },
    { method: { one_of: ['POST', 'PUT'] } },
    { header: { 'X-Test': 'a' } },
    { header: { 'x-test': 'b' } },
    { header: { 'x-test': { prefix: 'a' } } },
    { header: { 'x-test': { absent: true } } },
    { query: { page: '1' } },
    { query: { page: { one_of: ['1', '2'] } }, header: { 'x-test': { one_of: ['a', 'ab'] } } },
    { query: { page: { contains: '1' } } },
    { query: { page: { equals: '2' } } },
    { where: { '/a': 5 } },
    { where: { '/a': '5' } },
    { where: { '/a': null } },
    { where: { '/a': { b: 1 } } },
    { credential: 'website' },
    { credential: null },
    { path: '/v9/orders' },
    { path: { prefix: '/v9/orders/' } },
  ]
  const requests = fc.record({
    operation: fc.constantFrom('orders.index', 'orders.show', null),
    method: fc.constantFrom('GET', 'POST'),
    target: fc.constantFrom('/v9/orders', '/v9/orders?page=1', '/v9/orders?page=2', '/v9/orders/7?page=12'),
    credential: fc.constantFrom('website', null),
    headers: fc.constantFrom({}, { 'x-test': 'a' }, { 'x-test': 'ab' }, { 'x-test': 'b' }),
    json: fc
      .constantFrom(undefined, { a: 5 }, { a: '5' }, { a: null }, { a: { b: 1 } }, {})
      .map((value) => () => value),
  })

  test('are found among others as if each were alone, also when some were taken away', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...MATCHES), { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(11), { maxLength: 6 }),
        fc.array(requests, { minLength: 1, maxLength: 6 }),
        (matches, gone, some) => {
          const delay = { effect: { type: 'none' }, delay: { type: 'fixed', ms: 1 }, phase: 'before-auth' }
          const rules = matches.map((match, nth) => {
            const phase = 'where' in match ? 'before-handler' : 'before-auth'
            return rule({ ...delay, phase, match, id: `r${nth}` })
          })
          const together = made()
          together.add(rules)
          for (const nth of gone) together.remove(`r${nth}`)
          const left = rules.filter((_, nth) => !gone.includes(nth))
          for (const given of some) {
            const request = facing(given)
            for (const moment of ['before-auth', 'before-handler'] as const) {
              const alone = left.filter((each) => {
                const one = made()
                one.add([each])
                return one.decide(moment, request, false).length === 1
              })
              expect(together.decide(moment, request, false).map(({ id }) => id)).toEqual(alone.map(({ id }) => id))
            }
          }
          for (const moment of ['before-auth', 'before-handler'] as const)
            expect(together.isArmedFor(moment)).toBe(left.some(({ phase }) => phase === moment))
        },
      ),
    )
  })
})

describe('a delay', () => {
  const half = () => 0.5
  test.for<[what: string, delay: Delay, ms: number]>([
    ['fixed', { type: 'fixed', ms: 7 }, 7],
    ['uniform', { type: 'uniform', min_ms: 10, max_ms: 30 }, 20],
    ['the first of a sequence', { type: 'sequence', ms: [3, 4] }, 3],
  ])('%s', ([, delay, ms]) => {
    expect(lengthOf(delay, 1, half)).toBe(ms)
  })

  test('that is lognormal has the median and the 99th percentile that it says, and no tail over five minutes', () => {
    const delay = { type: 'lognormal', p50_ms: 100, p99_ms: 1_000 } as const
    const all = Array.from({ length: 20_000 }, (_, nth) => lengthOf(delay, 1, (what) => draw(3, 'x', `${nth}/${what}`)))
    const sorted = all.sort((one, other) => one - other)
    const at = (part: number) => sorted[Math.floor(part * sorted.length)] ?? 0
    expect(at(0.5)).toBeGreaterThan(95)
    expect(at(0.5)).toBeLessThan(105)
    expect(at(0.99)).toBeGreaterThan(880)
    expect(at(0.99)).toBeLessThan(1_130)
    const far = { type: 'lognormal', p50_ms: 1, p99_ms: MAX_DELAY_MS } as const
    expect(lengthOf(far, 1, (what) => (what === 'delay' ? 1 - 1e-12 : 0))).toBe(300_000)
  })
})

test('a credential that nobody has is told with those that there are', () => {
  const names = ['website', 'processor']
  for (const asked of [undefined, null, 'website', { prefix: 'proc' }, { absent: true }])
    expect(whyStranger(asked, names)).toBeNull()
  expect(whyStranger('webside', names)).toBe('"webside" is not a credential of this sandbox: did you mean "website"?')
  expect(whyStranger('zzz', names)).toBe('"zzz" is not a credential of this sandbox: it has website, processor')
  expect(whyStranger({ prefix: 'zz' }, names)).toMatch(
    / is not a credential of this sandbox: it has website, processor$/,
  )
  const rules = [rule(), rule({ match: { credential: 'zzz' } })]
  expect(whyStrangerIn(rules, names)).toMatch(/^match\.credential of rule 2: "zzz" is not/)
  expect(whyStrangerIn([rule({ id: 'it', match: { credential: 'zzz' } })], names)).toMatch(
    /^match\.credential of "it": /,
  )
  expect(whyStrangerIn([rule(), rule({ match: { credential: 'website' } })], names)).toBeNull()
})
