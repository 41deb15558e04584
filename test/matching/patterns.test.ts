import { describe, expect, test } from 'vitest'
import { Faults } from '../../src/faults/faults.ts'
import { faultSpecs } from '../../src/faults/specs.ts'
import { Journal } from '../../src/journal/ring.ts'
import { decider } from '../../src/journal/search.ts'
import { fits, isEqual, wordsOf } from '../../src/matching/pattern.ts'
import { operations } from '../../src/routes/operations.ts'
import { enter } from '../journal/entries.ts'
import fc, { MORE } from '../properties.ts'

const LETTERS = ['a', 'b', 'ab', 'ba', 'aab', 'abb', 'a b', 'A']
const text = fc.constantFrom(...LETTERS)
const value = fc.oneof(text, fc.constantFrom(1, 2, true, null, 'x'), fc.constantFrom({ a: 1 }, ['a'], { prefix: 'a' }))

const patternOf = (values: fc.Arbitrary<unknown>) =>
  fc.oneof(
    fc.record({ prefix: fc.constantFrom('a', 'ab', 'b') }),
    fc.record({ contains: fc.constantFrom('a', 'b', ' ') }),
    fc.record({ prefix: fc.constantFrom('a', 'b'), contains: fc.constantFrom('a', 'b') }),
    fc.record({ one_of: fc.array(values, { minLength: 1, maxLength: 4 }) }),
    fc.record({ absent: fc.boolean() }),
    fc.record({ equals: values }),
  )

describe('a pattern', () => {
  test.for<[pattern: object, does: unknown[], doesNot: unknown[]]>([
    [{ prefix: 'job-7' }, ['job-7', 'job-70'], ['job-', 'xjob-7', 7, null, undefined, ['job-7']]],
    [{ contains: 'b' }, ['b', 'abc'], ['B', '', undefined, ['b']]],
    [{ one_of: ['a', 5, { k: [1] }] }, ['a', 5, { k: [1] }], ['5', 'b', { k: 1 }, null, undefined]],
    [{ absent: true }, [undefined], [null, '', 0, false]],
    [{ absent: false }, [null, '', 0], [undefined]],
    [{ equals: { prefix: 'a' } }, [{ prefix: 'a' }], ['a', 'ab', undefined]],
    [{ equals: null }, [null], [undefined, 0]],
    [{ prefix: 'a', contains: 'c' }, ['abc', 'ac'], ['ab', 'c']],
    // These are objects that have to be equal.
    [{ name: 'a' }, [{ name: 'a' }], ['a', { name: 'b' }]],
    [{}, [{}], [undefined, 'a']],
  ])('%j', ([pattern, does, doesNot]) => {
    for (const actual of does) expect(fits(actual, pattern), JSON.stringify(actual)).toBe(true)
    for (const actual of doesNot) expect(fits(actual, pattern), JSON.stringify(actual)).toBe(false)
  })

  test('is told in words', () => {
    const words = [{ prefix: 'a', contains: 'b' }, { one_of: ['a', 5] }, { absent: true }, 'x', { k: 1 }].map(wordsOf)
    expect(words).toEqual([
      'text that begins with "a" and text that contains "b"',
      'one of "a", 5',
      'absent',
      '"x"',
      '{"k":1}',
    ])
  })
})

/** What the words say, told once more without the code that is tested. */
function says(actual: unknown, expected: unknown): boolean {
  const known = ['prefix', 'contains', 'one_of', 'absent', 'equals']
  const isPattern =
    typeof expected === 'object' && expected !== null && Object.keys(expected).some((key) => known.includes(key))
  if (!isPattern) return isEqual(actual, expected)
  return Object.entries(expected).every(([word, said]) => {
    if (word === 'prefix') return typeof actual === 'string' && actual.indexOf(String(said)) === 0
    if (word === 'contains') return typeof actual === 'string' && actual.split(String(said)).length > 1
    if (word === 'absent') return said === (actual === undefined)
    return (word === 'one_of' && Array.isArray(said) ? said : [said]).some((each) => isEqual(actual, each))
  })
}

