import { expect, test } from 'vitest'
import {
  dateOf,
  isWritable,
  LONGEST_MS,
  notADuration,
  parseInstant,
  readDuration,
  resolveTime,
  startOfDay,
} from '../../src/store/times.ts'
import fc from '../properties.ts'

const S = 1_000
const M = 60 * S
const H = 60 * M
const D = 24 * H
const W = 7 * D

test.for<[given: unknown, duration_ms: number]>([
  ['15m', 15 * M],
  ['1h30m', 90 * M],
  ['90s', 90 * S],
  ['250ms', 250],
  ['1.5h', 90 * M],
  ['1d', D],
  ['2w', 2 * W],
  ['1w2d3h4m5s6ms', W + 2 * D + 3 * H + 4 * M + 5 * S + 6],
  ['+0s', 0],
  ['PT15M', 15 * M],
  ['+P1DT2H', 26 * H],
  ['P2W', 2 * W],
  ['PT0.5S', 500],
  ['PT1.25S', 1_250],
  ['0.001s', 1],
  ['P1W2DT3H4M5.006S', W + 2 * D + 3 * H + 4 * M + 5 * S + 6],
  ['P12W', 12 * W],
  ['PT12H', 12 * H],
  ['P12D', 12 * D],
  ['1.5ms', 2],
  ['12.345s', 12_345],
  [900, 900],
  [0, 0],
])('%j is a duration', ([given, duration_ms]) => {
  expect(readDuration(given)).toBe(duration_ms)
})

test.for([
  ...['', '+', '++1s', '-1s', '900', '1 day', '1D', '30m1h', '1h1h', '1.2345s', '.5h', 's', 'soon', '15mm', ' 1s'],
  ...['xP1D', 'P1Dx', 'P1WT', 'PT1.2345S', 'PT.5S', 'PT1.5M', 'P1H', 'PT1D', 'P1D1W', 'x1s', '1sx', '1.s', '1..5s'],
  ...['P', 'PT', 'P1DT', 'PT1H1H', 'P1M', 'P1Y', 'p1d', 'P0.5D', -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY],
  ...[null, undefined, {}, [], true],
])('%j is not a duration', (given) => {
  expect(readDuration(given)).toBeNull()
})

test('both ways of writing come to the same', () => {
  const part = fc.nat(999)
  fc.assert(
    fc.property(part, part, part, part, part, (w, d, h, m, s) => {
      expect(readDuration(`${w}w${d}d${h}h${m}m${s}s`)).toBe(readDuration(`P${w}W${d}DT${h}H${m}M${s}S`))
    }),
  )
})

test('a time of a world file counts in the same durations', () => {
  expect(resolveTime('+2w19h', 5)).toBe(resolveTime('+P14DT19H', 5))
  expect(resolveTime('-1d', 5)).toBe(-D)
  expect(resolveTime('++P1D', 5)).toBeNull()
})

test.for([
  ['2026-01-31', '2026-01-31T00:00:00.000Z'],
  ['2026-01-31T19:00Z', '2026-01-31T19:00:00.000Z'],
  ['2026-01-31T19:00:01Z', '2026-01-31T19:00:01.000Z'],
  ['2026-01-31T19:00:01.5Z', '2026-01-31T19:00:01.500Z'],
  ['2026-01-31T19:00:01.123456789Z', '2026-01-31T19:00:01.123Z'],
  ['2026-01-31T19:00:00-05:00', '2026-02-01T00:00:00.000Z'],
  ['2026-01-31T19:00:00+0530', '2026-01-31T13:30:00.000Z'],
  ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
  ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
] as const)('%s is the instant %s', ([text, instant]) => {
  const instant_ms = parseInstant(text)
  expect(instant_ms).toBe(Date.parse(instant))
  expect(resolveTime(text, 5)).toBe(instant_ms)
})

test.for([
  ...['', 'tomorrow', '2026', '2026-01', '2026-1-31', '26-01-31', '12026-01-31', '2026-01-31T19Z', '2026-01-31T19:00'],
  ...['2026-01-31T19:00:00', '2026-01-31Z', '2026-01-31 19:00Z', '2026-01-31T19:00:00ZZ', 'x2026-01-31', '2026-01-31x'],
  ...['2026-01-31T19:00:00.Z', '2026-01-31T19:00:00.0123456789Z', '2026-01-31T1:00Z', '2026-01-31T19:00:00+05'],
  ...['2026-01-31T19:00:00+5:00', '2026-13-31', '2026-01-31T25:00Z', '2026-01-31T19:00:1Z', '2026-01-31T19:0Z'],
  // No file could hold them.
  ...['9999-12-31T23:59:59-00:01', '0000-01-01T00:00:00+00:01'],
])('%j is no instant', (text) => {
  expect(parseInstant(text)).toBeNull()
})

test('the times that can be written are those of the years 0 to 9999', () => {
  const [first, last] = [Date.parse('0000-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')]
  expect([first - 1, first, last, last + 1].map(isWritable)).toEqual([false, true, true, false])
  expect(LONGEST_MS).toBe(last - first)
  expect(resolveTime('+P1D', last)).toBeNull()
  expect(resolveTime('-P1D', first)).toBeNull()
  expect(resolveTime('-PT24H', first + D)).toBe(first)
})

test('a relative time counts from the midnight before, also before 1970', () => {
  const late = Date.parse('1969-07-20T20:17:40Z')
  expect(new Date(startOfDay(late)).toISOString()).toBe('1969-07-20T00:00:00.000Z')
  expect(startOfDay(startOfDay(late))).toBe(startOfDay(late))
  expect(resolveTime('+PT1H', late)).toBe(Date.parse('1969-07-20T01:00:00Z'))
  expect(resolveTime('-PT1H', late)).toBe(Date.parse('1969-07-19T23:00:00Z'))
  expect(resolveTime('+soon', late)).toBeNull()
  expect(resolveTime('soon', late)).toBeNull()
  expect(resolveTime('PT1H', late)).toBeNull()
  expect(dateOf(late)).toBe('1969-07-20')
})

test.for([
  ['soon', '"soon"'],
  [-1, '-1'],
  [{ a: 1 }, '{"a":1}'],
  [[1], '[1]'],
  [null, 'null'],
  [undefined, 'undefined'],
  [true, 'true'],
  [Number.NaN, 'NaN'],
] as const)('what is not a duration is shown as it was given: %j', ([given, shown]) => {
  expect(notADuration(given)).toBe(
    `${shown} is not a duration: give 15m, 1h30m, PT15M or a whole number of milliseconds`,
  )
})
