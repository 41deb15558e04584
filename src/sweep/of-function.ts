import { TevoLocalError } from '../library/error.ts'
import { optional } from '../options.ts'
import { messageOf, Problem } from '../problem.ts'
import type { TevoLocal } from '../public/server.ts'
import type { SweepOptions, SweepReport, SweptRun } from '../public/sweep.ts'
import { effectsIn, jobsIn, placesIn, timeIn } from './options.ts'
import { type Play, sweepWith } from './sweep.ts'

const OPTIONS: readonly string[] = [
  'only',
  'effects',
  'at',
  'late',
  'jobs',
  'budget',
  'deadline',
  'run',
  'resume',
  'world',
  'seed',
  'clock',
  'webhooks',
  'signal',
  'onRun',
] satisfies (keyof SweepOptions)[]

/** Sweeps a function, on a server that is started for it. @throws as `sweep` of the library */
export async function sweepFunction<Names extends string>(
  run: SweptRun<Names>,
  options: SweepOptions<Names>,
  start: () => Promise<TevoLocal>,
): Promise<SweepReport> {
  if (typeof run !== 'function') throw new TypeError('sweep(): give a function, which gets a sandbox for each run')
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name))
  if (unknown !== undefined)
    throw new TypeError(`sweep(): ${unknown}: is not an option; there are ${OPTIONS.join(', ')}`)
  const { world, seed, clock, webhooks, only, late = false, resume, onRun, signal } = options
  const setup = {
    // Which names there are, the world says, or the caller.
    play: playFunction(run as SweptRun<string>),
    program: 'The function',
    wanted: {
      only: only ?? null,
      effects: read('effects', options.effects, effectsIn) ?? null,
      at: read('at', options.at, placesIn) ?? null,
      late,
      run: options.run ?? null,
      isFrozen: clock !== undefined,
    },
    jobs: read('jobs', options.jobs, jobsIn) ?? 1,
    budget_ms: read('budget', options.budget, timeIn) ?? null,
    deadline_ms: read('deadline', options.deadline, timeIn) ?? null,
    command: null,
    setup: {
      world: world === undefined ? null : 'its own',
      seed: seed ?? null,
      clock: clock === undefined ? null : new Date(clock).toISOString(),
    },
    reproduce: (id: string) => `sweep(run, { run: ${JSON.stringify(id)} })`,
    resume: resume ?? null,
    signal: signal ?? new AbortController().signal,
    onRun,
  }
  const server = await start()
  try {
    return await sweepWith({
      ...setup,
      make: (given) => server.makeSandbox<string>({ world, seed, clock, webhooks, ...given }),
    })
  } catch (problem) {
    throw problem instanceof Problem ? new TevoLocalError('refused', `sweep(): ${problem.message}`) : problem
  } finally {
    await server.stop()
  }
}

const read = <Given, Value>(option: string, given: Given | undefined, reader: (given: Given) => Value) =>
  optional(given, reader, (message) => new TypeError(`sweep(): ${option}: ${message}`))

/** Nothing can end a function: one that is late goes on, and its sandbox is gone. */
const playFunction =
  (run: SweptRun<string>): Play =>
  (tevo, { deadline_ms, signal }) =>
    new Promise((resolve) => {
      const began_ms = performance.now()
      const left = new AbortController()
      const end = (how: { exit_code: number | null; isHung?: true; isStopped?: true; said?: string }): void => {
        clearTimeout(deadline)
        signal.removeEventListener('abort', stop)
        left.abort()
        const duration_ms = performance.now() - began_ms
        resolve({ isHung: false, isStopped: false, said: '', ...how, duration_ms })
      }
      const stop = (): void => end({ exit_code: null, isStopped: true })
      const deadline =
        deadline_ms === null ? undefined : setTimeout(() => end({ exit_code: null, isHung: true }), deadline_ms)
      signal.addEventListener('abort', stop)
      if (signal.aborted) stop()
      Promise.resolve()
        .then(() => run(tevo, left.signal))
        .then(
          () => end({ exit_code: 0 }),
          (problem) => end({ exit_code: 1, said: messageOf(problem) }),
        )
    })
