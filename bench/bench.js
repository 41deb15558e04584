// @ts-check
import { availableParallelism, cpus } from 'node:os'
import { Servers } from './servers.js'
import { startUps } from './start-up.js'
import { throughputs } from './throughput.js'

/** `npm run bench` takes about four minutes; `npm run bench -- --quick` less than one, and tells less exactly. */
const THOROUGH = { startUps: 25, rounds: 7, round_ms: 1_500, warmUp_ms: 6_000 }
const QUICK = { startUps: 7, rounds: 3, round_ms: 400, warmUp_ms: 1_500 }

const MANY = /** @type {const} */ ([1_000, 100_000])

/**
 * @typedef {object} Row
 * @property {string} what
 * @property {string} measured
 * @property {string} beside
 * @property {number} ratio
 * @property {{ atMost: number } | { atLeast: number } | null} aim
 */

const options = process.argv.includes('--quick') ? QUICK : THOROUGH
const servers = await Servers.build()
try {
  const started = await startUps(servers, options.startUps)
  const rates = await throughputs(servers, { orders: MANY, ...options })
  print(rowsOf(started, rates))
} finally {
  await servers.removeAll()
}

/**
 * @param {{ tevoLocal_ms: number, bare_ms: number }} started
 * @param {{ [name: string]: number }} rates
 * @returns {Row[]}
 */
function rowsOf({ tevoLocal_ms, bare_ms }, rates) {
  const [few, many] = MANY.map((count) => count.toLocaleString('en'))
  /** @type {(what: string, name: string, besideWhat: string, besideName: string, aim: Row['aim']) => Row} */
  const row = (what, name, besideWhat, besideName, aim) => {
    const [rate = Number.NaN, besideRate = Number.NaN] = [rates[name], rates[besideName]]
    const beside = `${besideWhat} ${perSecond(besideRate)}`
    return { what, measured: perSecond(rate), beside, ratio: rate / besideRate, aim }
  }
  return [
    {
      what: 'start-up, to the first 200',
      measured: `${tevoLocal_ms.toFixed(0)} ms`,
      beside: `bare Hono ${bare_ms.toFixed(0)} ms`,
      ratio: tevoLocal_ms / bare_ms,
      aim: { atMost: 1.3 },
    },
    row('`GET /v9/orders/:id`', 'order', 'bare Hono', 'bare order', { atLeast: 0.6 }),
    row('`POST /v9/orders`, a Buy/Sell pair', 'new order', 'bare Hono', 'bare new order', { atLeast: 0.3 }),
    row(`poll for pending orders, ${few}`, 'poll', 'bare Hono', 'bare poll', null),
    row(`poll for pending orders, ${many}`, 'poll of many', `of ${few}:`, 'poll', { atLeast: 0.8 }),
    row(`list of all orders, ${few}`, 'list', 'bare Hono', 'bare list', null),
    row(`list of all orders, ${many}`, 'list of many', `of ${few}:`, 'list', { atLeast: 0.8 }),
    row('(bare Hono, `{"hello":"world"}`)', 'hello', 'its order', 'bare order', null),
  ]
}

/** @param {number} rate */
function perSecond(rate) {
  return `${Math.round(rate).toLocaleString('en')}/s`
}

/** @param {Row[]} rows */
function print(rows) {
  const [cpu] = cpus()
  console.log(`Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} × ${cpu?.model}`)
  console.log('Bare Hono answers the same JSON, from @hono/node-server, bundled alike, in a process of its own.\n')
  console.log('| | tevo-local | beside | ratio | aim | |')
  console.log('| --- | ---: | ---: | ---: | ---: | --- |')
  for (const { what, measured, beside, ratio, aim } of rows)
    console.log(
      `| ${what} | ${measured} | ${beside} | ${ratio.toFixed(2)} | ${aimOf(aim)} | ${verdictOf(ratio, aim)} |`,
    )
}

/** @param {Row['aim']} aim */
function aimOf(aim) {
  if (aim === null) return ''
  return 'atMost' in aim ? `≤ ${aim.atMost}` : `≥ ${aim.atLeast}`
}

/**
 * @param {number} ratio
 * @param {Row['aim']} aim
 */
function verdictOf(ratio, aim) {
  if (aim === null) return ''
  const isMet = 'atMost' in aim ? ratio <= aim.atMost : ratio >= aim.atLeast
  return isMet ? 'met' : '**missed**'
}
