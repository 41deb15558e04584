// @ts-check
import { Servers } from './servers.js'
import { startUps } from './start-up.js'
import { machine, table } from './table.js'
import { throughputs } from './throughput.js'

/** `npm run bench` takes about four minutes; `npm run bench -- --quick` less than one, and tells less exactly. */
const THOROUGH = { startUps: 25, rounds: 15, round_ms: 500, warmUp_ms: 5_000 }
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
  console.log(`${facts}\n\n${EXPLANATION}\n\n${table([startUpRow, ...pairRows])}`)
} finally {
  await servers.removeAll()
}

/** @param {number} value */
function milliseconds(value) {
  return `${value.toFixed(0)} ms`
}

/** @param {number} value */
function perSecond(value) {
  return `${Math.round(value).toLocaleString('en')}/s`
}
