import type { SweepReport } from '../public/sweep.ts'
import { listed } from '../shorten.ts'
import { SWEEP_CLASSES } from '../store/words.ts'
import { isBad } from './report.ts'
import { type Cell, tablesOf } from './table.ts'

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
    ...runs
      .filter(isBad)
      .flatMap(({ id, class: verdict, story, damage, reproduce }) => [
        [`${verdict}: ${id}`, ...namesOf(damage)].join(', '),
        ...story.map((line) => `  ${line}`),
        `  ${reproduce}`,
        '',
      ]),
    `${runs.length} runs: ${sums.join(', ')}`,
    ...reasons,
    '',
  ].join('\n')
}

const namesOf = (damage: SweepReport['runs'][number]['damage']): string[] => [
  ...new Set(damage.map(({ name }) => name)),
]

const shown = (cell: Cell | null): string => (cell === null ? '-' : SHOWN[cell.class])

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
