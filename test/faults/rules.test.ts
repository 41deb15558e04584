import { describe, expect, test } from 'vitest'
import { draw } from '../../src/faults/draw.ts'
import { Faults, FaultTaken } from '../../src/faults/faults.ts'
import type { Facing } from '../../src/faults/matching.ts'
import { whyStranger, whyStrangerIn } from '../../src/faults/strangers.ts'
import fc from '../properties.ts'
import { rule } from './read-rules.ts'

/** Rules by themselves: which of them act on a request, how often, and how they are found. */

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

  test('of webhooks and of calls are asked for what is said of those', () => {
    const faults = made()
    const match = { event_type: 'order_accepted', recipient: 'seller', endpoint: 3 }
    const lost = { phase: 'delivery', effect: { type: 'lost' } }
    faults.add([
      ...Object.entries(match).map(([asked, value]) => rule({ id: asked, ...lost, match: { [asked]: value } })),
      rule({ id: 'all', ...lost, match }),
      rule({ id: 'call', phase: 'call', match: { call: 'hold', office_id: 5 } }),
    ])
    const losing = (said: Facing['said']) => {
      faults.decide('delivery', facing({ operation: null, ...(said === undefined ? {} : { said }) }), true)
      return faults.list().map(({ matches }) => matches)
    }
    expect(losing(undefined)).toEqual([0, 0, 0, 0, 0])
    expect(losing({ event_type: 'order_accepted', recipient: 'buyer', endpoint: 4 })).toEqual([1, 0, 0, 0, 0])
    expect(losing({ event_type: 'order_accepted', recipient: 'seller', endpoint: 3 })).toEqual([2, 1, 1, 1, 0])
    const called = (said: Facing['said']) =>
      faults.decide('call', facing({ operation: null, ...(said === undefined ? {} : { said }) }), false).length
    expect([called({ call: 'hold', office_id: 4 }), called({ call: 'release', office_id: 5 })]).toEqual([0, 0])
    expect(called({ call: 'hold', office_id: 5 })).toBe(1)
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
