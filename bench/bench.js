// @ts-check
import { sandboxCosts } from './sandboxes.js'
import { Servers } from './servers.js'
import { startUps } from './start-up.js'
import { machine, table } from './table.js'
import { throughputs } from './throughput.js'

/** `npm run bench` takes about five minutes; `npm run bench -- --quick` less than one, and tells less exactly. */
const THOROUGH = { startUps: 25, rounds: 9, round_ms: 1_000, warmUp_ms: 5_000 }
const QUICK = { startUps: 7, rounds: 3, round_ms: 300, warmUp_ms: 1_500 }

const EXPLANATION = `Bare Hono is a route on @hono/node-server, bundled alike, in a process of its own: it answers the same JSON to requests
that it does not check. A request follows each answer, on 8 connections at once.`

const options = process.argv.includes('--quick') ? QUICK : THOROUGH
const facts = machine()
const servers = await Servers.build()
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => servers.removeAll().then(() => process.exit(1)))
try {
  const { tevoLocal_ms, bare_ms } = await startUps(servers, options.startUps)
  const pairs = await throughputs(servers, options)
  const startUpRow = {
    what: 'start-up, to the first 200',
    measured: tevoLocal_ms,
    besideWhat: 'bare Hono',
    beside: bare_ms,
    print: milliseconds,
    aim: { atMost: 1.3 },
  }
  const pairRows = pairs.map(({ rates, besideRates, ...pair }) => {
    return { ...pair, measured: rates, beside: besideRates, print: perSecond }
  })
  const { make_ms, reset_ms, restore_ms, memory_bytes } = await sandboxCosts(servers, options)
  const aBriefTime = { print: fractionOfMillisecond, aim: { atMost: 1 } }
  const sandboxRows = [
    { what: 'to make a sandbox', measured: make_ms, ...aBriefTime },
    { what: 'to reset one', measured: reset_ms, ...aBriefTime },
    { what: 'to restore a snapshot', measured: restore_ms, ...aBriefTime },
    { what: 'memory of 10,000 idle ones', measured: memory_bytes, print: megabytes, aim: { atMost: 200e6 } },
  ]
  console.log(`${facts}\n\n${EXPLANATION}\n\n${table([startUpRow, ...pairRows, ...sandboxRows])}`)
} finally {
  await servers.removeAll()
}

/** @param {number} value */
function milliseconds(value) {
  return `${value.toFixed(0)} ms`
}

/** @param {number} value */
function fractionOfMillisecond(value) {
  return `${value.toFixed(3)} ms`
}

/** @param {number} value */
function megabytes(value) {
  return `${(value / 1e6).toFixed(0)} MB`
}

/** @param {number} value */
function perSecond(value) {
  return `${Math.round(value).toLocaleString('en')}/s`
}
