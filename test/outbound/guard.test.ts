import type { LookupAddress, lookup } from 'node:dns'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { makeCall } from '../../src/outbound/call.ts'
import { guarding, refusedAddress } from '../../src/outbound/guard.ts'
import fc from '../properties.ts'
import { receiver } from '../webhooks/receiver.ts'

/** Whom TEvo's own calls may reach: a developer's service, and nothing that gives out a machine's credentials. */

const call = (url: string, deadline_ms = 10_000) =>
  makeCall({ method: 'POST', url, headers: {}, body: 'a=b', deadline_ms })

test.for([
  'http://169.254.169.254/latest/meta-data/',
  'http://169.254.0.1/',
  'http://2852039166/',
  'http://0xA9FEA9FE/',
  'http://0251.0376.0251.0376/',
  'http://[fe80::1]/',
  'http://[::ffff:169.254.169.254]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://[fd00:ec2::254]/',
  'http://100.100.100.200/',
  'http://168.63.129.16/',
])('%s is not called', async (url) => {
  expect(await call(url)).toEqual({
    status: null,
    text: '',
    isSent: false,
    duration_ms: 0,
    error: expect.stringContaining('is a link-local or cloud metadata address, which is not called'),
  })
})

test('loopback and private addresses may be called', () => {
  for (const address of ['127.0.0.1', '10.0.0.1', '172.16.0.1', '192.168.0.1', '::1', 'fd12::1', '8.8.8.8', '0.0.0.0'])
    expect(refusedAddress(address)).toBeNull()
})

test('any address of the link-local network is refused, however it is written', () => {
  const byte = fc.integer({ min: 0, max: 255 })
  fc.assert(
    fc.property(byte, byte, (third, fourth) => {
      const plain = `169.254.${third}.${fourth}`
      const number = (169 * 2 ** 24 + 254 * 2 ** 16 + third * 256 + fourth).toString()
      for (const host of [plain, number, `[::ffff:${plain}]`]) {
        const { hostname } = new URL(`http://${host}/`)
        expect(refusedAddress(hostname.replace(/^\[|\]$/g, ''))).not.toBeNull()
      }
    }),
  )
})

/** A resolver that knows one name. */
const knowing = (addresses: readonly LookupAddress[]) =>
  ((_: string, __: object, found: (problem: null, all: readonly LookupAddress[]) => void) => {
    setImmediate(() => found(null, addresses))
  }) as unknown as typeof lookup

/** Calls through the guard, at a name that the resolver knows. */
function callByName(addresses: readonly LookupAddress[], port: number): Promise<string> {
  return new Promise((resolve) => {
    const outgoing = request(`http://service.test:${port}/`, { lookup: guarding(knowing(addresses)), agent: false })
    outgoing.on('response', (incoming) => {
      incoming.resume()
      resolve(String(incoming.statusCode))
    })
    outgoing.on('error', (problem) => resolve(problem.message))
    outgoing.end()
  })
}

describe('by name', () => {
  test('the address that was checked is the one that is called', async () => {
    const hook = await receiver()
    expect(await callByName([{ address: '127.0.0.1', family: 4 }], hook.port)).toBe('200')
  })

  test('a name that leads to a refused address is refused, also among others', async () => {
    const hook = await receiver()
    const refused = { address: '169.254.169.254', family: 4 }
    for (const addresses of [[refused], [{ address: '127.0.0.1', family: 4 }, refused]])
      expect(await callByName(addresses, hook.port)).toMatch(
        /^service\.test leads to 169\.254\.169\.254 is a link-local/,
      )
    expect(hook.received).toEqual([])
  })

  test('localhost is called', async () => {
    const hook = await receiver()
    expect(await call(`http://localhost:${hook.port}/`)).toMatchObject({ status: 200, error: null })
  })
})

test('a call that takes too long is given up', async () => {
  const hook = await receiver(() => {})
  expect(await call(hook.url, 50)).toMatchObject({ status: null, error: 'no answer within 50 ms' })
})

test('an answer that drips is given up at the deadline, too', async () => {
  const hook = await receiver((_, response) => void response.writeHead(200).write('a'))
  expect(await call(hook.url, 50)).toMatchObject({
    status: 200,
    text: 'a',
    error: expect.stringContaining('did not end'),
  })
})

test('of a long answer the beginning is read, and the rest is left', async () => {
  let sent = 0
  const server = createServer((incoming, response) => {
    incoming.resume()
    const more = () => {
      while (!response.destroyed && sent < 512 * 1024 * 1024) {
        sent += 65_536
        if (!response.write(Buffer.alloc(65_536, 97))) return response.once('drain', more)
      }
      return undefined
    }
    more()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const { status, text } = await call(`http://127.0.0.1:${port}/`)
  expect([status, text.length]).toEqual([200, 65_536])
  expect(sent).toBeLessThan(64 * 1024 * 1024)
})

test.for(['http://127.0.0.1:1/', 'http://nobody.invalid/', 'https://127.0.0.1:1/'])(
  '%s: an error, and not a throw',
  async (url) => {
    const { status, error } = await call(url)
    expect(status).toBeNull()
    expect(error).toMatch(/ECONNREFUSED|ENOTFOUND|EAI_AGAIN/)
  },
)

test('a header that cannot be sent is an error, and not a throw', async () => {
  const called = await makeCall({
    method: 'POST',
    url: 'http://127.0.0.1:1/',
    headers: { 'X-Api-Key': 'a\nb' },
    body: '',
    deadline_ms: 100,
  })
  expect(called).toMatchObject({ status: null, error: expect.stringContaining('Invalid character') })
})

test('few files can call somebody', () => {
  const src = new URL('../../src/', import.meta.url)
  const canCall =
    /\b(?:request|get|connect)\b[^;\n]* from 'node:(?:http|https|http2|net|tls|dgram)'|\b(?:globalThis\.|= )fetch\b|(?<![.\w'`])fetch\(/
  const callers = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && canCall.test(readFileSync(new URL(path, src), 'utf8')),
  )

  // Webhooks and brokers' services; the commands `call` and `verify` and the library, which call the server that they are
  // told of; and where several processes serve one TEvo, they call each other.
  expect(callers.sort()).toEqual([
    'commands/send.ts',
    'http/owner-connections.ts',
    'library/control.ts',
    'library/trusting-fetch.ts',
    'outbound/call.ts',
    'routes/control/tell-others.ts',
  ])
})
