import { expect } from 'vitest'
import type { Received } from '../http.ts'

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