const matchOf = fc.record(
  {
    operation: fc.constantFrom('orders.create', 'orders.index', { prefix: 'orders.' }, { one_of: ['orders.create'] }),
    query: fc.record({ a: fc.oneof(text, patternOf(text)) }, { requiredKeys: [] }),
    header: fc.record({ 'X-Test': fc.oneof(text, patternOf(text)) }, { requiredKeys: [] }),
    where: fc.record(
      {
        '/a': fc.oneof(
          value.filter((each) => !isSayingPrefix(each)),
          patternOf(value),
        ),
      },
      { requiredKeys: [] },
    ),
    credential: fc.constantFrom('website', null, { prefix: 'web' }, { absent: true }),
  },
  { requiredKeys: [] },
)

const isSayingPrefix = (each: unknown): boolean => typeof each === 'object' && each !== null && 'prefix' in each

const requestOf = fc.record({
  operation: fc.constantFrom('orders.create', 'orders.index', null),
  a: fc.option(text, { nil: undefined }),
  header: fc.option(text, { nil: undefined }),
  body: fc.option(value, { nil: undefined }),
  credential: fc.constantFrom('website', 'processor', null),
})

test('of any rules and any request, rules, verify and the journal agree with what the words say', () => {
  fc.assert(
    fc.property(fc.array(matchOf, { minLength: 1, maxLength: 12 }), requestOf, (matches, request) => {
      const { operation, a, header, body, credential } = request
      const target = a === undefined ? '/v9/orders' : `/v9/orders?a=${encodeURIComponent(a)}`
      const headers = header === undefined ? {} : { 'x-test': header }
      const json = body === undefined ? {} : { a: body }
      const expected = matches.map(
        (match) =>
          says(operation ?? undefined, match.operation ?? { absent: operation === null }) &&
          (match.query?.a === undefined || says(a, match.query.a)) &&
          (match.header?.['X-Test'] === undefined || says(header, match.header['X-Test'])) &&
          (match.where?.['/a'] === undefined || says(body, match.where['/a'])) &&
          (match.credential === undefined || says(credential ?? undefined, match.credential ?? { absent: true })),
      )

      const faults = new Faults(1, () => 0)
      faults.add(faultSpecs(operations).parse(matches.map((match) => ({ match, effect: { type: 'none' } }))))
      const facing = {
        operation,
        method: 'POST',
        target,
        params: {},
        credential,
        headers,
        forcible: [],
        json: () => json,
      }
      faults.decide('before-handler', facing, false)
      expect(faults.list().map(({ matches: count }) => count === 1)).toEqual(expected)

      const bytes = Buffer.from(JSON.stringify(json))
      const entry = enter(new Journal(), { operation, target, headers, credential, body: bytes })
      expect(matches.map((match) => decider(match)(entry) === 'yes')).toEqual(expected)

      for (const { id } of faults.list()) faults.remove(id)
      expect(faults.isArmedFor('before-handler')).toBe(false)
    }),
    { numRuns: 150 * MORE },
  )
})

test('1,000 rules with a prefix or with alternatives look at a request once for each of their forms', () => {
  const faults = new Faults(1, () => 0)
  const rules = Array.from({ length: 1_000 }, (_, nth) => {
    const name = `job-${String(nth).padStart(4, '0')}`
    const reference = nth % 2 === 0 ? { prefix: name } : { one_of: [name, `${name}-again`] }
    return { id: name, match: { where: { '/reference': reference } }, effect: { type: 'reset' } }
  })
  faults.add(faultSpecs(operations).parse(rules))
  let looked = 0
  const request = (reference: string) => ({
    operation: 'orders.create',
    method: 'POST',
    target: '/v9/orders',
    params: {},
    credential: null,
    headers: {},
    forcible: [],
    json: () => {
      looked += 1
      return { reference }
    },
  })

  expect(faults.decide('before-handler', request('job-0998 of today'), false).map(({ id }) => id)).toEqual(['job-0998'])
  expect(looked).toBeLessThan(5)
  expect(faults.decide('before-handler', request('job-0997-again'), false).map(({ id }) => id)).toEqual(['job-0997'])
})
