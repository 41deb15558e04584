/** How TEvo prints values. */

/** Cents as a JSON number, where TEvo prints one. */
export const moneyNumber = (cents: number): number => cents / 100

/** `2017-03-21T20:28:41Z` */
export function time(instant_ms: number): string {
  const known = printedTimes.get(instant_ms)
  if (known !== undefined) return known
  if (printedTimes.size >= MAX_PRINTED_TIMES) printedTimes.clear()
  const printed = `${new Date(instant_ms).toISOString().slice(0, 19)}Z`
  printedTimes.set(instant_ms, printed)
  return printed
}

/** An order shows a dozen times, and few of them differ: without this cache, printing them takes 6 of its 15 µs. */
const printedTimes = new Map<number, string>()
const MAX_PRINTED_TIMES = 1_000

export const timeOrNull = (instant_ms: number | null): string | null => (instant_ms === null ? null : time(instant_ms))
