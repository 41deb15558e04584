// @ts-check
import { root } from '../scripts/package-json.js'
import { checkoutIn } from './checkout.js'
import { dataFileRows } from './data-file.js'
import { heapRows } from './heap.js'
import { idleRows } from './idle.js'
import { jsonServer } from './json-server.js'
import { ask, resigned, unsigned } from './load.js'
import { BROKERS_OFFICE_ID } from './order.js'
import { sandboxCosts } from './sandboxes.js'
import { Servers } from './servers.js'
import { startFloor } from './start-floor.js'
import { bareHono, startUps, tevoLocal } from './start-up.js'
import { addWebhook, armFaults, begunAnew, create, createAndAccept, list, poll, sell, show } from './targets.js'
import { rateRow, throughputs } from './throughput.js'
import { count, fractionOfMillisecond, megabytes, milliseconds } from './units.js'
import { deadEndpointRows } from './webhooks.js'

const FEW_ORDERS = 1_000
const MANY_ORDERS = 100_000
const FAULT_RULES = 1_000
const SLOW_MS = 2_000

const EXPLANATION = `The floor is a route on @hono/node-server, bundled alike, in a process of its own, that does of the same request only what
cannot be left out: it reads the body, checks the HMAC over the same string, parses and prints the same JSON, makes the same
ETag. Bare Hono answers the same JSON and checks nothing. json-server has as many orders, in a file. A request follows each
answer, on 8 connections at once.`

/**
 * This checkout beside a server that does nothing but answer, and beside itself without what it carries.
 * @type {import('./bench.js').Comparison}
 */
export async function besideBareHono(options) {
  const servers = await Servers.build(await checkoutIn(root), [
    'bench/tevo.js',
    'bench/bare.js',
    'bench/floor.js',
    'bench/slow-endpoint.js',
  ])
  const { own_ms, beside_ms } = await startUps(tevoLocal(servers), bareHono(servers), options.startUps)
  const startUpRow = {
    what: 'start-up, to the first 200',
    measured: own_ms,
    besideWhat: 'bare Hono',
    beside: beside_ms,
    print: milliseconds,
    aim: { must: 1.3, atMost: 1.1 },
  }
  const throughputRows = (await throughputs(await makePairs(servers), options)).map(rateRow)
  const rows = [startUpRow, ...throughputRows, ...(await sandboxRows(servers, options))]
  rows.push(...(await dataFileRows(servers, options)), ...(await deadEndpointRows(servers)))
  rows.push(...(await idleRows(servers)), ...(await heapRows(servers, options)))
  return { explanation: EXPLANATION, rows }
}

/**
 * @param {Servers} servers
 * @returns {Promise<import('./throughput.js').Pair[]>}
 */
