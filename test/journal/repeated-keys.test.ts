import { describe, expect, test } from 'vitest'
import { repeatedFilters, repeatedKeys } from '../../src/journal/repeated-keys.ts'
import fc from '../properties.ts'

describe('keys that an object gives more than once', () => {
  test.for<[text: string, paths: string[]]>([
    ['{"a":1,"a":2}', ['/a']],
    ['{"a":1,"a":2,"a":3}', ['/a']],
    ['{"clients":[{"name":"A"},{"name":"B","id":1,"name":"C"}]}', ['/clients/1/name']],
    ['{"a":{"b":1,"b":2},"a":{"b":1}}', ['/a/b', '/a']],
    ['{"a":[[{"b":1}],[{"b":1,"b":1}]]}', ['/a/1/0/b']],
    ['{"name":1,"n\\u0061me":2}', ['/name']],
    ['{"":1,"":2}', ['/']],
    ['{"__proto__":1,"__proto__":2}', ['/__proto__']],
    ['{ "a" : 1 ,\n "a" : 2 }', ['/a']],
    ['{"a":"{\\"b\\":1,\\"b\\":2}"}', []],
    ['{"a":"a","b":"a","c":["a","a"],"d":{"a":1}}', []],
    ['{"a":",\\"a\\":","b":1}', []],
    ['[{"a":1},{"a":1}]', []],
    // Cut, as the journal cuts long bodies, and broken.
    ['{"a":1,"a":2,"b', ['/a']],
    ['{"a":1,"a', []],
    ['{"":1,"a', []],
    ['{"":1,"a\\"', []],
    ['{"":1,"a\\', []],
    ['{"a":1,"a":2}}}]]', ['/a']],
    ['{"a":1,"\\u00zz":2,"\\u00zz":3}', ['/"\\u00zz"']],
    ['', []],
    ['null', []],
    ['"a","a"', []],
    ['name=a:b,c&name=d', []],
  ])('%s', ([text, paths]) => {
    expect(repeatedKeys(text)).toEqual(paths)
  })

  test('whatever JSON it is, there are none where every object names each key once', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, spaces) => {
        expect(repeatedKeys(JSON.stringify(value, null, spaces))).toEqual([])
      }),
    )
  })

  test('whatever JSON it is, a member that is said again is found', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.nat(), (value, nth) => {
        const keys = Object.keys(value)
        const key = keys[nth % keys.length] ?? ''
        const members = Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}:${JSON.stringify(each)}`)
        expect(repeatedKeys(`{${[...members, `${JSON.stringify(key)}:null`].join(',')}}`)).toEqual([`/${key}`])
      }),
    )
  })

  test('whatever text it is, it is read in a moment', () => {
    const long = [
      '"'.repeat(16_384),
      '{"a":'.repeat(3_000),
      '\\'.repeat(16_384),
      '{"'.repeat(8_000),
      `{"${'\\"'.repeat(8_000)}`,
      '[,'.repeat(8_000),
    ]
    const started_ms = performance.now()
    for (const text of [...long, ...long.map((each) => `{"x":${each}`)]) repeatedKeys(text)
    expect(performance.now() - started_ms).toBeLessThan(1_000)
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'"\\{}[],:a'), maxLength: 200 }),
        (text) => repeatedKeys(text).length < 100,
      ),
    )
  })
})

test('filters that a query gives more than once; lists are written so', () => {
  expect(repeatedFilters('/v9/orders?page=1&state=a&page=2&page=3')).toEqual(['page'])
  expect(repeatedFilters('/v9/orders?p%61ge=1&page=2')).toEqual(['page'])
  expect(repeatedFilters('/v9/orders?ids[]=1&ids[]=2&ids%5B%5D=3')).toEqual([])
  expect(repeatedFilters('/v9/orders?%&%&a')).toEqual(['%'])
  expect(repeatedFilters('/v9/orders')).toEqual([])
})
