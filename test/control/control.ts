import { connect } from 'node:net'
import { expect } from 'vitest'
import { type Received, send } from '../harness.ts'

export const JOURNAL = '/_local/sandboxes/default/requests'

export const local = (url: string, method: string, path: string, headers: Record<string, string> = {}) =>
  send(url, method, path, headers)

/** RFC 9457, as everything under `/_local` refuses. */
export function expectProblem(received: Received, status: number, detail: RegExp): void {
  expect(received.status).toBe(status)
  expect(received.headers['content-type']).toBe('application/problem+json')
  expect(received.body).toEqual({
    type: 'about:blank',
    title: expect.stringMatching(/^[A-Z]/),
    status,
    detail: expect.stringMatching(detail),
  })
}

const DEADLINE_MS = 5_000

/** Sends bytes just as they are, and reads until the server closes. */
export function speak(url: string, bytes: string | Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    const received: Buffer[] = []
    const late = () => socket.destroy(new Error(`the connection is open after ${DEADLINE_MS} ms`))
    const deadline = setTimeout(late, DEADLINE_MS)
    socket.on('data', (chunk) => received.push(chunk))
    socket.on('error', reject)
    socket.on('close', () => {
      clearTimeout(deadline)
      resolve(Buffer.concat(received).toString('utf8'))
    })
  })
}
