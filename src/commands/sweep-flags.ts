import { availableParallelism } from 'node:os'
import { clockIn, webhookIn, wordIn } from '../options.ts'
import { Problem } from '../problem.ts'
import type { NewWebhook } from '../sandbox/sandbox.ts'
import { effectsIn, jobsIn, placesIn, timeIn } from '../sweep/options.ts'
import type { Wanted } from '../sweep/plan.ts'
import { parseFlags, read } from './flags.ts'
import { numberIn, seedFlagIn } from './serve-flags.ts'

export interface SweepFlags {
  /** The command and its words. */
  readonly command: readonly string[]
  readonly wanted: Wanted
  readonly jobs: number
  readonly budget_ms: number | null
  readonly deadline_ms: number | null
  /** Where the report goes beside the terminal. */
  readonly json: string | undefined
  readonly junit: string | undefined
  readonly html: string | undefined
  readonly isResumed: boolean
  /** The report whose damage is known already; undefined: all damage counts. */
  readonly baseline: string | undefined
  readonly world: string | undefined
  readonly seed: number | undefined
  readonly clock_ms: number | undefined
  readonly webhooks: readonly NewWebhook[]
  readonly quiet: boolean
  /** Those of the flags that make a run what it is, as they were given. */
  readonly ofRuns: readonly string[]
}

const EXAMPLE = 'give the command after --, such as: tevo-local sweep -- npm test'
const FAIL_ON = ['any', 'new'] as const

/** Flags that are given again, to bring one run back. */
const OF_RUNS = ['world', 'seed', 'clock', 'webhook', 'deadline'] as const

/** Throws a Problem for a flag that cannot be understood, and where there is no command. */
export function readSweepFlags(args: readonly string[]): SweepFlags {
  const end = args.indexOf('--')
  const given = end === -1 ? args : args.slice(0, end)
  const command = end === -1 ? [] : args.slice(end + 1)
  const { values, positionals } = parseFlags(given, {
    only: { type: 'string' },
    effects: { type: 'string' },
    at: { type: 'string' },
    late: { type: 'boolean' },
    run: { type: 'string' },
    jobs: { type: 'string', short: 'j' },
    budget: { type: 'string' },
    deadline: { type: 'string' },
    json: { type: 'string' },
    junit: { type: 'string' },
    html: { type: 'string' },
    resume: { type: 'boolean' },
    'fail-on': { type: 'string' },
    baseline: { type: 'string' },
    world: { type: 'string' },
    seed: { type: 'string' },
    clock: { type: 'string' },
    webhook: { type: 'string', multiple: true },
    quiet: { type: 'boolean' },
  })
  if (positionals.length > 0) throw new Problem(`"${positionals[0]}" belongs to no flag of sweep: ${EXAMPLE}`)
  if (command.length === 0) throw new Problem(`sweep has no command to run: ${EXAMPLE}`)
  const { json, junit, html, resume = false, baseline, world } = values
  if (resume && json === undefined)
    throw new Problem('--resume goes on with the report that --json FILE names: give that, too')
  const failOn = read('--fail-on', values['fail-on'], (text) => wordIn(text, FAIL_ON)) ?? 'any'
  if ((failOn === 'new') !== (baseline !== undefined))
    throw new Problem(
      '--fail-on new and --baseline FILE, the report that has the known damage, belong together: give both',
    )
  return {
    command,
    wanted: {
      only: read('--only', values.only, namesIn) ?? null,
      effects: read('--effects', values.effects, (text) => effectsIn(namesIn(text))) ?? null,
      at: read('--at', values.at, (text) => placesIn(namesIn(text))) ?? null,
      late: values.late ?? false,
      run: values.run ?? null,
      isFrozen: values.clock !== undefined,
    },
    jobs:
      values.run === undefined
        ? (read('--jobs', values.jobs, (text) => jobsIn(numberIn(text))) ?? availableParallelism())
        : 1,
    budget_ms: read('--budget', values.budget, (text) => timeIn(numberIn(text))) ?? null,
    deadline_ms: read('--deadline', values.deadline, (text) => timeIn(numberIn(text))) ?? null,
    json,
    junit,
    html,
    isResumed: resume,
    baseline,
    world,
    seed: read('--seed', values.seed, seedFlagIn),
    clock_ms: read('--clock', values.clock, clockIn),
    webhooks: (values.webhook ?? []).flatMap((text) => read('--webhook', text, webhookIn) ?? []),
    quiet: values.quiet ?? false,
    ofRuns: OF_RUNS.flatMap((flag) => [values[flag] ?? []].flat().flatMap((value) => [`--${flag}`, value])),
  }
}

const namesIn = (text: string): string[] => text.split(',').filter((name) => name !== '')
