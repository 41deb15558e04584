import { LOG_FORMATS, type LogFormat } from '../log/log.ts'
import { Problem } from '../problem.ts'
import { CLOCK_RANGE, isClockTime } from '../sandbox/clock.ts'
import { parseInstant } from '../store/times.ts'
import { parseFlags } from './flags.ts'

const MAX_PORT = 65_535
const TOKEN_VARIABLE = 'TEVO_LOCAL_CONTROL_TOKEN'

export interface ServeFlags {
  readonly host: string | undefined
  readonly port: number | undefined
  readonly seed: string | undefined
  readonly data: string | undefined
  readonly clock_ms: number | undefined
  readonly randomSeed: number | undefined
  readonly faults: string | undefined
  readonly controlToken: string | undefined
  readonly log: LogFormat
  readonly quiet: boolean
}

/** Throws a Problem for a flag that cannot be understood. */
export function readServeFlags(args: readonly string[]): ServeFlags {
  const { values, positionals } = parseFlags(args, {
    host: { type: 'string' },
    port: { type: 'string' },
    seed: { type: 'string' },
    data: { type: 'string' },
    clock: { type: 'string' },
    'random-seed': { type: 'string' },
    faults: { type: 'string' },
    'control-token': { type: 'string' },
    log: { type: 'string' },
    quiet: { type: 'boolean' },
  })
  if (positionals.length > 0)
    throw new Problem(`"${positionals[0]}" belongs to no flag; give flags only, see tevo-local --help`)
  for (const name of ['host', 'seed', 'data', 'faults'] as const)
    if (values[name] === '') throw new Problem(`--${name} is empty; give a value, or leave it out`)
  return {
    host: values.host,
    port: values.port === undefined ? undefined : portOf(values.port),
    seed: values.seed,
    data: values.data,
    clock_ms: values.clock === undefined ? undefined : clockOf(values.clock),
    randomSeed: values['random-seed'] === undefined ? undefined : randomSeedOf(values['random-seed']),
    faults: values.faults,
    controlToken: controlTokenOf(values['control-token']),
    log: values.log === undefined ? 'pretty' : logFormatOf(values.log),
    quiet: values.quiet ?? false,
  }
}

function portOf(given: string): number {
  const port = Number(given)
  if (!/^\d+$/.test(given) || port > MAX_PORT)
    throw new Problem(`--port ${given} is no port; give a number from 0 (picks a free one) to ${MAX_PORT}`)
  return port
}

function clockOf(given: string): number {
  const instant_ms = parseInstant(given)
  if (instant_ms === null)
    throw new Problem(`--clock ${given} is no time; give one with its zone, such as 2026-01-31T19:00:00Z`)
  if (!isClockTime(instant_ms)) throw new Problem(`--clock ${given} is too far away; give a time in ${CLOCK_RANGE}`)
  return instant_ms
}

function randomSeedOf(given: string): number {
  const seed = Number(given)
  if (!/^\d+$/.test(given) || !Number.isSafeInteger(seed))
    throw new Problem(
      `--random-seed ${given} is no seed; give a whole number from 0 on; a world's file goes with --seed FILE`,
    )
  return seed
}

function logFormatOf(given: string): LogFormat {
  const format = LOG_FORMATS.find((known) => known === given)
  if (format === undefined) throw new Problem(`--log ${given} is no format; give one of ${LOG_FORMATS.join(', ')}`)
  return format
}

function controlTokenOf(given: string | undefined): string | undefined {
  const token = given ?? (process.env[TOKEN_VARIABLE] || undefined)
  // A header could not carry anything else.
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token))
    throw new Problem(
      `${given === undefined ? TOKEN_VARIABLE : '--control-token'} takes printable ASCII without spaces, for a header`,
    )
  return token
}
