import * as z from 'zod'
import { didYouMean } from './nearest.ts'
import { Problem } from './problem.ts'
import { CLOCK_RANGE, isClockTime } from './sandbox/clock.ts'
import type { NewWebhook } from './sandbox/sandbox.ts'
import { MAX_JOURNAL_ENTRIES } from './store/settings.ts'
import { notADuration, parseInstant, readDuration } from './store/times.ts'
import { isWebAddress } from './store/web-address.ts'
import type { World } from './store/world.ts'

/**
 * The options that the command line, the library and the control plane share. Each is read here, and refused in the same
 * words everywhere: what was given, what was expected. Plain functions, because no start-up is to pay for a schema.
 */

/** An option that cannot be taken. Its message is to follow the option's name: `--port abc is not a port: give …`. */
export class OptionProblem extends Problem {}

/** An option as its reader understands it; undefined where it is left out. `refused` makes the error of what it says. */
export function optional<Given, Value>(
  given: Given | undefined,
  reader: (given: Given) => Value,
  refused: (message: string) => Error,
): Value | undefined {
  if (given === undefined) return undefined
  try {
    return reader(given)
  } catch (problem) {
    throw problem instanceof OptionProblem ? refused(problem.message) : problem
  }
}

const refused = (given: unknown, what: string): OptionProblem => new OptionProblem(`${shown(given)} ${what}`)

/** Whether a text has the digits of a whole number, and a number can hold it. */
export const isNumber = (text: string): boolean => /^\d+$/.test(text) && Number.isSafeInteger(Number(text))

/** Plain, as on a command line; a text where a number is wanted shows that it is one. */
function shown(given: unknown): string {
  if (given instanceof Date) return 'a Date without a time'
  const isPlain = typeof given === 'string' ? !isNumber(given) : typeof given !== 'object'
  return isPlain ? String(given) : JSON.stringify(given)
}

const MAX_PORT = 65_535

export function portIn(given: unknown): number {
  const port = wholeNumberIn(given)
  if (port === null || port > MAX_PORT)
    throw refused(given, `is not a port: give a number from 0 (picks a free one) to ${MAX_PORT}`)
  return port
}

export function hostIn(given: unknown): string {
  if (typeof given !== 'string' || given === '')
    throw refused(given, 'is not a host: give an address, such as 127.0.0.1')
  return given
}

/** What the chances of a sandbox are drawn from. */
export function seedIn(given: unknown): number {
  const seed = wholeNumberIn(given)
  if (seed === null) throw refused(given, 'is not a seed: give a whole number from 0')
  return seed
}

/** How many sandboxes a server may have; `default` is one of them. */
export const maxSandboxesIn = (given: unknown): number => limitIn(given, 1)

/** How many requests are sent to a server. */
export const maxRequestsIn = (given: unknown): number => limitIn(given, 1)

export const maxSnapshotsIn = (given: unknown): number => limitIn(given, 0)

function limitIn(given: unknown, from: number): number {
  const limit = wholeNumberIn(given)
  if (limit === null || limit < from) throw refused(given, `is not a limit: give a whole number from ${from}`)
  return limit
}

/** How many requests the journal of a sandbox keeps. */
export function journalEntriesIn(given: unknown): number {
  const entries = wholeNumberIn(given)
  if (entries === null || entries < 1 || entries > MAX_JOURNAL_ENTRIES)
    throw refused(given, `is not a number of requests to keep: give a whole number from 1 to ${MAX_JOURNAL_ENTRIES}`)
  return entries
}

const wholeNumberIn = (given: unknown): number | null =>
  typeof given === 'number' && Number.isSafeInteger(given) && given >= 0 ? given : null

/** A time that a clock can show, as epoch milliseconds. */
export function clockIn(given: unknown): number {
  const instant_ms = given instanceof Date ? given.getTime() : typeof given === 'string' ? parseInstant(given) : null
  if (instant_ms === null || Number.isNaN(instant_ms))
    throw refused(given, 'is not a time: give one with its zone, such as 2026-01-31T19:00:00Z')
  if (!isClockTime(instant_ms)) throw refused(given, `is too far away: give a time in ${CLOCK_RANGE}`)
  return instant_ms
}

export function flagIn(given: unknown): boolean {
  if (typeof given !== 'boolean') throw refused(given, 'is not a choice: give true or false')
  return given
}

