import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { until } from '../deadline.ts'

/** A notification as it came. */
interface Notification {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** The raw form. */
  readonly text: string
  /** The fields of the form, in their order. */
  readonly fields: { readonly [name: string]: string }
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into orders and events
  readonly body: any
}

export interface Receiver {
  readonly url: string
  readonly port: number
  readonly received: Notification[]
  /** `seller order_created 819974`, one after the other. */
  seen(): string[]
  /** When so many have come. */
  count(count: number): Promise<Notification[]>
  close(): Promise<void>
}

type Answering = (notification: Notification, response: ServerResponse, nth: number) => void

/** A program that is told of what happens: a real server on a port of its own. It answers 200, unless told otherwise. */
export async function receiver(
  answering: Answering = (_, response) => response.end('ok'),
  port = 0,
): Promise<Receiver> {
  const received: Notification[] = []
  const server = createServer((incoming, response) => {
    void textOf(incoming).then((text) => {
      const fields = Object.fromEntries(new URLSearchParams(text))
      const { url: path = '', headers } = incoming
      const notification = { path, headers, text, fields, body: jsonOf(fields.body) }
      received.push(notification)
      answering(notification, response, received.length)
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
    return closed
  }
  onTestFinished(close)
  const address = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    port: address.port,
    received,
    seen: () => received.map(({ fields, body }) => `${fields.recipient} ${fields.event_type} ${body?.id}`),
    count: (count) => until(`${count} notifications`, () => received.length >= count && received),
    close,
  }
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

/** Answers each of the first notifications with its own status, the rest with 200. */
export const statuses =
  (...list: readonly number[]): Answering =>
  (_, response, nth) => {
    response.statusCode = list[nth - 1] ?? 200
    response.end()
  }
