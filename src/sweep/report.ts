import type { SweepReport, SweepRunReport } from '../public/sweep.ts'
import { SWEEP_CLASSES } from '../store/words.ts'
import type { PlannedRun } from './plan.ts'

export interface Swept {
  readonly command: SweepReport['command']
  readonly setup: SweepReport['setup']
  readonly plan: readonly PlannedRun[]
  /** By id; a text says why a run was not tried. What is missing was not reached. */
  readonly results: ReadonlyMap<string, SweepRunReport | string>
  readonly told: SweepReport['baseline']
  /** Why a run that was planned was not reached. */
  readonly why: string
  readonly began_ms: number
}

export function reportOf({ command, setup, plan, results, told, why, began_ms }: Swept): SweepReport {
  const runs = plan.flatMap(({ id }) => {
    const result = results.get(id)
    return typeof result === 'object' ? [result] : []
  })
  const summary = Object.fromEntries(
    SWEEP_CLASSES.map((name) => [name, runs.filter((run) => run.class === name).length]),
  ) as SweepReport['summary']
  const not_tried = plan.flatMap(({ id, target, effect }) => {
    const result = results.get(id)
    if (typeof result === 'object') return []
    const at = effect.kind === 'request' ? effect.at : null
    return [{ id, request: target, effect: effect.name, at, why: result ?? why }]
  })
  return {
    command,
    setup,
    baseline: told,
    runs,
    not_tried,
    summary,
    duration_ms: Math.round(performance.now() - began_ms),
  }
}

/** Whether something was damaged, or hung. */
export const isBad = ({ class: verdict }: Pick<SweepRunReport, 'class'>): boolean =>
  verdict === 'silent damage' || verdict === 'loud damage' || verdict === 'hung'

/** The bad runs that another report does not have, of the same class. */
export function newIn(report: SweepReport, before: SweepReport): SweepRunReport[] {
  const known = new Set(before.runs.filter(isBad).map(({ id, class: verdict }) => `${id} ${verdict}`))
  return report.runs.filter((run) => isBad(run) && !known.has(`${run.id} ${run.class}`))
}
