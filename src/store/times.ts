const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/
const INSTANT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2}))?$/

const DAY_MS = 86_400_000
/** What ISO 8601 writes with a year of four digits. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00Z')
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z')

/** Milliseconds of an ISO 8601 duration in days and less (`PT15M`, `P14DT19H`), or null when it is none. */
export function parseDuration(text: string): number | null {
  const [match, days, hours, minutes, seconds] = DURATION.exec(text) ?? []
  if (match === undefined || match === 'P' || match.endsWith('T')) return null
  const duration_s = Number(days ?? 0) * 86_400 + Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60
  return Math.round((duration_s + Number(seconds ?? 0)) * 1_000)
}

/** Epoch milliseconds of an ISO 8601 date or of a time with its zone, or null when it is neither. */
export function parseInstant(text: string): number | null {
  if (!INSTANT.test(text)) return null
  const instant_ms = Date.parse(text)
  return Number.isNaN(instant_ms) ? null : instant_ms
}

/**
 * A time in a world file: an instant, or one relative to the day on which the sandbox starts: `+P14DT19H` is seven in
 * the evening, two weeks after that day's midnight (UTC). Null when it is neither.
 */
export function resolveTime(text: string, start_ms: number): number | null {
  const sign = text[0] === '+' ? 1 : text[0] === '-' ? -1 : 0
  if (sign === 0) return parseInstant(text)
  const duration_ms = parseDuration(text.slice(1))
  if (duration_ms === null) return null
  const instant_ms = startOfDay(start_ms) + sign * duration_ms
  return instant_ms >= FIRST_MS && instant_ms <= LAST_MS ? instant_ms : null
}

export const startOfDay = (instant_ms: number): number => Math.floor(instant_ms / DAY_MS) * DAY_MS

/** `2017-03-21`. */
export const dateOf = (instant_ms: number): string => new Date(instant_ms).toISOString().slice(0, 10)
