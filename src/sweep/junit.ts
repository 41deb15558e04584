import { junitXml } from '../junit.ts'
import type { SweepReport, SweepRunReport } from '../public/sweep.ts'
import { nameOfTarget } from './effects.ts'
import { isBad } from './report.ts'

/** A report as JUnit's XML: a test case for each run. */
export const junitReport = ({ runs, not_tried, duration_ms }: SweepReport): string =>
  junitXml('tevo-local sweep', duration_ms, [
    ...runs.map(caseOf),
    ...not_tried.map(({ id, request, why }) => ({ group: nameOfTarget(request), name: id, skipped: why })),
  ])

function caseOf(run: SweepRunReport) {
  const { id, request, duration_ms, class: verdict, damage, story, reproduce } = run
  const message = damage.map(({ detail }) => detail).join('; ') || verdict
  const failure = isBad(run) ? { type: verdict, message, lines: [...story, reproduce] } : null
  return { group: nameOfTarget(request), name: id, duration_ms, failure }
}
