// @ts-check
import { load } from './load.js'
import { inTurns } from './turns.js'
import { microseconds, perSecond } from './units.js'

/**
 * @typedef {import('./load.js').Target} Target
 * @typedef {import('./load.js').Load} Load
 * @typedef {import('./table.js').Aim} Aim
 * @typedef {import('./table.js').Row} Row
 *
 * @typedef {object} Pair
 * @property {string} what
 * @property {Target} target
 * @property {string} [besideWhat]
 * @property {Target} beside
 * @property {Aim | null} aim
 *
 * @typedef {object} Measured  a pair, and the loads of each round
 * @property {Pair} pair
 * @property {Load[]} own
 * @property {Load[]} other
 */

/**
 * The two of a pair are asked one right after the other, so that what slows the machine down slows both; which one goes
 * first changes from round to round.
 * @param {readonly Pair[]} pairs
 * @param {{ rounds: number, round_ms: number, warmUp_ms: number }} options
 * @returns {Promise<Measured[]>}
 */
export async function throughputs(pairs, { rounds, round_ms, warmUp_ms }) {
  for (const target of new Set(pairs.flatMap(({ target, beside }) => [beside, target]))) await warmUp(target, warmUp_ms)

  /** @type {Measured[]} */
  const measured = pairs.map((pair) => ({ pair, own: [], other: [] }))
  for (let round = 0; round < rounds; round += 1)
    for (const { pair, own, other } of measured) {
      const sides = [
        { target: pair.beside, loads: other },
        { target: pair.target, loads: own },
      ]
      for (const { target, loads } of inTurns(sides, round)) loads.push(await load(target, round_ms))
    }
  return measured
}

const WARM_REQUESTS = 20_000
const WARM_UP_PATIENCE_MS = 30_000

/**
 * Until it is compiled, which on a busy machine takes longer.
 * @param {Target} target
 * @param {number} warmUp_ms
 */
async function warmUp(target, warmUp_ms) {
  const started_ms = performance.now()
  let answered = 0
  do {
    const { perSecond } = await load(target, warmUp_ms)
    answered += (perSecond * warmUp_ms) / 1_000
  } while (answered < WARM_REQUESTS && performance.now() - started_ms < WARM_UP_PATIENCE_MS)
}

/**
 * @param {Measured} measured
 * @returns {Row}
 */
export function rateRow({ pair: { what, besideWhat, aim }, own, other }) {
  return { what, measured: own.map(rateOf), besideWhat, beside: other.map(rateOf), print: perSecond, aim }
}

/**
 * None where the system does not tell processor times.
 * @param {Measured} measured
 * @param {Aim | null} aim
 * @returns {Row[]}
 */
export function processorTimeRows({ pair, own, other }, aim) {
  const [measured, beside] = [own.map(processorTimeOf), other.map(processorTimeOf)]
  if ([...measured, ...beside].some(Number.isNaN)) return []
  return [{ what: `${pair.what}: processor time`, measured, beside, print: microseconds, aim }]
}

/** @param {Load} load */
const rateOf = ({ perSecond }) => perSecond

/** @param {Load} load */
const processorTimeOf = ({ processor_ms }) => processor_ms
