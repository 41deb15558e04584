// @ts-check
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../scripts/package-json.js'
import { besideBareHono } from './beside-bare.js'
import { besideCheckout } from './beside-checkout.js'
import { CannotMeasure } from './checkout.js'
import { guardRatios } from './guard.js'
import { aMillionOrders } from './million.js'
import { passedOn } from './passing.js'
import { removeServers } from './servers.js'
import { severalOnPostgres } from './several.js'
import { MISSED, machine, results, table } from './table.js'

/**
 * `npm run bench` takes about twenty-five minutes, ten of them for the heap, and keeps its figures in `results.json`;
 * `npm run bench -- --quick` takes about three, and tells less exactly. With `--beside FOLDER` it compares with another
 * checkout of this project, an older commit say. `--guard` measures a few ratios, and fails where one has become worse; `--million`
 * reports what a million orders cost; `--passing` what it costs that another process has the sandbox; `--several` what processes
 * on a PostgreSQL come to.
 */
const THOROUGH = { startUps: 25, rounds: 9, round_ms: 1_000, warmUp_ms: 5_000, heap_ms: 300_000 }
const QUICK = { startUps: 7, rounds: 5, round_ms: 300, warmUp_ms: 1_500, heap_ms: 10_000 }

/**
 * @typedef {typeof THOROUGH} Options
 * @typedef {(options: Options) => Promise<{ explanation: string, rows: import('./table.js').Row[] }>} Comparison
 */

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => removeServers().then(() => process.exit(1)))

try {
  const { options, compare, keeps, guards } = readFlags()
  const facts = machine()
  const { explanation, rows } = await compare(options)
  console.log(`${facts}\n\n${explanation}\n\n${table(rows)}`)
  if (keeps) keep(facts, rows)
  if (guards && results(rows).some(({ verdict }) => verdict === MISSED)) process.exitCode = 1
} catch (problem) {
  if (!(problem instanceof CannotMeasure)) throw problem
  console.error(`bench: ${problem.message}`)
  process.exitCode = 2
} finally {
  await removeServers()
}

function readFlags() {
  const { quick, beside, guard, million, passing, several } = parseFlags()
  // npm runs this at the root of the project, wherever the folder was named.
  const { INIT_CWD = '.' } = process.env
  return {
    options: quick ? QUICK : THOROUGH,
    compare: guard
      ? guardRatios
      : million
        ? aMillionOrders
        : passing
          ? passedOn
          : several
            ? severalOnPostgres
            : beside === undefined
              ? besideBareHono
              : besideCheckout(resolve(INIT_CWD, beside)),
    guards: guard,
    keeps: !quick && !guard && !million && !passing && !several && beside === undefined,
  }
}

function parseFlags() {
  try {
    return parseArgs({
      options: {
        quick: { type: 'boolean', default: false },
        guard: { type: 'boolean', default: false },
        million: { type: 'boolean', default: false },
        passing: { type: 'boolean', default: false },
        several: { type: 'boolean', default: false },
        beside: { type: 'string' },
      },
    }).values
  } catch (problem) {
    throw new CannotMeasure('the flags are --quick, --guard, --million, --passing, --several and --beside FOLDER', {
      cause: problem,
    })
  }
}

/**
 * @param {string} facts  the machine
 * @param {readonly import('./table.js').Row[]} rows
 */
function keep(facts, rows) {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
  const kept = { machine: facts, date: new Date().toISOString().slice(0, 10), commit, rows: results(rows) }
  writeFileSync(join(root, 'bench/results.json'), `${JSON.stringify(kept, null, 2)}\n`)
}
