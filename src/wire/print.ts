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
export const time = (instant_ms: number): string => `${new Date(instant_ms).toISOString().slice(0, 19)}Z`

export const timeOrNull = (instant_ms: number | null): string | null => (instant_ms === null ? null : time(instant_ms))
