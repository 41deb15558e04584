import type { JournalEntry } from '../entry.ts'

/** A timer that fires a moment early has waited. */
export const EARLY_MS = 50

/** How long an answer asks to stay away; null where it does not say. RFC 9110: seconds, or a time. */
export function retryAfter_ms({ answerHeaders, at }: JournalEntry): number | null {
  const name = Object.keys(answerHeaders).find((each) => each.toLowerCase() === 'retry-after')
  const value = name === undefined ? undefined : answerHeaders[name]
  if (value === undefined) return null
  if (/^\d+$/.test(value)) return Number(value) * 1_000
  const time_ms = Date.parse(value)
  return Number.isNaN(time_ms) ? null : time_ms - at
}
