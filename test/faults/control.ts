import type { TestServer } from '../harness.ts'

export const FAULTS = '/_local/sandboxes/default/faults'

export interface ControlAnswer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into answers of every shape
  readonly body: any
}

export async function control(
  { url }: TestServer,
  method: string,
  path: string,
  body?: unknown,
): Promise<ControlAnswer> {
  const answer = await fetch(`${url}${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { status: answer.status, body: await answer.json() }
}

/** Arms faults, which must be right. */
export async function arm(server: TestServer, faults: unknown): Promise<ControlAnswer['body']> {
  const { status, body } = await control(server, 'POST', FAULTS, faults)
  if (status !== 201) throw new Error(body.detail)
  return body.faults
}

export const disarm = (server: TestServer) => control(server, 'DELETE', FAULTS)

/** The newest entry of the journal. */
export async function lastEntry(server: TestServer): Promise<ControlAnswer['body']> {
  const { body } = await control(server, 'GET', '/_local/sandboxes/default/requests?limit=1')
  return body.requests[0]
}
