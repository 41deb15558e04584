const ISO_DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/
const NUMBER = '(\\d+(?:\\.\\d{1,3})?)'
/** The largest unit first, each at most once: `1h30m`. */
const SHORT_DURATION = new RegExp(
  `^${['w', 'd', 'h', 'm', 's', 'ms'].map((unit) => `(?:${NUMBER}${unit})?`).join('')}$`,
)
/** Of weeks, days, hours, minutes, seconds and milliseconds. */
const UNITS_MS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000, 1]
const INSTANT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2}))?$/

const DAY_MS = 86_400_000
/** The first and the last time whose year has four digits in ISO 8601. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00Z')
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z')

/** Milliseconds of a duration as text: `15m`, `1h30m`, `2w`, `PT15M`, `P14DT19H`, `P2W`; null for other text. */
function parseDuration(text: string): number | null {
  const [match = '', ...counts] = (text.startsWith('P') ? ISO_DURATION : SHORT_DURATION).exec(text) ?? []
  if (match === '' || match === 'P' || match.endsWith('T')) return null
  return Math.round(counts.reduce((sum, count, nth) => sum + Number(count ?? 0) * (UNITS_MS[nth] ?? 0), 0))
}

/** Milliseconds of a duration as it is given, everywhere: as text, with or without a plus, or as a number; else null. */
export function readDuration(given: unknown): number | null {
  if (typeof given === 'string') return parseDuration(given.startsWith('+') ? given.slice(1) : given)
  return typeof given === 'number' && Number.isInteger(given) && given >= 0 ? given : null
}

/** No two times that can be written are further apart: 10,000 years. */
export const LONGEST_MS = LAST_MS - FIRST_MS

/** How what is not a duration is refused, everywhere. */
export function notADuration(given: unknown): string {
  const shown = typeof given === 'string' || typeof given === 'object' ? JSON.stringify(given) : String(given)
  return `${shown} is not a duration: give 15m, 1h30m, PT15M or a whole number of milliseconds`
}

/** Epoch milliseconds of an ISO 8601 date, or of a time with its zone, in the years 0 to 9999; null for other text. */
export function parseInstant(text: string): number | null {
  if (!INSTANT.test(text)) return null
  return writable(Date.parse(text))
}

/** With its zone, a time of the year 9999 can be in the year 10000 in UTC, which no file could hold. */
export const isWritable = (instant_ms: number): boolean => instant_ms >= FIRST_MS && instant_ms <= LAST_MS

const writable = (instant_ms: number): number | null => (isWritable(instant_ms) ? instant_ms : null)

/**
 * A time in a world file: an instant, or a time that counts from midnight (UTC) of the day on which the sandbox starts:
 * `+P14DT19H` is seven in the evening, two weeks later. Null for other text.
 */
export function resolveTime(text: string, start_ms: number): number | null {
  const sign = text[0] === '+' ? 1 : text[0] === '-' ? -1 : 0
  if (sign === 0) return parseInstant(text)
  const duration_ms = parseDuration(text.slice(1))
  if (duration_ms === null) return null
  return writable(startOfDay(start_ms) + sign * duration_ms)
}

export const startOfDay = (instant_ms: number): number => Math.floor(instant_ms / DAY_MS) * DAY_MS

/** `2017-03-21`. */
export const dateOf = (instant_ms: number): string => new Date(instant_ms).toISOString().slice(0, 10)
