import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { DEADLINE_MS, until, within } from '../deadline.ts'
import { send } from '../http.ts'
import { type Connection, open, openInTwo } from '../socket.ts'
import { launch, run, serve, useCli } from './cli.ts'

const cli = useCli()

const SECOND_MS = 1_000

type Server = Awaited<ReturnType<typeof serve>>

const COMPANY = {
  method: 'POST',
  target: '/v9/companies',
  body: { companies: [{ name: 'Held Company' }] },
  headers: { Connection: 'keep-alive' },
}

/** A connection that is kept alive after its request is answered. */
async function idleAt(url: string): Promise<Connection> {
  const connection = open(url, 'GET /_local/health HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await until('the answer', () => connection.received().includes('"status":"ok"'))
  return connection
}

async function endAfter(server: Server, signal: NodeJS.Signals) {
  const since = performance.now()
  server.child.kill(signal)
  const code = await within(DEADLINE_MS, `the end after ${signal}`, server.ended)
  return { code, took_ms: performance.now() - since }
}

test.for(['SIGTERM', 'SIGINT'] as const)('%s ends an idle server with exit code 0', async (signal) => {
  const server = await serve(cli())

  expect(await endAfter(server, signal)).toEqual({ code: 0, took_ms: expect.toSatisfy((ms: number) => ms < SECOND_MS) })
  expect(server.stderr()).toBe('')
})

test('it ends within a second though a connection is kept alive, another says nothing and a request is held', async () => {
  const server = await serve(cli())
  const idle = await idleAt(server.url)
  const silent = open(server.url, '')
  const held = await openInTwo(server, COMPANY)

  const { code, took_ms } = await endAfter(server, 'SIGTERM')

  expect(code).toBe(0)
  expect(took_ms).toBeLessThan(SECOND_MS)
  await Promise.all([idle.ended, silent.ended, held.ended])
  expect(server.stderr()).toBe('')
})

test('a request that is under way is answered, while no other one is taken', async () => {
  const server = await serve(cli())
  const idle = await idleAt(server.url)
  const held = await openInTwo(server, COMPANY)

  server.child.kill('SIGTERM')
  await idle.ended
  // Refused; or reset, when it was still in the queue of a port that has just been closed.
  await expect(send(server.url, 'GET', '/_local/health')).rejects.toThrow(/ECONNREFUSED|ECONNRESET/)
  held.finish()

  await held.ended
  expect(held.received()).toContain('HTTP/1.1 201 Created')
  expect(await within(DEADLINE_MS, 'the end', server.ended)).toBe(0)
})

test('a second signal ends it at once', async () => {
  const server = await serve(cli())
  await openInTwo(server, COMPANY)
  const idle = await idleAt(server.url)

  server.child.kill('SIGTERM')
  await idle.ended

  expect((await endAfter(server, 'SIGINT')).code).toBe(130)
})

test('as PID 1, which gets no signal that it does not listen for, it ends all the same', async ({ skip }) => {
  const apart = ['--user', '--map-root-user', '--pid', '--fork', '--kill-child']
  const tried = await run('unshare', [...apart, 'true']).catch(() => undefined)
  if (tried?.code !== 0) return skip('this machine makes no PID namespaces')
  const { child, lines, ended } = launch('unshare', [...apart, process.execPath, cli(), '--port', '0', '--log', 'json'])
  await lines(1)
  const inside = Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8'))

  process.kill(inside, 'SIGTERM')

  expect(await within(DEADLINE_MS, 'the end of PID 1', ended)).toBe(0)
})

test('whoever reads its output may go away: it goes on', async () => {
  const server = await serve(cli())
  const { child, url } = server
  child.stdout?.destroy()

  for (let nth = 0; nth < 3; nth += 1) expect((await send(url, 'GET', '/v9/orders')).status).toBe(401)
  expect((await endAfter(server, 'SIGTERM')).code).toBe(0)
})
