// @ts-check
import { availableParallelism, cpus, loadavg } from 'node:os'
import { median } from './median.js'

/**
 * @typedef {{ atMost: number } | { atLeast: number }} Aim
 * @typedef {object} Row
 * @property {string} what
 * @property {readonly number[]} measured
 * @property {string} [besideWhat]
 * @property {readonly number[]} [beside]  measured in the same rounds; without it the aim is one for the value itself
 * @property {(value: number) => string} print
 * @property {Aim | null} aim
 */

/** The machine, and what it was busy with before the bench began. */
export function machine() {
  const load = loadavg()[0]?.toFixed(1)
  return `Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} × ${cpus()[0]?.model}, load ${load} before`
}

/**
 * A Markdown table. A ratio is the median of the rounds' ratios.
 * @param {readonly Row[]} rows
 */
export function table(rows) {
  const lines = rows.map(({ what, measured, besideWhat, beside, print, aim }) => {
    const value = median(measured)
    if (beside === undefined)
      return `| ${[what, print(value), '', '', aimOf(aim, print), verdictOf(value, aim)].join(' | ')} |`
    const ratio = median(measured.map((value, round) => value / (beside[round] ?? Number.NaN))).toFixed(2)
    const cells = [what, print(value), `${besideWhat} ${print(median(beside))}`, ratio]
    return `| ${[...cells, aimOf(aim, String), verdictOf(Number(ratio), aim)].join(' | ')} |`
  })
  return ['| | tevo-local | beside | ratio | aim | |', '| --- | ---: | ---: | ---: | ---: | --- |', ...lines].join('\n')
}

/**
 * @param {Aim | null} aim
 * @param {(value: number) => string} print
 */
function aimOf(aim, print) {
  if (aim === null) return ''
  return 'atMost' in aim ? `≤ ${print(aim.atMost)}` : `≥ ${print(aim.atLeast)}`
}

/**
 * @param {number} value
 * @param {Aim | null} aim
 */
function verdictOf(value, aim) {
  if (aim === null) return ''
  const isMet = 'atMost' in aim ? value <= aim.atMost : value >= aim.atLeast
  return isMet ? 'met' : '**missed**'
}
