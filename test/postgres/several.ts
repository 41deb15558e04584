import { randomUUID } from 'node:crypto'
import { mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, onTestFinished } from 'vitest'
import { type Started, type StartOptions, start } from '../../src/start.ts'
import { openDatabase } from '../../src/store/postgres/database.ts'
import { sharedSecret } from '../../src/store/postgres/schema.ts'
import { serve, useCli } from '../cli/cli.ts'
import { bytesOf, send } from '../http.ts'
import { sandboxAt, type TestSandbox } from '../test-sandbox.ts'

const PACKAGE = fileURLToPath(new URL('../../node_modules/postgres', import.meta.url))

/** The CLI as `useCli` makes it, for who has installed the package "postgres" beside it. Call it as that. */
export function useCliWithPostgres(): () => string {
  const cli = useCli()
  beforeAll(() => {
    const modules = join(dirname(cli()), 'node_modules')
    mkdirSync(modules, { recursive: true })
    symlinkSync(PACKAGE, join(modules, 'postgres'))
  })
  return cli
}

/** Short, so that a test sees it run out. */
export const LEASE_MS = 1_500

/** A process of its own on a database, and its default sandbox. */
export const processOn = (
  cli: string,
  data: string,
  flags: readonly string[] = [],
  environment: Parameters<typeof serve>[2] = {},
) => serve(cli, ['--data', data, '--lease', `${LEASE_MS}`, ...flags], environment)

interface Inside extends StartOptions {
  readonly lease_ms?: number
  readonly idle_ms?: number
}

/** A server on a database in the process of the test: as `processOn`, but that a test can look into it. */
export async function serverOn(
  data: string,
  { lease_ms = 10_000, idle_ms = 600_000, ...options }: Inside = {},
): Promise<Started & { readonly sandbox: TestSandbox; at(name: string): Promise<TestSandbox> }> {
  const database = await openDatabase(data)
  const secret = await sharedSecret(database.sql)
  const shared = { database, secret, process: randomUUID(), lease_ms, idle_ms, say: () => {} }
  const server = await start({ port: 0, ...options, shared })
  onTestFinished(() => server.stop())
  const of = async (name: string): Promise<TestSandbox> => {
    const { body } = await send(server.url, 'GET', `/_local/sandboxes/${name}`)
    return sandboxAt({ url: server.url, name, credentials: body.credentials })
  }
  return { ...server, sandbox: await of('default'), at: of }
}

/** A sandbox that was made at one server, as it is reached through another one. */
export const through = (url: string, { name, env: _, credentials }: Made): TestSandbox =>
  sandboxAt({ url, name, credentials })

/** What the control plane answers of a sandbox that it made. */
export interface Made {
  readonly name: string
  readonly credentials: { readonly [name: string]: { readonly token: string; readonly secret: string } }
  readonly env: object
}

/** Makes a sandbox at a server. */
export async function makeAt(url: string, request: object = {}): Promise<Made> {
  const { status, text, body } = await send(url, 'POST', '/_local/sandboxes', {}, bytesOf(request))
  if (status !== 201) throw new Error(`a sandbox was not made: ${status} ${text}`)
  return body
}
