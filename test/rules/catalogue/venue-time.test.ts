import { expect, test } from 'vitest'
import { offsetOfWall, wallClock } from '../../../src/rules/catalogue/venue-time.ts'

const HOUR_MS = 3_600_000

test.for<[wall: string, time_zone: string | null, hours: number]>([
  ['2026-01-31T19:00:00Z', 'America/Los_Angeles', -8],
  ['2026-07-31T19:00:00Z', 'America/Los_Angeles', -7],
  ['2026-03-08T01:59:00Z', 'America/Los_Angeles', -8],
  ['2026-03-08T03:00:00Z', 'America/Los_Angeles', -7],
  ['2026-11-01T02:00:00Z', 'America/Los_Angeles', -8],
  ['2026-01-31T19:00:00Z', 'America/St_Johns', -3.5],
  ['2026-01-31T19:00:00Z', 'Asia/Kolkata', 5.5],
  ['2026-01-31T19:00:00Z', 'UTC', 0],
  ['2026-01-31T19:00:00Z', null, 0],
])('when clocks show %s in %s, they are %f hours ahead of UTC', ([wall, time_zone, hours]) => {
  const wall_ms = Date.parse(wall)
  expect(offsetOfWall(wall_ms, time_zone)).toBe(hours * HOUR_MS)
  expect(wallClock(wall_ms - hours * HOUR_MS, time_zone)).toBe(wall_ms)
})
