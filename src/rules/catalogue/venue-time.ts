/** W:354910401: `occurs_at` is the venue's local time, printed as if it were UTC. It is stored the same way here. */

const MINUTE_MS = 60_000
const clocks = new Map<string, Intl.DateTimeFormat>()

/** How far a zone is ahead of UTC at an instant. */
function offsetAt(instant_ms: number, time_zone: string): number {
  let clock = clocks.get(time_zone)
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en-US', { timeZone: time_zone, timeZoneName: 'longOffset' })
    clocks.set(time_zone, clock)
  }
  const name = clock.formatToParts(instant_ms).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? []
  const offset_ms = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE_MS
  return sign === '-' ? -offset_ms : offset_ms
}

/** How far a zone is ahead of UTC when its clocks show this time; 0 without a zone. */
export function offsetOfWall(wall_ms: number, time_zone: string | null): number {
  if (time_zone === null) return 0
  const near_ms = wall_ms - offsetAt(wall_ms, time_zone)
  return offsetAt(near_ms, time_zone)
}

/** The local time of a zone at an instant. */
export const wallClock = (instant_ms: number, time_zone: string | null): number =>
  time_zone === null ? instant_ms : instant_ms + offsetAt(instant_ms, time_zone)
