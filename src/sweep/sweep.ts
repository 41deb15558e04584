import { createHash } from 'node:crypto'
import { Problem } from '../problem.ts'
import type { TevoSandbox } from '../public/sandbox.ts'
import type { SweepProgress, SweepReport, SweepRunReport } from '../public/sweep.ts'
import type { MakeSandboxOptions } from '../public.ts'
import type { SweepClass } from '../store/words.ts'
import { type Baseline, baselineOf, type PlainRun, PROBES } from './baseline.ts'
import { endOf } from './end.ts'
import { damageIn } from './expected.ts'
import { hasGoneWrong, MOST_REQUESTS, type Observed, observe } from './observed.ts'
import { type PlannedRun, planOf, type Wanted } from './plan.ts'
import { reportOf } from './report.ts'
import { storyOf } from './story.ts'

/** How a run of the program ended. */
interface Played {
  /** Null: a signal ended it. Of a function, 0 where it passed and else 1. */
  readonly exit_code: number | null
  /** It took too long, and was ended. */
  readonly isHung: boolean
  /** The sweep was stopped, and it was ended. */
  readonly isStopped: boolean
  readonly duration_ms: number
  /** What it said last, for a person. */
  readonly said: string
}

interface Limits {
  readonly deadline_ms: number | null
  readonly signal: AbortSignal
  /** Whether something is to go wrong in this run. */
  readonly hasFault: boolean
}

/** Runs the program to its end, or until it has to be ended. */
export type Play = (tevo: TevoSandbox<string>, limits: Limits) => Promise<Played>

export interface SweepSetup {
  readonly make: (options: MakeSandboxOptions<string>) => Promise<TevoSandbox<string>>
  readonly play: Play
  /** `The command`, `The function`. */
  readonly program: string
  readonly wanted: Wanted
  readonly jobs: number
  readonly budget_ms: number | null
  readonly deadline_ms: number | null
  readonly command: SweepReport['command']
  readonly setup: SweepReport['setup']
  /** What brings a run back. */
  readonly reproduce: (id: string) => string
  readonly resume: SweepReport | null
  readonly signal: AbortSignal
  readonly onBaseline?: ((baseline: SweepReport['baseline'], planned: number) => void) | undefined
  readonly onRun?: ((run: SweepRunReport, progress: SweepProgress) => void) | undefined
}

const DEADLINE_FACTOR = 5
const DEADLINE_MS = 10_000

/** Rejects with a Problem where nothing can be swept: the program fails without a fault, or sends nothing. */
export async function sweepWith(setup: SweepSetup): Promise<SweepReport> {
  const began_ms = performance.now()
  refuseOther(setup)
  const budget = budgetOf(setup)
  try {
    const { baseline, duration_ms } = await learn(setup, budget.signal)
    const plan = planOf(baseline, setup.wanted)
    if (plan.length === 0)
      throw new Problem('nothing can go wrong with what is asked for: leave out some of the filters')
    const told = {
      requests: baseline.requests.length,
      webhooks: baseline.webhooks.length,
      differs: baseline.differs,
      duration_ms,
    }
    setup.onBaseline?.(told, plan.length)
    const deadline_ms = setup.deadline_ms ?? duration_ms * DEADLINE_FACTOR + DEADLINE_MS
    const results = await runAll(setup, { plan, baseline, deadline_ms, signal: budget.signal, deletions: [] })
    const { command } = setup
    return reportOf({ command, setup: setup.setup, plan, results, told, why: budget.why(), began_ms })
  } finally {
    budget.end()
  }
}

function refuseOther({ resume, command, setup }: SweepSetup): void {
  if (resume === null) return
  const [before, now] = [resume, { command, setup }].map((each) => JSON.stringify([each.command, each.setup]))
  if (before !== now)
    throw new Problem('resume: that report is of another command, world, seed or clock; give those, or leave it out')
}

/** Ends the runs when the time is up, or the sweep is stopped. */
function budgetOf({ budget_ms, signal }: SweepSetup) {
  const over = new AbortController()
  let why = 'the sweep was stopped'
  const stop = () => over.abort()
  const timer =
    budget_ms === null
      ? undefined
      : setTimeout(() => {
          why = 'the budget was used up'
          stop()
        }, budget_ms)
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  return {
    signal: over.signal,
    why: () => why,
    end: () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
    },
  }
}

/** Runs the program twice without a fault: side by side, where runs will be. */
async function learn(setup: SweepSetup, signal: AbortSignal): Promise<{ baseline: Baseline; duration_ms: number }> {
  const first = () => plainRun(setup, 'sweep-first', signal)
  const second = () => plainRun(setup, 'sweep-second', signal)
  const [one, other] = setup.jobs > 1 ? await Promise.all([first(), second()]) : [await first(), await second()]
  const failed = [one, other].find(({ played }) => played.exit_code !== 0)
  if (failed !== undefined) {
    const alone = setup.jobs > 1 && !signal.aborted ? await plainRun(setup, 'sweep-alone', signal) : failed
    throw new Problem(whyNot(setup, failed.played, alone.played))
  }
  if (one.seen.requests.length === 0)
    throw new Problem(`${setup.program} sent no request to its sandbox: ${NO_REQUEST}`)
  if (one.seen.requests.length >= MOST_REQUESTS)
    throw new Problem(`${setup.program} sends ${MOST_REQUESTS} requests or more: sweep fewer of its tests at a time`)
  const duration_ms = Math.max(one.played.duration_ms, other.played.duration_ms)
  return { baseline: baselineOf([one, other]), duration_ms: Math.round(duration_ms) }
}