async function makePairs(servers) {
  const few = await servers.start('tevo.js', String(FEW_ORDERS))
  const many = await servers.start('tevo.js', String(MANY_ORDERS))
  // Of its own: the lists are to stay as long as they are. What a large world costs is measured with `growingMany`.
  const growing = await servers.start('tevo.js', '0')
  const troubled = await servers.start('tevo.js', String(FEW_ORDERS))
  const forgetful = await servers.start('tevo.js', String(FEW_ORDERS), '--no-journal')
  await armFaults(troubled, FAULT_RULES)
  const [told, untold] = [await servers.start('tevo.js', '0'), await servers.start('tevo.js', '0')]
  await addWebhook(told, (await servers.start('slow-endpoint.js', String(SLOW_MS))).url, BROKERS_OFFICE_ID)

  const targets = {
    '/show': await show(few),
    '/sell': begunAnew(sell(growing)),
    '/create': begunAnew(create(growing)),
    '/poll': poll(few),
    '/list': list(few),
  }
  /** @type {{ [path: string]: any }} */
  const answers = {}
  for (const [path, target] of Object.entries(targets)) answers[path] = await ask(target)
  const bare = await servers.start('bare.js', await servers.write('answers.json', JSON.stringify(answers)))
  const floor = await startFloor(servers, answers)
  const json = await jsonServer(servers, answers['/show'], FEW_ORDERS)
  const hello = { server: bare, requests: [{ method: 'GET', path: '/', headers: {} }] }
  const [growingFew, growingMany] = [
    await servers.start('tevo.js', String(FEW_ORDERS)),
    await servers.start('tevo.js', String(MANY_ORDERS)),
  ]

  /**
   * @param {string} what
   * @param {keyof typeof targets} path
   * @param {{ floor: import('./table.js').Aim | null, jsonServer: string }} beside  the last: what json-server calls it
   */
  const besideOthers = (what, path, { floor: aim, jsonServer: itsPath }) => {
    const target = targets[path]
    return [
      { what, target, besideWhat: 'floor', beside: resigned(target, floor, path), aim },
      { what, target, besideWhat: 'bare Hono', beside: unsigned(target, bare, path), aim: null },
      {
        what,
        target,
        besideWhat: 'json-server',
        beside: unsigned(target, json, itsPath),
        aim: { must: 5, atLeast: 10 },
      },
    ]
  }
  return [
    ...besideOthers('`GET /v9/orders/:id`', '/show', {
      floor: { must: 0.8, atLeast: 1 },
      jsonServer: '/orders/1',
    }),
    ...besideOthers('`POST /v9/orders`, own tickets', '/sell', {
      floor: { must: 0.35, atLeast: 0.5 },
      jsonServer: '/orders',
    }),
    ...besideOthers('`POST /v9/orders`, a Buy/Sell pair: two orders', '/create', {
      floor: null,
      jsonServer: '/orders',
    }),
    {
      what: `\`POST /v9/orders\`, a pair, whose owner's endpoint answers after ${SLOW_MS / 1_000} s`,
      target: create(told),
      besideWhat: 'no endpoint',
      beside: create(untold),
      aim: { atLeast: 0.9 },
    },
    ...besideOthers(`poll for pending orders, of ${count(FEW_ORDERS)}, nothing new`, '/poll', {
      floor: { must: 1, atLeast: 2 },
      jsonServer: '/orders?state=pending&_limit=100',
    }),
    {
      what: `poll for pending orders, of ${count(MANY_ORDERS)}`,
      target: poll(many),
      besideWhat: `of ${count(FEW_ORDERS)}:`,
      beside: targets['/poll'],
      aim: { must: 0.9, atLeast: 0.95 },
    },
    ...besideOthers(`list of all orders, of ${count(FEW_ORDERS)}`, '/list', {
      floor: null,
      jsonServer: '/orders?_limit=100',
    }),
    {
      what: `list of all orders, of ${count(MANY_ORDERS)}`,
      target: list(many),
      besideWhat: `of ${count(FEW_ORDERS)}:`,
      beside: targets['/list'],
      aim: { must: 0.9, atLeast: 0.95 },
    },
    {
      what: `a pair made and accepted, of ${count(MANY_ORDERS)}`,
      target: createAndAccept(growingMany),
      besideWhat: `of ${count(FEW_ORDERS)}:`,
      beside: createAndAccept(growingFew),
      aim: { must: 0.9, atLeast: 0.95 },
    },
    {
      what: `\`GET /v9/orders/:id\`, ${count(FAULT_RULES)} fault rules`,
      target: await show(troubled),
      besideWhat: 'no rules',
      beside: targets['/show'],
      aim: { atLeast: 0.85 },
    },
    {
      what: '`GET /v9/orders/:id`, with its journal',
      target: targets['/show'],
      besideWhat: 'no journal',
      beside: await show(forgetful),
      aim: { atLeast: 0.9 },
    },
    {
      what: '`GET /v9/orders/:id`, once more',
      target: targets['/show'],
      besideWhat: 'bare Hono, `{"hello":"world"}`',
      beside: hello,
      aim: null,
    },
  ]
}

/**
 * @param {Servers} servers
 * @param {{ rounds: number }} options
 * @returns {Promise<import('./table.js').Row[]>}
 */
async function sandboxRows(servers, options) {
  const [costs] = await sandboxCosts([servers], options)
  if (costs === undefined) return []
  const aBriefTime = { print: fractionOfMillisecond, aim: { atMost: 1 } }
  return [
    { what: 'to make a sandbox', measured: costs.make_ms, ...aBriefTime },
    { what: 'to reset one', measured: costs.reset_ms, ...aBriefTime },
    { what: 'to restore a snapshot', measured: costs.restore_ms, ...aBriefTime },
    { what: 'to fork one', measured: costs.fork_ms, ...aBriefTime },
    { what: 'memory of 10,000 idle ones', measured: costs.memory_bytes, print: megabytes, aim: { atMost: 200e6 } },
  ]
}
