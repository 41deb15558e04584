// @ts-check
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create } from './targets.js'
import { rateRow, throughputs } from './throughput.js'
import { count, milliseconds, tenths } from './units.js'

/** What `--data` costs. Each sale of the bench makes two orders. */
const FEW_SALES = 5
const MANY_SALES = 50_000
const PARALLEL = 32
const STARTS = 3
const ASKED_IN_QUIET = 3_000
const PATIENCE_MS = 120_000

/** @typedef {import('./servers.js').Servers} Servers */

/**
 * @param {Servers} servers
 * @param {{ rounds: number, round_ms: number, warmUp_ms: number }} options
 * @returns {Promise<import('./table.js').Row[]>}
 */
export async function dataFileRows(servers, options) {
  const folder = await mkdtemp(join(tmpdir(), 'tevo-local-bench-data-'))
  try {
    const manyFile = join(folder, 'many.json')
    const memory = await servers.start('tevo.js', String(FEW_SALES))
    const few = await servers.start('tevo.js', String(FEW_SALES), '--data', join(folder, 'few.json'))
    const many = await servers.start('tevo.js', String(MANY_SALES), '--data', manyFile)
    /** @param {import('./load.js').Server} server */
    const at32 = (server) => ({ ...create(server), connections: PARALLEL })
    const pairs = [
      {
        what: `\`POST /v9/orders\`, a pair, with \`--data\`, ${PARALLEL} clients at once`,
        target: at32(few),
        besideWhat: 'in memory',
        beside: at32(memory),
        aim: { atLeast: 0.6 },
      },
      {
        what: `the same, of ${count(2 * MANY_SALES)} orders`,
        target: at32(many),
        besideWhat: `of ${2 * FEW_SALES}:`,
        beside: at32(few),
        aim: { atLeast: 0.9 },
      },
    ]
    const rows = (await throughputs(pairs, options)).map(rateRow)
    const quiet_ms = await healthWaits(many, (nth) => nth < ASKED_IN_QUIET)
    const waits_ms = await healthWhileCompacted(many, manyFile)
    await many.stop()
    return [
      ...rows,
      {
        what: `\`/_local/health\` of ${count(2 * MANY_SALES)} orders, p99 of ${count(quiet_ms.length)}`,
        measured: [p99(quiet_ms)],
        print: tenths,
        aim: null,
      },
      {
        what: `\`/_local/health\` while ${count(2 * MANY_SALES)} orders are compacted, p99 of ${count(waits_ms.length)}`,
        measured: [p99(waits_ms)],
        print: tenths,
        aim: { atMost: 25 },
      },
      {
        what: `start with ${count(2 * MANY_SALES)} kept orders, of a process that was killed`,
        measured: await starts(servers, manyFile),
        print: milliseconds,
        aim: { atMost: 6_000 },
      },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * The waits for all answers while the data file is written anew, in milliseconds, the shortest first.
 * @param {import('./load.js').Server} server
 * @param {string} file
 */
async function healthWhileCompacted({ url, pid }, file) {
  const { ino } = await stat(file)
  if (pid === undefined) throw new Error('the server has no process to send a signal to')
  process.kill(pid, 'SIGUSR2')
  return healthWaits({ url, pid }, async () => (await stat(file)).ino === ino)
}

/**
 * @param {import('./load.js').Server} server
 * @param {(nth: number) => boolean | Promise<boolean>} goesOn
 */
async function healthWaits({ url }, goesOn) {
  const waits_ms = []
  const deadline_ms = performance.now() + PATIENCE_MS
  while (await goesOn(waits_ms.length)) {
    const asked_ms = performance.now()
    if (asked_ms > deadline_ms) throw new Error(`it was not over within ${PATIENCE_MS} ms`)
    await (await fetch(`${url}/_local/health`)).arrayBuffer()
    waits_ms.push(performance.now() - asked_ms)
  }
  return waits_ms.sort((one, other) => one - other)
}

/** @param {readonly number[]} sorted */
const p99 = (sorted) => sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN

/**
 * @param {Servers} servers
 * @param {string} file
 */
async function starts(servers, file) {
  const taken_ms = []
  for (let nth = 0; nth < STARTS; nth += 1) {
    const started_ms = performance.now()
    const { stop } = await servers.start('tevo.js', '0', '--data', file)
    taken_ms.push(performance.now() - started_ms)
    await stop()
  }
  return taken_ms
}