const NO_REQUEST =
  'does it use the variables in its environment (TEVO_BASE_URL, TEVO_API_TOKEN, TEVO_API_SECRET), and not make sandboxes of its own?'

function whyNot({ program }: SweepSetup, { exit_code, isHung, isStopped, said }: Played, alone: Played): string {
  if (isStopped) return 'it was stopped, or its time was up, before the program had run twice without a fault'
  if (alone.exit_code === 0)
    return `${program} passes alone, and fails beside another run of it: give --jobs 1, or let it share no port and no file`
  const how = isHung
    ? 'does not end'
    : exit_code === null
      ? 'was ended by a signal'
      : `ends with exit code ${exit_code}`
  return `${program} ${how} before anything goes wrong: let it pass first${said === '' ? '' : `; it said last: ${said}`}`
}

async function plainRun(setup: SweepSetup, name: string, signal: AbortSignal): Promise<PlainRun & { played: Played }> {
  const tevo = await setup.make({ name, faults: PROBES, settings: { redact: false } })
  try {
    const played = await setup.play(tevo, { deadline_ms: setup.deadline_ms, signal, hasFault: false })
    const seen = await observe(tevo)
    const whole = await Promise.all(seen.requests.map(({ id }) => tevo.requests.get(id)))
    return { seen, whole, played }
  } finally {
    await tevo.delete()
  }
}

interface Running {
  /** Of sandboxes whose run is over. */
  readonly deletions: Promise<void>[]
  readonly plan: readonly PlannedRun[]
  readonly baseline: Baseline
  readonly deadline_ms: number
  readonly signal: AbortSignal
}

const NOT_MET = 'nothing met the fault this time'

/** By id; a text says why a run was not tried. What is missing was not reached. */
async function runAll(setup: SweepSetup, running: Running): Promise<ReadonlyMap<string, SweepRunReport | string>> {
  const { plan, signal } = running
  const known = new Map(setup.resume?.runs.map((run) => [run.id, run]))
  const results = new Map<string, SweepRunReport | string>()
  for (const { id } of plan) {
    const run = known.get(id)
    if (run !== undefined) results.set(id, run)
  }
  const waiting = plan.filter(({ id }) => !results.has(id))
  const began_ms = performance.now()
  const planned = waiting.length
  let done = 0
  const work = async (): Promise<void> => {
    for (let run = waiting.shift(); run !== undefined && !signal.aborted; run = waiting.shift()) {
      const result = await oneRun(setup, running, run)
      if (result === null) continue
      results.set(run.id, result)
      done += 1
      const left_ms = Math.round(((performance.now() - began_ms) / done) * (planned - done))
      if (typeof result !== 'string') setup.onRun?.(result, { done, planned, left_ms })
    }
  }
  await Promise.all(Array.from({ length: Math.min(setup.jobs, planned) }, work))
  await Promise.all(running.deletions)
  return results
}

/** Null: it was ended before its end. */
async function oneRun(
  setup: SweepSetup,
  { baseline, deadline_ms, signal, deletions }: Running,
  run: PlannedRun,
): Promise<SweepRunReport | string | null> {
  const tevo = await setup.make({ name: sandboxNameOf(run), ...run.options })
  try {
    const played = await setup.play(tevo, { deadline_ms, signal, hasFault: true })
    if (played.isStopped) return null
    const seen = await observe(tevo)
    if (run.target.kind !== 'lists' && !hasGoneWrong(seen)) return NOT_MET
    return judged(setup, { baseline, run, played, seen })
  } finally {
    // The next run does not wait for it; what goes wrong is told when all runs are over.
    const deletion = tevo.delete()
    deletion.catch(() => {})
    deletions.push(deletion)
  }
}

/** The same in every sweep, so that tokens and secrets are, too. */
const sandboxNameOf = ({ id }: PlannedRun): string =>
  `sweep-${createHash('sha256').update(id).digest('hex').slice(0, 12)}`

interface Run {
  readonly baseline: Baseline
  readonly run: PlannedRun
  readonly played: Played
  readonly seen: Observed
}

function judged(setup: SweepSetup, { baseline, run, played, seen }: Run): SweepRunReport {
  const { exit_code, isHung } = played
  const damage = damageIn(endOf(seen), seen, baseline.expected, exit_code === 0 && !isHung)
  const advice = seen.advice.filter((id) => !baseline.advice.has(id))
  const verdict = classOf(played, damage.length > 0)
  const ending = endingOf(setup, played)
  const { id, target, effect } = run
  return {
    id,
    request: target,
    effect: effect.name,
    at: effect.kind === 'request' ? effect.at : null,
    class: verdict,
    exit_code,
    damage,
    advice,
    story: damage.length > 0 || isHung ? storyOf({ run, seen, damage, advice, class: verdict, ending }) : [],
    reproduce: setup.reproduce(id),
    duration_ms: Math.round(played.duration_ms),
  }
}

function classOf({ exit_code, isHung }: Played, isDamaged: boolean): SweepClass {
  if (isHung) return 'hung'
  if (exit_code === 0) return isDamaged ? 'silent damage' : 'survived'
  return isDamaged ? 'loud damage' : 'reported'
}

function endingOf({ program }: SweepSetup, { exit_code, isHung }: Played): string {
  if (isHung) return `${program} did not end, and was ended`
  return exit_code === null ? `a signal ended ${program.toLowerCase()}` : `${program} ended with exit code ${exit_code}`
}
