import { isIP } from 'node:net'
import { FAIL_ON, type FailOn } from '../contract/report.ts'
import { durationIn, headerTokenIn, maxRequestsIn, OptionProblem, wordIn } from '../options.ts'
import { Problem } from '../problem.ts'
import { operations } from '../routes/operations.ts'
import { PRODUCTION_HOST } from '../signing/hosts.ts'
import { parseFlags, read } from './flags.ts'
import { numberIn } from './serve-flags.ts'

export interface VerifyFlags {
  /** Without a slash at its end. */
  readonly target: string
  readonly token: string
  readonly secret: string
  readonly writes: boolean
  /** The operations that are looked at; null: all. */
  readonly only: readonly string[] | null
  readonly delay_ms: number
  readonly maxRequests: number
  readonly failOn: FailOn
  readonly json: string | undefined
  readonly junit: string | undefined
}

const EXAMPLE = 'such as: tevo-local verify --target https://api.sandbox.ticketevolution.com --token … --secret …'
/** As the environment of `tevo-local exec` names them. */
const VARIABLES = { target: 'TEVO_BASE_URL', token: 'TEVO_API_TOKEN', secret: 'TEVO_API_SECRET' } as const
const DELAY_MS = 250
const MAX_DELAY_MS = 60_000
const MAX_REQUESTS = 1_000

/** Throws a Problem for a flag that cannot be understood, and where target, token or secret is missing. */
export function readVerifyFlags(args: readonly string[]): VerifyFlags {
  const { values, positionals } = parseFlags(args, {
    target: { type: 'string' },
    token: { type: 'string' },
    secret: { type: 'string' },
    writes: { type: 'boolean' },
    only: { type: 'string' },
    delay: { type: 'string' },
    'max-requests': { type: 'string' },
    'fail-on': { type: 'string' },
    json: { type: 'string' },
    junit: { type: 'string' },
  })
  if (positionals.length > 0) throw new Problem(`"${positionals[0]}" belongs to no flag of verify; ${EXAMPLE}`)
  const { target, token, secret } = VARIABLES
  const base = given('--target', values.target, target, targetIn)
  const isProduction = new URL(base).hostname === PRODUCTION_HOST
  if (isProduction && values.writes === true)
    throw new Problem(`orders are real on ${PRODUCTION_HOST}: leave out --writes, or give the --target of a sandbox`)
  return {
    target: base,
    token: given('--token', values.token, token, headerTokenIn),
    secret: given('--secret', values.secret, secret, (text) => text),
    writes: values.writes ?? false,
    only: read('--only', values.only, onlyIn) ?? null,
    delay_ms: read('--delay', values.delay, (text) => delayIn(numberIn(text))) ?? (isHere(base) ? 0 : DELAY_MS),
    maxRequests:
      read('--max-requests', values['max-requests'], (text) => maxRequestsIn(numberIn(text))) ?? MAX_REQUESTS,
    failOn: read('--fail-on', values['fail-on'], (text) => wordIn(text, FAIL_ON)) ?? 'any',
    json: values.json,
    junit: values.junit,
  }
}

/** A flag, or the variable in its place. Its value is not told of: it may be a secret. */
function given(flag: string, value: string | undefined, variable: string, reader: (text: string) => string): string {
  const [name, text] = value === undefined ? [variable, process.env[variable] ?? ''] : [flag, value]
  if (text === '') throw new Problem(`verify has no ${flag}: give it, or ${variable} in the environment; ${EXAMPLE}`)
  return read(name, text, reader) ?? text
}

function targetIn(text: string): string {
  if (!/^https?:\/\/[^/?#@\s]+(?:\/[^?#\s]*)?$/i.test(text) || !URL.canParse(text))
    throw new OptionProblem(
      'is not the URL of a server: give one without user, query and /v9, such as https://api.sandbox.ticketevolution.com',
    )
  return text.replace(/\/+$/, '')
}

const operationNames = operations.flatMap(({ emulated, id }) => (emulated ? [id] : []))

const onlyIn = (text: string): string[] => text.split(',').map((name) => wordIn(name, operationNames))

function delayIn(time: unknown): number {
  if (time === 0) return 0
  const delay_ms = durationIn(time)
  if (delay_ms <= MAX_DELAY_MS) return delay_ms
  throw new OptionProblem(`${time} is too long: give at most 1m between two requests`)
}

/** Whether a server is on this machine, which nobody else waits for. */
function isHere(base: string): boolean {
  const host = new URL(base).hostname.replace(/^\[|\]$/g, '')
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}
