import { expect, onTestFinished, test } from 'vitest'
import {
  blindPython,
  type Client,
  curl,
  javaHttpClient,
  nodeFetch,
  startClient,
  urlConnection,
} from '../../scripts/clients/clients.js'
import { serve, type TestServer } from '../harness.ts'
import { bytesOf, signed } from '../http.ts'
import { orderBody } from '../orders/journey.ts'

/** What real libraries do by themselves, and real programs on purpose, when a connection that they use again breaks. */

const ORDER = ['POST', '/v9/orders', orderBody({ session_id: 'here' }, { ticket_group_id: 52554290 })] as const
const LOOK = ['GET', '/v9/orders', undefined] as const

/** A request as a client is told of it. */
function jobOf({ url, keysOf }: TestServer, [method, target, json]: readonly [string, string, unknown]) {
  const headers = signed(url, keysOf('website'), method, target, bytesOf(json))
  const body = json === undefined ? undefined : JSON.stringify(json)
  return { method, url: `${url}${target}`, body, headers: { ...headers, 'Content-Type': 'application/json' } }
}

async function begin(client: Client, skip: (why: string) => void) {
  const running = await startClient(client)
  if (running === null) {
    skip(`${client.command[0]} is not on this machine`)
    throw new Error('the test goes on without its client')
  }
  onTestFinished(() => running.stop())
  return { server: await serve(), running }
}

async function requestsOf(server: TestServer, operation: string) {
  return (await server.journal.list(`?operation=${operation}`)).reverse()
}

const ordersOf = async (server: TestServer): Promise<number> => (await server.records()).count('orders')

async function adviceOf(server: TestServer) {
  return (await server.control('GET', '/advice')).body.advice
}

const lose = (operation: string, type: string) => ({
  id: 'lost',
  match: { operation },
  phase: 'after-commit',
  effect: { type },
  times: 1,
})

test.for([
  { client: curl, type: 'reset', sight: '`exit code 56`' },
  { client: curl, type: 'close', sight: '`exit code 52`' },
  { client: urlConnection, type: 'reset', sight: '`java.net.SocketException`' },
  { client: urlConnection, type: 'close', sight: '`java.net.SocketException`' },
])(
  '$client.name sends an order again after a $type: its program hears of it, and one order stands',
  async (each, { skip }) => {
    const { client, type, sight } = each
    const { server, running } = await begin(client, skip)
    await server.faults.arm(lose('orders.create', type))

    expect(await running.send([jobOf(server, LOOK), jobOf(server, ORDER)])).toBe(sight)

    const [first, resend, ...more] = await requestsOf(server, 'orders.create')
    expect(more).toEqual([])
    expect(first).toMatchObject({ status: null, committed: true })
    expect(resend).toMatchObject({ resend_of: first.id, status: null, committed: false, faults: first.faults })
    expect(await server.faults.get('lost')).toMatchObject({ matches: 1, injections: 1, state: 'spent' })
    expect(await ordersOf(server)).toBe(1)
    expect(await adviceOf(server)).toEqual([])
  },
)

test('Java HttpClient sends a read again, and no order', async ({ skip }) => {
  const { server, running } = await begin(javaHttpClient, skip)
  await server.faults.arm([lose('orders.index', 'reset'), { ...lose('orders.create', 'reset'), id: 'lost-order' }])

  expect(await running.send([jobOf(server, ['GET', '/v9/offices', undefined]), jobOf(server, LOOK)])).toMatch(/^`java/)
  expect(await running.send([jobOf(server, ['GET', '/v9/offices', undefined]), jobOf(server, ORDER)])).toMatch(/^`java/)

  const [first, resend] = await requestsOf(server, 'orders.index')
  expect(resend.resend_of).toBe(first.id)
  expect(await requestsOf(server, 'orders.create')).toHaveLength(1)
  expect(await ordersOf(server)).toBe(1)
})

test.for([curl, urlConnection, nodeFetch])('head-only: $name sends nothing again', async (client, { skip }) => {
  const { server, running } = await begin(client, skip)
  await server.faults.arm(['lost-answer'])

  expect(await running.send([jobOf(server, LOOK), jobOf(server, ORDER)])).toMatch(/^`|, no body$/)

  expect(await requestsOf(server, 'orders.create')).toMatchObject([{ status: 201, committed: true }])
  expect(await ordersOf(server)).toBe(1)
})

/** What a program did that was told of no order, and sent it again. */
async function expectBlind(server: TestServer): Promise<void> {
  const [first, again, ...more] = await requestsOf(server, 'orders.create')
  expect(more).toEqual([])
  expect(first).toMatchObject({ status: null, committed: true })
  expect(again).toMatchObject({ status: 201, committed: true, faults: [] })
  expect(again).not.toHaveProperty('resend_of')
  expect(await ordersOf(server)).toBe(2)
  expect(await adviceOf(server)).toMatchObject([
    { id: 'two-orders-for-one-intent', requests: [first.id, again.id] },
    { id: 'retried-create-blindly', instead: expect.stringMatching(/^Your program/), requests: [first.id, again.id] },
  ])
}

test('a program that sends an order again with Node fetch is the one who did it', async ({ skip }) => {
  const { server, running } = await begin(nodeFetch, skip)
  await server.faults.arm(lose('orders.create', 'reset'))

  expect(await running.send([jobOf(server, LOOK), jobOf(server, ORDER)])).toBe('`TypeError, ECONNRESET`')
  expect(await running.send([jobOf(server, ORDER)])).toBe('201')

  await expectBlind(server)
})

test('so is one with Python, on a fresh connection and at once', async ({ skip }) => {
  const { server, running } = await begin(blindPython, skip)
  await server.faults.arm(lose('orders.create', 'reset'))

  expect(await running.send([jobOf(server, LOOK), jobOf(server, ORDER)])).toBe('201')

  await expectBlind(server)
})
