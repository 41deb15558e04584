import { columns } from '../columns.ts'
import type { SweepReport, SweepRunReport } from '../public/sweep.ts'
import { listed, several } from '../shorten.ts'
import { SWEEP_CLASSES } from '../store/words.ts'
import { nameOfTarget } from './effects.ts'
import { isBad } from './report.ts'
import { type Cell, effectOf, tablesOf } from './table.ts'

/** In a table: what is bad stands out without colours, too. */
const SHOWN: { readonly [Class in Cell['class']]: string } = {
  'silent damage': 'SILENT',
  'loud damage': 'LOUD',
  hung: 'HUNG',
  reported: 'reported',
  survived: 'ok',
  'not tried': '?',
}

const MOST_NOT_TRIED = 5

/** A report as text: the tables, the stories, the sums. */
export function terminalReport(report: SweepReport): string {
  const { runs, not_tried, summary } = report
  const sums = SWEEP_CLASSES.filter((name) => summary[name] > 0).map((name) => `${summary[name]} ${name}`)
  const reasons = [...new Set(not_tried.map(({ why }) => why))].map((why) => {
    const ids = not_tried.filter((each) => each.why === why).map(({ id }) => id)
    return `Not tried, for ${why}: ${listed(ids, MOST_NOT_TRIED)}`
  })
  return [
    ...tablesOf(report).flatMap(({ kind, effects, rows }) => [
      ...columns([[kind, ...effects], ...rows.map(({ target, cells }) => [target, ...cells.map(shown)])]),
      '',
    ]),
    ...findsOf(runs).flatMap(([first, ...others]) => [
      [`${first.class}: ${first.id}`, ...namesOf(first)].join(', '),
      ...first.story.map((line) => `  ${line}`),
      ...(others.length === 0 ? [] : [`  The same with ${others.map(effectOf).join(', ')}`]),
      `  ${first.reproduce}`,
      '',
    ]),
    [several(runs.length, 'run'), ...(sums.length === 0 ? [] : [sums.join(', ')])].join(': '),
    ...reasons,
    '',
  ].join('\n')
}

const namesOf = ({ damage }: SweepRunReport): string[] => [...new Set(damage.map(({ name }) => name))]

type Find = readonly [SweepRunReport, ...SweepRunReport[]]

/** Bad runs that came to the same, of one target: one story tells them all. */
function findsOf(runs: readonly SweepRunReport[]): Find[] {
  const finds = new Map<string, Find>()
  for (const run of runs.filter(isBad)) {
    const what = JSON.stringify([nameOfTarget(run.request), run.class, run.damage])
    const [first, ...others] = finds.get(what) ?? []
    finds.set(what, first === undefined ? [run] : [first, ...others, run])
  }
  return [...finds.values()]
}

const shown = (cell: Cell | null): string => (cell === null ? '-' : SHOWN[cell.class])
