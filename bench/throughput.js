// @ts-check
import { ask, requestsPerSecond, signed, unsigned } from './load.js'
import { median } from './median.js'
import { BROKER, ORDER, WEBSITE } from './order.js'

const POLL = '/v9/orders?state=pending&type=Order'
const LIST = '/v9/orders'

/**
 * Answered requests per second, by what was asked of whom: `order` of tevo-local, `bare order` of a Hono route that
 * answers the same JSON. Every round asks each of them once, so that what slows the machine down slows them all.
 * @param {import('./servers.js').Servers} servers
 * @param {{ orders: readonly [few: number, many: number], rounds: number, round_ms: number, warmUp_ms: number }} options
 * @returns {Promise<{ [name: string]: number }>}
 */
export async function throughputs(servers, { orders, rounds, round_ms, warmUp_ms }) {
  const targets = await makeTargets(servers, orders)
  for (const target of Object.values(targets)) await requestsPerSecond(target, warmUp_ms)

  /** @type {{ [name: string]: number[] }} */
  const measured = {}
  for (let round = 0; round < rounds; round += 1)
    for (const [name, target] of Object.entries(targets)) {
      measured[name] ??= []
      measured[name].push(await requestsPerSecond(target, round_ms))
    }
  return Object.fromEntries(Object.entries(measured).map(([name, rates]) => [name, median(rates)]))
}

/**
 * @param {import('./servers.js').Servers} servers
 * @param {readonly [few: number, many: number]} orders
 * @returns {Promise<{ [name: string]: import('./load.js').Target }>}
 */
async function makeTargets(servers, orders) {
  const [few, many] = await Promise.all(orders.map((count) => servers.start('tevo.js', String(count))))
  // Of its own, for it grows: the lists are to be those of 1,000 orders.
  const growing = await servers.start('tevo.js', '0')
  if (few === undefined || many === undefined) throw new Error('there are two numbers of orders')

  const create = signed(growing.url, WEBSITE, 'POST', LIST, { orders: [ORDER] })
  const { orders: newest } = await ask(signed(few.url, WEBSITE, 'GET', LIST))
  const compared = {
    order: signed(few.url, WEBSITE, 'GET', `${LIST}/${newest[0].id}`),
    'new order': create,
    poll: signed(few.url, BROKER, 'GET', POLL),
    list: signed(few.url, BROKER, 'GET', LIST),
  }
  const file = await servers.write('answers.json', JSON.stringify(await answersTo(compared)))
  const bare = await servers.start('bare.js', file)
  const beside = Object.entries(compared).flatMap(([name, target]) => [
    [`bare ${name}`, unsigned(target, bare.url, pathOf(name))],
    [name, target],
  ])
  return {
    hello: { url: bare.url, method: 'GET', path: '/', headers: {} },
    ...Object.fromEntries(beside),
    'poll of many': signed(many.url, BROKER, 'GET', POLL),
    'list of many': signed(many.url, BROKER, 'GET', LIST),
  }
}

/** @param {{ [name: string]: import('./load.js').Target }} targets */
async function answersTo(targets) {
  const answers = Object.entries(targets).map(async ([name, target]) => [pathOf(name), await ask(target)])
  return Object.fromEntries(await Promise.all(answers))
}

/** @param {string} name */
const pathOf = (name) => `/${name.replace(' ', '-')}`
