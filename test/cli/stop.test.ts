import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { sign } from '../../src/signing/sign.ts'
import { send } from '../harness.ts'
import { launch, run, serve, useCli, within } from './cli.ts'

const cli = useCli()

const SECOND_MS = 1_000

type Server = Awaited<ReturnType<typeof serve>>

/** A connection that says something and is read from the start. */
async function open(url: string, text: string) {
  const { hostname, port } = new URL(url)
  const socket: Socket = connect(Number(port), hostname)
  onTestFinished(() => void socket.destroy())
  // A server that goes away may reset it.
  socket.on('error', () => {})
  let received = ''
  const waiting = new Set<() => void>()
  socket.on('data', (chunk) => {
    received += chunk
    for (const look of waiting) look()
  })
  socket.write(text)
  const until = (part: string) =>
    within(
      `"${part}" over the connection`,
      new Promise<string>((resolve, reject) => {
        const look = () => received.includes(part) && resolve(received)
        waiting.add(look)
        look()
        socket.once('close', () => reject(new Error(`it was closed after: ${received}`)))
      }),
    )
  const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(received)))
  return { socket, until, closed: () => within('the end of the connection', closed) }
}

/** A signed POST of a company, in two pieces: the server has begun the request and waits for the rest. */
function companyInTwo({ url, credentials }: Server) {
  const body = JSON.stringify({ companies: [{ name: 'Held Company' }] })
  const { token = '', secret = '' } = credentials.website ?? {}
  const { host } = new URL(url)
  const { signature } = sign({ method: 'POST', url: `${url}/v9/companies`, body, secret })
  const head = `POST /v9/companies HTTP/1.1\r\nHost: ${host}\r\nX-Token: ${token}\r\nX-Signature: ${signature}\r\n`
  // The server answers the Expect as soon as it has read the head: then the request is under way.
  return { head: `${head}Expect: 100-continue\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`, body }
}

async function endAfter(server: Server, signal: NodeJS.Signals) {
  const since = performance.now()
  server.child.kill(signal)
  const code = await within(`the end after ${signal}`, server.ended)
  return { code, took_ms: performance.now() - since }
}

test.for(['SIGTERM', 'SIGINT'] as const)('%s ends an idle server with exit code 0', async (signal) => {
  const server = await serve(cli())

  expect(await endAfter(server, signal)).toEqual({ code: 0, took_ms: expect.toSatisfy((ms: number) => ms < SECOND_MS) })
  expect(server.stderr()).toBe('')
})

test('it ends within a second though a connection is kept alive, another says nothing and a request is held', async () => {
  const server = await serve(cli())
  const idle = await open(server.url, 'GET /_local/health HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await idle.until('"status":"ok"')
  const silent = await open(server.url, '')
  const held = await open(server.url, companyInTwo(server).head)
  await held.until('100 Continue')

  const { code, took_ms } = await endAfter(server, 'SIGTERM')

  expect(code).toBe(0)
  expect(took_ms).toBeLessThan(SECOND_MS)
  await Promise.all([idle.closed(), silent.closed(), held.closed()])
  expect(server.stderr()).toBe('')
})

test('a request that is under way is answered, while no other one is taken', async () => {
  const server = await serve(cli())
  const idle = await open(server.url, 'GET /_local/health HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await idle.until('"status":"ok"')
  const { head, body } = companyInTwo(server)
  const held = await open(server.url, head)
  await held.until('100 Continue')

  server.child.kill('SIGTERM')
  await idle.closed()
  // Refused; or reset, when it was still in the queue of a port that has just been closed.
  await expect(send(server.url, 'GET', '/_local/health', {})).rejects.toThrow(/ECONNREFUSED|ECONNRESET/)
  held.socket.write(body)

  expect(await held.closed()).toContain('HTTP/1.1 201 Created')
  expect(await within('the end', server.ended)).toBe(0)
})

test('a second signal ends it at once', async () => {
  const server = await serve(cli())
  const held = await open(server.url, companyInTwo(server).head)
  await held.until('100 Continue')
  const idle = await open(server.url, 'GET /_local/health HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await idle.until('"status":"ok"')

  server.child.kill('SIGTERM')
  await idle.closed()

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

  expect(await within('the end of PID 1', ended)).toBe(0)
})

test('whoever reads its output may go away: it goes on', async () => {
  const server = await serve(cli())
  const { child, url } = server
  child.stdout?.destroy()

  for (let nth = 0; nth < 3; nth += 1) expect((await send(url, 'GET', '/v9/orders', {})).status).toBe(401)
  expect((await endAfter(server, 'SIGTERM')).code).toBe(0)
})
