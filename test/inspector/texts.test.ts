import { expect, test } from 'vitest'
import { prettyJson } from '../../src/inspector/components/pretty-json.ts'
import { queryWith } from '../../src/inspector/filled.ts'
import { between } from '../../src/inspector/pages/requests/difference.ts'
import fc from '../properties.ts'

test('JSON is laid out, and its values stay as they were written', () => {
  expect(prettyJson('{"a":45.0,"a":[ ],"b":[1,{"c":"x, {y}: \\u00e9 \\""}],"d":{}}')).toBe(
    [
      '{',
      '  "a": 45.0,',
      '  "a": [],',
      '  "b": [',
      '    1,',
      '    {',
      '      "c": "x, {y}: \\u00e9 \\""',
      '    }',
      '  ],',
      '  "d": {}',
      '}',
    ].join('\n'),
  )
})

test('laid out, any JSON of objects and lists is what JSON.stringify lays out', () => {
  fc.assert(
    fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
      expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2))
    }),
  )
})

test('what is no JSON stays as it is', () => {
  for (const text of ['', 'plain', '{"a":', '[1]]', '%PDF-1.7 …']) expect(prettyJson(text)).toBe(text)
})

test('where two texts differ is what is between their common beginning and end', () => {
  expect(between('same', 'same')).toBeNull()
  expect(between('GET a?b', 'POST a?b')).toEqual({ before: '', one: 'GE', other: 'POS', after: 'T a?b' })
  expect(between('a?', 'a?b')).toEqual({ before: 'a?', one: '', other: 'b', after: '' })
  expect(between('aa', 'aaa')).toEqual({ before: 'aa', one: '', other: 'a', after: '' })
  expect(between('x😀y', 'x😃y')).toEqual({ before: 'x', one: '😀', other: '😃', after: 'y' })
})

test('put together, the parts are the two texts again', () => {
  const text = () => fc.string({ unit: fc.constantFrom('a', 'b', '😀') })
  fc.assert(
    fc.property(text(), text(), (one, other) => {
      const parts = between(one, other) ?? { before: one, one: '', other: '', after: '' }
      expect([`${parts.before}${parts.one}${parts.after}`, `${parts.before}${parts.other}${parts.after}`]).toEqual([
        one,
        other,
      ])
    }),
  )
})

test('a query leaves out what is not asked for', () => {
  expect(queryWith({})).toBe('')
  expect(queryWith({ state: '', find: undefined, page: 2 }, { before: '7' })).toBe('?page=2&before=7')
  expect(queryWith({ find: 'a&b' })).toBe('?find=a%26b')
})
