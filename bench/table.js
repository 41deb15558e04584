// @ts-check
import { availableParallelism, cpus, loadavg } from 'node:os'
import { median } from './median.js'

/**
 * What a row is to come to; `must` is what it has to come to at least, where that is less.
 * @typedef {({ atMost: number } | { atLeast: number }) & { must?: number }} Aim
 * @typedef {object} Row
 * @property {string} what
 * @property {readonly number[]} measured
 * @property {string | undefined} [besideWhat]  where it is not the same of another checkout
 * @property {readonly number[]} [beside]  measured in the same rounds; without it the aim is one for the value itself
 * @property {(value: number) => string} print
 * @property {Aim | null} aim
 */

export const MISSED = 'missed'

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
      return `| ${[what, print(value), '', '', ...goalsOf(aim, print), verdictOf(value, aim)].join(' | ')} |`
    const ratio = ratioOf(measured, beside)
    const other = print(median(beside))
    const cells = [what, print(value), besideWhat === undefined ? other : `${besideWhat} ${other}`, ratio.toFixed(2)]
    return `| ${[...cells, ...goalsOf(aim, String), verdictOf(ratio, aim)].join(' | ')} |`
  })
  const head = [
    '| | this checkout | beside | ratio | must | aim | |',
    '| --- | ---: | ---: | ---: | ---: | ---: | --- |',
  ]
  return [...head, ...lines].join('\n')
}

/**
 * The same as plain values, to be kept.
 * @param {readonly Row[]} rows
 * @returns {{ what: string, measured: string, beside?: string, ratio?: number, must?: number, verdict?: string }[]}
 */
export const results = (rows) =>
  rows.map(({ what, measured, besideWhat, beside, print, aim }) => {
    const value = median(measured)
    const compared = beside === undefined ? value : ratioOf(measured, beside)
    const verdict = aim === null ? {} : { ...aim, verdict: verdictOf(compared, aim).replaceAll('*', '') }
    return {
      what,
      measured: print(value),
      ...(beside === undefined
        ? {}
        : { beside: `${besideWhat ?? ''} ${print(median(beside))}`.trim(), ratio: compared }),
      ...verdict,
    }
  })

/**
 * The median of the rounds' ratios, as it is printed.
 * @param {readonly number[]} measured
 * @param {readonly number[]} beside
 */
const ratioOf = (measured, beside) =>
  Number(median(measured.map((value, round) => value / (beside[round] ?? Number.NaN))).toFixed(2))

/**
 * @param {Aim | null} aim
 * @param {(value: number) => string} print
 */
function goalsOf(aim, print) {
  if (aim === null) return ['', '']
  const [sign, best] = 'atMost' in aim ? ['≤', aim.atMost] : ['≥', aim.atLeast]
  return [aim.must ?? best, best].map((goal) => `${sign} ${print(goal)}`)
}

/**
 * @param {number} value
 * @param {Aim | null} aim
 */
function verdictOf(value, aim) {
  if (aim === null) return ''
  const [isMost, best] = 'atMost' in aim ? [true, aim.atMost] : [false, aim.atLeast]
  /** @param {number} goal */
  const comesTo = (goal) => (isMost ? value <= goal : value >= goal)
  if (comesTo(best)) return 'met'
  return aim.must !== undefined && comesTo(aim.must) ? 'met, short of the aim' : `**${MISSED}**`
}
