// @ts-check
import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import defaultWorld from '../fixtures/default.json' with { type: 'json' }
import { ask, signed } from './load.js'
import { usedBytes } from './memory.js'
import { OWN_ORDERS, WEBSITE, withTickets } from './order.js'
import { count, megabytes } from './units.js'

const MANY = 10_000
const ORDERS_OF_A_REQUEST = 10
const LOOK_EVERY_MS = 50
const PATIENCE_MS = 120_000

/** @typedef {import('./servers.js').Servers} Servers */

/**
 * What 10,000 webhooks to an endpoint cost that is dead, and how many of them come when it is alive again.
 * @param {Servers} servers
 * @returns {Promise<import('./table.js').Row[]>}
 */
export async function deadEndpointRows(servers) {
  /** @type {typeof import('../src/index.ts')} */
  const { startServer } = await import(servers.pathOf('index.js'))
  const port = await deadPort()
  const options = { world: withTickets(defaultWorld), clock: '2026-01-01T00:00:00Z' }
  const tevo = await startServer({ ...options, webhooks: [`http://127.0.0.1:${port}/`] })
  const server = { url: tevo.url, pid: undefined }
  try {
    await placeOrders(server, ORDERS_OF_A_REQUEST)
    const before = await usedBytes()
    await placeOrders(server, MANY - ORDERS_OF_A_REQUEST)
    await settled(server)
    const memory_bytes = (await usedBytes()) - before

    const told = new Set()
    const alive = createServer((request, answer) => {
      let form = ''
      request.on('data', (part) => {
        form += part
      })
      request.on('end', () => {
        told.add(JSON.parse(new URLSearchParams(form).get('body') ?? '{}').id)
        answer.end()
      })
    }).listen(port, '127.0.0.1')
    await once(alive, 'listening')
    await control(server, 'PATCH', '/clock', { advance: 'PT10S' })
    await until(() => told.size >= MANY)
    alive.closeAllConnections()
    alive.close()
    return [
      {
        what: `memory of ${count(MANY)} orders and their webhooks to a dead endpoint`,
        measured: [memory_bytes],
        print: megabytes,
        aim: { atMost: 200e6 },
      },
      {
        what: `of these, delivered when it is alive again`,
        measured: [told.size],
        print: count,
        aim: { atLeast: MANY },
      },
    ]
  } finally {
    await tevo.stop()
  }
}

async function deadPort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

/**
 * @param {import('./load.js').Server} server
 * @param {number} many
 */
async function placeOrders(server, many) {
  const [order] = OWN_ORDERS
  const orders = Array.from({ length: ORDERS_OF_A_REQUEST }, () => order)
  for (let placed = 0; placed < many; placed += ORDERS_OF_A_REQUEST)
    await ask(signed(server, WEBSITE, 'POST', '/v9/orders', { orders }))
}

/**
 * @param {import('./load.js').Server} server
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>}
 */
async function control({ url }, method, path, body) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const answer = await fetch(`${url}/_local/sandboxes/default${path}`, { method, ...sent })
  if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}`)
  return answer.json()
}

/**
 * Every one of them was tried: those that wait for their turn have no attempt yet, and the newest is tried last.
 * @param {import('./load.js').Server} server
 */
const settled = (server) =>
  until(async () => {
    const { deliveries } = await control(server, 'GET', '/webhooks/deliveries?limit=1000')
    return deliveries.every((/** @type {{ attempts: [] }} */ { attempts }) => attempts.length > 0)
  })

/** @param {() => boolean | Promise<boolean>} look */
async function until(look) {
  const deadline_ms = performance.now() + PATIENCE_MS
  while (!(await look())) {
    if (performance.now() > deadline_ms) throw new Error(`nothing came of it within ${PATIENCE_MS} ms`)
    await wait(LOOK_EVERY_MS)
  }
}
