/** How TEvo prints values. */

/** Cents as a string with as few decimals as Ruby prints: `"45.0"`, `"9922.71"`. */
export function moneyString(cents: number): string {
  const sign = cents < 0 ? '-' : ''
  const digits = String(Math.abs(cents)).padStart(3, '0')
  const decimals = digits.slice(-2).replace(/0$/, '')
  return `${sign}${digits.slice(0, -2)}.${decimals}`
}

/** The same as a JSON number, where TEvo prints one. */
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

/** An order shows a dozen times, few of them different: to print each anew takes 6 µs of its 15. */
const printedTimes = new Map<number, string>()
const MAX_PRINTED_TIMES = 1_000

export const timeOrNull = (instant_ms: number | null): string | null => (instant_ms === null ? null : time(instant_ms))
