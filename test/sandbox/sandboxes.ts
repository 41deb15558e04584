import { expect } from 'vitest'
import { sign } from '../../src/signing/sign.ts'
import { type Received, send, type TestServer } from '../harness.ts'

const SANDBOXES = '/_local/sandboxes'

/** Sends JSON to the control plane; a string goes as it is. */
export function control(server: TestServer, method: string, path = '', body?: unknown): Promise<Received> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const bytes = body === undefined ? undefined : Buffer.from(text)
  return send(server.url, method, `${SANDBOXES}${path}`, {}, bytes)
}

/** A sandbox as a test uses it: signed calls, and its part of the control plane. */
export interface TestSandbox {
  readonly name: string
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into it
  readonly made: any
  call(method: string, target: string, body?: unknown, as?: string): Promise<Received>
  control(method: string, path?: string, body?: unknown): Promise<Received>
}

export async function make(server: TestServer, request: object = {}): Promise<TestSandbox> {
  const { status, body: made, text } = await control(server, 'POST', '', request)
  expect(status, text).toBe(201)
  return {
    name: made.name,
    made,
    call: (method, target, body, as = 'website') => callAs(server, made.credentials[as], method, target, body),
    control: (method, path = '', body) => control(server, method, `/${made.name}${path}`, body),
  }
}

export function callAs(
  { url }: Pick<TestServer, 'url'>,
  { token, secret }: { readonly token: string; readonly secret: string },
  method: string,
  target: string,
  body?: unknown,
): Promise<Received> {
  const sent = body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body))
  const { signature } = sign({ method, url: `${url}${target}`, body: sent, secret })
  return send(url, method, target, { 'X-Token': token, 'X-Signature': signature }, sent)
}

/** What a client sees of an answer, but for the time at which it was sent. */
export function seen({ status, headers: { date: _date, ...headers }, text }: Received) {
  return { status, headers, text }
}
