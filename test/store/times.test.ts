import { expect, test } from 'vitest'
import { readDuration, resolveTime } from '../../src/store/times.ts'
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
  [900, 900],
  [0, 0],
])('%j is a duration', ([given, duration_ms]) => {
  expect(readDuration(given)).toBe(duration_ms)
})

test.for([
  ...['', '+', '++1s', '-1s', '900', '1 day', '1D', '30m1h', '1h1h', '1.2345s', '.5h', 's', 'soon', '15mm', ' 1s'],
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
