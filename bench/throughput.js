// @ts-check
import { ask, requestsPerSecond, signed, unsigned } from './load.js'
import { BROKER, ORDER, OWN_ORDER, WEBSITE } from './order.js'

const FEW_ORDERS = 1_000
const MANY_ORDERS = 100_000

const ORDERS = '/v9/orders'
const PENDING_ORDERS = `${ORDERS}?state=pending&type=Order`

/**
 * @typedef {import('./load.js').Target} Target
 * @typedef {import('./servers.js').Servers} Servers
 * @typedef {object} Pair
 * @property {string} what
 * @property {Target} target
 * @property {string} besideWhat
 * @property {Target} beside
 * @property {import('./table.js').Aim | null} aim
 */

/**
 * Answered requests per second, of each pair in each round. The two of a pair are asked one right after the other, so
 * that what slows the machine down slows both.
 * @param {Servers} servers
 * @param {{ rounds: number, round_ms: number, warmUp_ms: number }} options
 */
export async function throughputs(servers, { rounds, round_ms, warmUp_ms }) {
  const pairs = await makePairs(servers)
  for (const target of new Set(pairs.flatMap(({ target, beside }) => [beside, target])))
    await requestsPerSecond(target, warmUp_ms)

  const measured = pairs.map((pair) => ({ ...pair, rates: noRates(), besideRates: noRates() }))
  for (let round = 0; round < rounds; round += 1)
    for (const { target, rates, beside, besideRates } of measured) {
      besideRates.push(await requestsPerSecond(beside, round_ms))
      rates.push(await requestsPerSecond(target, round_ms))
    }
  return measured
}

/** @returns {number[]} */
const noRates = () => []

/**
 * @param {Servers} servers
 * @returns {Promise<Pair[]>}
 */
async function makePairs(servers) {
  const few = await servers.start('tevo.js', String(FEW_ORDERS))
  const many = await servers.start('tevo.js', String(MANY_ORDERS))
  // Of its own, for it grows: the lists are to stay as long as they are.
  const growing = await servers.start('tevo.js', '0')

  const troubled = await servers.start('tevo.js', String(FEW_ORDERS), '--faults', '1000')
  const forgetful = await servers.start('tevo.js', String(FEW_ORDERS), '--no-journal')

  const { orders } = await ask(signed(few.url, WEBSITE, 'GET', ORDERS))
  const show = signed(few.url, WEBSITE, 'GET', `${ORDERS}/${orders[0].id}`)
  const sell = signed(growing.url, WEBSITE, 'POST', ORDERS, { orders: [OWN_ORDER] })
  const showTroubled = signed(troubled.url, WEBSITE, 'GET', `${ORDERS}/${orders[0].id}`)
  const showUnremembered = signed(forgetful.url, WEBSITE, 'GET', `${ORDERS}/${orders[0].id}`)
  const create = signed(growing.url, WEBSITE, 'POST', ORDERS, { orders: [ORDER] })
  const poll = signed(few.url, BROKER, 'GET', PENDING_ORDERS)
  const list = signed(few.url, BROKER, 'GET', ORDERS)

  const answers = {
    '/show': await ask(show),
    '/sell': await ask(sell),
    '/create': await ask(create),
    '/poll': await ask(poll),
    '/list': await ask(list),
  }
  const bare = await servers.start('bare.js', await servers.write('answers.json', JSON.stringify(answers)))
  const bareShow = unsigned(show, bare.url, '/show')
  const bareSell = unsigned(sell, bare.url, '/sell')
  const bareCreate = unsigned(create, bare.url, '/create')
  const barePoll = unsigned(poll, bare.url, '/poll')
  const bareList = unsigned(list, bare.url, '/list')
  const hello = { url: bare.url, method: 'GET', path: '/', headers: {} }
  const pollOfMany = signed(many.url, BROKER, 'GET', PENDING_ORDERS)
  const listOfMany = signed(many.url, BROKER, 'GET', ORDERS)

  const fewText = FEW_ORDERS.toLocaleString('en')
  const manyText = MANY_ORDERS.toLocaleString('en')
  return [
    pair('`GET /v9/orders/:id`', show, 'bare Hono', bareShow, { atLeast: 0.6 }),
    pair('`POST /v9/orders`, own tickets', sell, 'bare Hono', bareSell, { atLeast: 0.3 }),
    pair('`POST /v9/orders`, a Buy/Sell pair: two orders', create, 'bare Hono', bareCreate, { atLeast: 0.3 }),
    pair(`poll for pending orders, of ${fewText}`, poll, 'bare Hono', barePoll, null),
    pair(`poll for pending orders, of ${manyText}`, pollOfMany, `of ${fewText}:`, poll, { atLeast: 0.8 }),
    pair(`list of all orders, of ${fewText}`, list, 'bare Hono', bareList, null),
    pair(`list of all orders, of ${manyText}`, listOfMany, `of ${fewText}:`, list, { atLeast: 0.8 }),
    pair('`GET /v9/orders/:id`, 1,000 fault rules', showTroubled, 'no rules', show, { atLeast: 0.85 }),
    pair('`GET /v9/orders/:id`, with its journal', show, 'no journal', showUnremembered, { atLeast: 0.9 }),
    pair('`GET /v9/orders/:id`, once more', show, 'bare Hono, `{"hello":"world"}`', hello, null),
  ]
}

/**
 * @param {string} what
 * @param {Target} target
 * @param {string} besideWhat
 * @param {Target} beside
 * @param {Pair['aim']} aim
 * @returns {Pair}
 */
const pair = (what, target, besideWhat, beside, aim) => ({ what, target, besideWhat, beside, aim })
