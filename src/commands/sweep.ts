import { readFile } from 'node:fs/promises'
import { controlWith, serverHandle } from '../library/server.ts'
import { codeOf, Problem } from '../problem.ts'
import type { SweepReport } from '../public/sweep.ts'
import { environmentOf } from '../routes/control/sandboxes.ts'
import { shellWord } from '../shell-word.ts'
import { start } from '../start.ts'
import { readWorldFile } from '../store/world-file.ts'
import { isBad, newIn } from '../sweep/report.ts'
import { sweepWith } from '../sweep/sweep.ts'
import { terminalReport } from '../sweep/terminal.ts'
import { abortAtSignals } from './abort-at-signals.ts'
import { playCommand } from './play.ts'
import { printLine } from './print-problem.ts'
import { programWords } from './program.ts'
import { readSweepFlags, type SweepFlags } from './sweep-flags.ts'
import { progressOn } from './sweep-progress.ts'
import { writeReport } from './write-report.ts'

/**
 * `tevo-local sweep -- CMD`: runs a command again and again, each time with one thing that goes wrong. Resolves to 0 where
 * nothing was damaged and nothing hung, and to 1 otherwise.
 */
export async function sweepCommand(args: readonly string[]): Promise<number> {
  const flags = readSweepFlags(args)
  const [before, known, world] = await Promise.all([
    flags.isResumed ? readReport('--resume', flags.json ?? '', true) : null,
    flags.baseline === undefined ? null : readReport('--baseline', flags.baseline, false),
    flags.world === undefined ? undefined : readWorldFile(flags.world),
  ])
  const { url, context, stop } = await start({ replaceGlobals: true, port: 0, world })
  const { controlToken: token, sandboxes } = context
  const env = environmentOf(sandboxes.defaultSandbox, url)
  const access = { url, token, credentials: {}, env, stop }
  const server = serverHandle(access, await controlWith(url, token, undefined))
  const stopping = abortAtSignals()
  const progress = progressOn(process.stderr)
  const { command, wanted, jobs, budget_ms, deadline_ms, seed, clock_ms, webhooks, quiet } = flags
  const clock = clock_ms === undefined ? undefined : new Date(clock_ms)
  try {
    const report = await sweepWith({
      make: (options) => server.makeSandbox<string>({ seed, clock, webhooks, ...options }),
      play: playCommand(command, wanted.run !== null),
      program: 'The command',
      wanted,
      jobs,
      budget_ms,
      deadline_ms,
      command,
      setup: { world: flags.world ?? null, seed: seed ?? null, clock: clock?.toISOString() ?? null },
      reproduce: (id) => againBy(flags, id),
      resume: before,
      signal: stopping.signal,
      onBaseline: quiet ? undefined : progress.baseline,
      onRun: quiet ? undefined : progress.run,
    })
    progress.end()
    process.stdout.write(terminalReport(report))
    await writeReports(report, flags)
    return stopping.code() ?? verdictOn(report, known)
  } finally {
    stopping.end()
    await server.stop()
  }
}

function verdictOn(report: SweepReport, known: SweepReport | null): number {
  if (known === null) return report.runs.some(isBad) ? 1 : 0
  const found = newIn(report, known)
  process.stdout.write(
    found.length === 0 ? 'Nothing of it is new.\n' : `New: ${found.map(({ id }) => id).join(', ')}\n`,
  )
  return found.length === 0 ? 0 : 1
}

/** The command line that brings one run back. */
const againBy = ({ ofRuns, command }: SweepFlags, id: string): string =>
  [programWords(), 'sweep', ...['--run', id, ...ofRuns, '--', ...command].map(shellWord)].join(' ')

async function writeReports(report: SweepReport, { json, junit, html }: SweepFlags): Promise<void> {
  if (json !== undefined) await writeReport('--json', json, `${JSON.stringify(report, null, 2)}\n`)
  if (junit !== undefined) await writeReport('--junit', junit, (await import('../sweep/junit.ts')).junitReport(report))
  if (html !== undefined) await writeReport('--html', html, (await import('../sweep/page.ts')).pageReport(report))
}

/** Null for one that is not there yet, where that may be. */
async function readReport(flag: string, file: string, mayBeMissing: boolean): Promise<SweepReport | null> {
  const next = 'give the file that --json of a sweep has written'
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (problem) {
    if (mayBeMissing && codeOf(problem) === 'ENOENT') return null
    throw new Problem(`${flag} ${file} cannot be read: ${codeOf(problem)}; ${next}`)
  }
  const { reportIn } = await import('../sweep/report-file.ts')
  const report = reportIn(text)
  if (report === null) throw new Problem(`${flag} ${file} is not the report of a sweep; ${next}`)
  if (mayBeMissing) printLine(`goes on with ${file}: ${report.runs.length} runs are done`)
  return report
}
