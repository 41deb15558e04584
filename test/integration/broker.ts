import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished } from 'vitest'
import { type BrokerOptions, brokerService } from '../../src/broker/service.ts'
import { until } from '../deadline.ts'
import { type Received, send } from '../http.ts'
import type { TestSandbox } from '../test-sandbox.ts'

/** A broker's service in a test: the reference broker at a real port, and what a test puts before it. */

export const KEY = 'the-key-of-the-broker'
/** The brokerage whose tickets most tests buy, and the office of the website that buys them. */
export const SHELBYVILLE = 1700
export const WEBSITE = 1691

/** What happens to a call; undefined: the reference broker answers it. */
type Intercept = (method: string, path: string) => Promise<Meeting | undefined> | Meeting | undefined
type Meeting = (response: ServerResponse) => void

export interface TestBroker {
  readonly url: string
  intercept: Intercept
  /** All calls that came, `POST /holds`, also those that the reference broker never saw. */
  readonly came: string[]
  /** What the reference broker shows. */
  shown(): Promise<Received['body']>
  /** Each call that the reference broker answered: `POST /holds 201`. */
  calls(): Promise<string[]>
  /** Resolves when so many calls of a kind have come. */
  wait(call: string, times?: number): Promise<unknown>
}

export async function startBroker(options: Partial<BrokerOptions> = {}, after = onTestFinished): Promise<TestBroker> {
  const reference = brokerService({ key: KEY, stock: null, ...options })
  const came: string[] = []
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { method = '', url: path = '' } = incoming
    if (path !== '/') came.push(`${method} ${path}`)
    const meeting = await broker.intercept(method, path)
    if (meeting === undefined) reference.emit('request', incoming, outgoing)
    else meeting(outgoing)
  }
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const shown = async () => (await send(url, 'GET', '/')).body
  const broker: TestBroker = {
    url,
    intercept: () => undefined,
    came,
    shown,
    calls: async () =>
      (await shown()).calls.map(
        ({ method, path, status }: { method: string; path: string; status: number }) => `${method} ${path} ${status}`,
      ),
    wait: (call, times = 1) =>
      until(`${times} of ${call}`, () => came.filter((each) => each.startsWith(call)).length >= times),
  }
  return broker
}

export const answering =
  (status: number, body?: object): Meeting =>
  (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
  }

/** It gets no answer; the connection stays open. */
export const silent: Meeting = () => {}

/** Gives an office a service. */
export async function integrate(
  sandbox: TestSandbox,
  broker: Pick<TestBroker, 'url'>,
  fields: object = {},
  office = SHELBYVILLE,
) {
  const received = await sandbox.control('PUT', `/order_integrations/${office}`, {
    url: broker.url,
    key: KEY,
    ...fields,
  })
  expect(received.status, received.text).toBe(200)
  return received.body
}

/** All calls to brokers, oldest first. */
export async function callsOf(sandbox: TestSandbox): Promise<Received['body'][]> {
  const { status, body, text } = await sandbox.control('GET', '/order_integrations/calls')
  expect(status, text).toBe(200)
  return body.calls.reverse()
}

/** `hold TEVO-1-1 used` for each, once none of them is still to be sent. */
export const settledCalls = (sandbox: TestSandbox): Promise<string[]> =>
  until('every call is settled', async () => {
    const calls = await callsOf(sandbox)
    if (calls.some(({ state }) => state === 'ready' || state === 'intended')) return null
    return calls.map(({ kind, global_id, state }) => `${kind} ${global_id} ${state}`)
  })