/** One of a closed list of words. */
export function wordIn<Word extends string>(given: string, words: readonly Word[]): Word {
  const word = words.find((each) => each === given)
  if (word !== undefined) return word
  throw new OptionProblem(`${given} is not known here: ${didYouMean(given, words, `there are ${words.join(', ')}`)}`)
}

/** Milliseconds of how far a clock is to go. */
export function durationIn(given: unknown): number {
  const duration_ms = readDuration(given)
  if (duration_ms === null) throw new OptionProblem(notADuration(given))
  return duration_ms
}

const MAX_TIMEOUT_MS = 3_600_000

/** Milliseconds that a client has, for the head of a request or for all of it. */
export function timeoutIn(given: unknown): number {
  const timeout_ms = readDuration(given)
  if (timeout_ms === null || timeout_ms < 1 || timeout_ms > MAX_TIMEOUT_MS)
    throw refused(given, 'is not a time to wait: give 10s, 1m or a number of milliseconds, up to an hour')
  return timeout_ms
}

const MIN_LEASE_MS = 1_000
const MAX_LEASE_MS = 600_000

/** Milliseconds that a process may serve a sandbox until it renews that. */
export function leaseIn(given: unknown): number {
  const lease_ms = readDuration(given)
  if (lease_ms === null || lease_ms < MIN_LEASE_MS || lease_ms > MAX_LEASE_MS)
    throw refused(given, 'is not a lease: give 10s or a number of milliseconds, from a second to ten minutes')
  return lease_ms
}

/** Where other processes reach this one. */
export function publicUrlIn(given: unknown): string {
  if (typeof given !== 'string' || !isWebAddress(given) || new URL(given).pathname !== '/')
    throw refused(given, 'is not the address of a server: give one such as http://10.0.0.3:8386')
  return new URL(given).origin
}

/** How many connections there may be at once. */
export const maxConnectionsIn = (given: unknown): number => limitIn(given, 1)

/** A token that has to go into a header. */
export function headerTokenIn(given: unknown): string {
  if (typeof given !== 'string' || !/^[\x21-\x7e]+$/.test(given))
    throw new OptionProblem('cannot go into a header: give printable ASCII without spaces')
  return given
}

const LOG_FORMATS = ['pretty', 'json'] as const
export type LogFormat = (typeof LOG_FORMATS)[number]

export function logFormatIn(given: unknown): LogFormat {
  const format = LOG_FORMATS.find((known) => known === given)
  if (format === undefined) throw refused(given, `is not a format of the log: give one of ${LOG_FORMATS.join(', ')}`)
  return format
}

/** An endpoint for webhooks, by its URL alone, or with what it is told of. */
export function webhookIn(given: string | GivenWebhook): NewWebhook {
  const { url, office_id = null, events = null, active = true } = typeof given === 'string' ? { url: given } : given
  // Without what was given: it may hold a secret.
  if (!isWebAddress(url))
    throw new OptionProblem('is not a URL to send webhooks to: give one such as http://127.0.0.1:3000/webhooks')
  return { url, office_id, events, active }
}

type GivenWebhook = Pick<NewWebhook, 'url'> & {
  readonly [Field in Exclude<keyof NewWebhook, 'url'>]?: NewWebhook[Field] | undefined
}

/** Rejects with a WorldProblem that names the path of what is wrong. Only a foreign world is checked. */
export const worldIn = async (given: unknown): Promise<World> =>
  (await import('./store/world-schema.ts')).checkWorld(given)

/** What a reader takes, in the words of JSON Schema. */
interface Taken {
  readonly type: string | readonly string[]
  readonly description: string
}

/** As part of a schema: refuses in the words of a reader. */
export const readBy = <Value>(read: (given: unknown) => Value, taken: Taken): z.ZodType<Value> =>
  z
    .unknown()
    .transform((given, context) => {
      try {
        return read(given)
      } catch (problem) {
        if (!(problem instanceof OptionProblem)) throw problem
        context.addIssue({ code: 'custom', message: problem.message, input: given })
        return z.NEVER
      }
    })
    .register(z.globalRegistry, { ...taken })

export const A_TIME = { type: 'string', description: 'A time in UTC: 2026-01-31T19:00:00Z.' } as const
export const A_DURATION = {
  type: ['string', 'integer'],
  description: 'A duration: "15m", "1h30m", "PT15M", or a whole number of milliseconds.',
} as const
export const A_SEED = { type: 'integer', description: 'What everything random begins with.' } as const
