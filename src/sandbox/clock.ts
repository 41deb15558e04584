import type { SandboxRecord } from '../store/records.ts'

/** A world's dates count from a clock: a year before the last that ISO 8601 writes with four digits leaves room for them. */
const FIRST_MS = Date.parse('1970-01-01T00:00:00Z')
const LAST_MS = Date.parse('9998-12-31T23:59:59.999Z')

export const CLOCK_RANGE = 'the years 1970 to 9998'
export const isClockTime = (instant_ms: number): boolean => instant_ms >= FIRST_MS && instant_ms <= LAST_MS

/** The one clock of a sandbox: real time, moved forward by what it was advanced, or a time that stands still. */
export type ClockState = Pick<SandboxRecord, 'frozen_at' | 'ahead_ms'>

/** Epoch milliseconds that a clock shows. */
export const timeOf = ({ frozen_at, ahead_ms }: ClockState): number => frozen_at ?? Date.now() + ahead_ms

/** A clock that shows a time now, and stands still there or goes on. */
export const clockAt = (now: number, isFrozen: boolean): ClockState =>
  isFrozen ? { frozen_at: now, ahead_ms: 0 } : { frozen_at: null, ahead_ms: now - Date.now() }

/** As a sandbox is made: at real time, or standing still. */
export const firstClock = (frozen_at: number | null): ClockState => ({ frozen_at, ahead_ms: 0 })

/** Where a clock is to go. */
export interface ClockChange {
  /** Milliseconds forward. */
  readonly by_ms?: number | undefined
  /** Epoch milliseconds that it is to show; `by_ms` is not read then. */
  readonly to_ms?: number | undefined
  /** Whether it stands still from then on; as before, where it is left out. */
  readonly freeze?: boolean | undefined
}

/** The clock cannot go there. */
export class ClockProblem extends Error {}

/** The same clock, moved forward. @throws ClockProblem */
export function moved(clock: ClockState, { by_ms = 0, to_ms, freeze }: ClockChange): ClockState {
  const now = timeOf(clock)
  const next = to_ms ?? now + by_ms
  if (next < now)
    throw new ClockProblem(
      `The clock goes forward only: it is ${new Date(now).toISOString()} now, and was to be set to an earlier time; restore a snapshot to go back`,
    )
  if (!isClockTime(next)) throw new ClockProblem(`The clock cannot go that far: it shows ${CLOCK_RANGE}`)
  const { frozen_at, ahead_ms } = clock
  const goesOn = frozen_at === null && freeze !== true && to_ms === undefined
  return goesOn ? { frozen_at, ahead_ms: ahead_ms + by_ms } : clockAt(next, freeze ?? frozen_at !== null)
}
