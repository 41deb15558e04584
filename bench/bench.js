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
import { whatAnOrderCosts } from './of-an-order.js'
import { passedOn } from './passing.js'
import { removeServers } from './servers.js'
import { severalOnPostgres } from './several.js'
import { MISSED, machine, results, table } from './table.js'

/**
 * `npm run bench` takes about twenty-five minutes, ten of them for the heap, and keeps its figures in `results.json`;
 * `npm run bench -- --quick` takes about three, and tells less exactly. With `--beside FOLDER` it compares with another
 * checkout of this project, an older commit say. `--guard` measures a few ratios, and fails where one has become worse;
 * `--million` reports what a million orders cost; `--order` what an order costs, part by part, which goes into `order.json`;
 * `--passing` what it costs that another process has the sandbox; `--several` what processes on a PostgreSQL come to.
 */
const THOROUGH = { startUps: 25, rounds: 9, round_ms: 1_000, warmUp_ms: 5_000, heap_ms: 300_000 }
const QUICK = { startUps: 7, rounds: 5, round_ms: 300, warmUp_ms: 1_500, heap_ms: 10_000 }

/**
 * @typedef {typeof THOROUGH} Options
 * @typedef {(options: Options) => Promise<{ explanation: string, rows: import('./table.js').Row[] }>} Comparison
 */

/**
 * What can be measured instead, by its flag.
 * @type {{ [flag: string]: Comparison }}
 */
const OTHERS = {
  guard: guardRatios,
  million: aMillionOrders,
  order: whatAnOrderCosts,
  passing: passedOn,
  several: severalOnPostgres,
}

/**
 * The files of the figures that are kept.
 * @type {{ [compared: string]: string }}
 */
const KEPT = { bare: 'results.json', order: 'order.json' }

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => removeServers().then(() => process.exit(1)))

try {
  const { options, compare, file, guards } = readFlags()
  const facts = machine()
  const { explanation, rows } = await compare(options)
  console.log(`${facts}\n\n${explanation}\n\n${table(rows)}`)
  if (file !== undefined) keep(file, facts, rows)
  if (guards && results(rows).some(({ verdict }) => verdict === MISSED)) process.exitCode = 1
} catch (problem) {
  if (!(problem instanceof CannotMeasure)) throw problem
  console.error(`bench: ${problem.message}`)
  process.exitCode = 2
} finally {
  await removeServers()
}

function readFlags() {
  const { quick, beside, ...others } = parseFlags()
  // npm runs this at the root of the project, wherever the folder was named.
  const { INIT_CWD = '.' } = process.env
  const [other] = Object.entries(OTHERS).filter(([flag]) => others[flag] === true)
  return {
    options: quick ? QUICK : THOROUGH,
    compare: other?.[1] ?? (typeof beside === 'string' ? besideCheckout(resolve(INIT_CWD, beside)) : besideBareHono),
    guards: others.guard === true,
    file: quick || beside !== undefined ? undefined : KEPT[other?.[0] ?? 'bare'],
  }
}

/** @returns {{ [flag: string]: string | boolean | undefined }} */
function parseFlags() {
  /** @type {{ [flag: string]: { type: 'boolean' | 'string' } }} */
  const options = { quick: { type: 'boolean' }, beside: { type: 'string' } }
  for (const flag of Object.keys(OTHERS)) options[flag] = { type: 'boolean' }
  try {
    return parseArgs({ options }).values
  } catch (problem) {
    const flags = Object.keys(OTHERS).map((flag) => `--${flag}`)
    throw new CannotMeasure(`the flags are --quick, ${flags.join(', ')} and --beside FOLDER`, { cause: problem })
  }
}

/**
 * @param {string} file
 * @param {string} facts  the machine
 * @param {readonly import('./table.js').Row[]} rows
 */
function keep(file, facts, rows) {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
  const kept = { machine: facts, date: new Date().toISOString().slice(0, 10), commit, rows: results(rows) }
  writeFileSync(join(root, 'bench', file), `${JSON.stringify(kept, null, 2)}\n`)
}
