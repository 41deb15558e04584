import { durationIn, OptionProblem, wordIn } from '../options.ts'
import { SWEEP_EFFECTS, SWEEP_PLACES, type SweepEffect, type SweepPlace } from '../store/words.ts'

/** The options of a sweep that command line and library share: read once, refused in the same words. */

export const effectsIn = (given: readonly string[]): SweepEffect[] => given.map((name) => wordIn(name, SWEEP_EFFECTS))

export const placesIn = (given: readonly string[]): SweepPlace[] => given.map((name) => wordIn(name, SWEEP_PLACES))

const MAX_JOBS = 256

/** How many runs there are at once. */
export function jobsIn(given: unknown): number {
  if (typeof given === 'number' && Number.isInteger(given) && given >= 1 && given <= MAX_JOBS) return given
  throw new OptionProblem(`${given} is not a number of runs at once: give a whole number from 1 to ${MAX_JOBS}`)
}

/** A timer takes no more than some weeks. */
const DAY_MS = 86_400_000

/** Milliseconds of a budget, or of a deadline. */
export function timeIn(given: unknown): number {
  const time_ms = durationIn(given)
  if (time_ms > 0 && time_ms <= DAY_MS) return time_ms
  throw new OptionProblem(`${given} is too short or too long: give more than nothing, and at most a day, such as 5m`)
}
