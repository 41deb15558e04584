import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  type DefaultCredentialName,
  type StartServerOptions,
  sign,
  startServer,
  type TevoLocal,
} from '../../src/index.ts'
import { send } from '../http.ts'
import { openInTwo } from '../socket.ts'
import { sandboxAt } from '../test-sandbox.ts'
import { call } from './call.ts'

/** A server that is stopped after the test. */
async function started<Names extends string = DefaultCredentialName>(
  options?: StartServerOptions<Names>,
): Promise<TevoLocal<Names>> {
  const server = await startServer(options)
  onTestFinished(() => server.stop())
  return server
}

const COMPANY = '{"companies":[{"name":"The Leftorium"}]}'

describe('startServer', () => {
  test('serves the default world on a free port, and says how to sign for it', async () => {
    const server = await started()

    expect(server.url).toBe(`http://127.0.0.1:${server.port}`)
    expect(server.controlToken).toBeNull()
    expect(server.credentials).toMatchObject({
      website: {
        type: 'API',
        token: 'springfieldwebsite00000000000001',
        secret: 'springfield-website-secret-0000000000001',
      },
      processor: { type: 'User' },
      store: { type: 'Affiliate' },
    })
    expect(await call(server, 'GET', '/v9/orders?type=Order&state=pending')).toMatchObject({ status: 200 })
    expect(await call(server, 'POST', '/v9/companies', COMPANY)).toMatchObject({ status: 201 })
  })

  test('serves several at once that share nothing', async () => {
    const [one, other] = await Promise.all([started(), started()])
    await call(one, 'POST', '/v9/companies', COMPANY)

    expect(await call(one, 'GET', '/v9/companies')).toMatchObject({ body: { total_entries: 1 } })
    expect(await call(other, 'GET', '/v9/companies')).toMatchObject({ body: { total_entries: 0 } })
  })

  test('serves another world', async () => {
    const acme = {
      type: 'API',
      token: 'acmewebsite000000000000000000001',
      secret: 'acme-website-secret-00000000000000000001',
    }
    const at = { updated_at: '2020-01-01T00:00:00Z' }
    const server = await started({
      world: {
        brokerages: [{ id: 7, name: 'Acme', abbreviation: 'ACME', ...at }],
        offices: [{ id: 8, brokerage_id: 7, name: 'Main', ...at }],
        credentials: [{ id: 1, name: 'acme', label: 'Acme', office_id: 8, ...acme }],
      },
    })

    expect(server.credentials).toEqual({ acme })
    expect(await call(server, 'GET', '/v9/clients', undefined, 'acme')).toMatchObject({ status: 200 })
  })

  test.for(['2026-01-31T19:00:00Z', new Date('2026-01-31T19:00:00Z')])(
    'lets the clock stand still at %s',
    async (clock) => {
      const server = await started({ clock })

      expect(await call(server, 'POST', '/v9/companies', COMPANY)).toMatchObject({
        body: { companies: [{ updated_at: '2026-01-31T19:00:00Z' }] },
      })
    },
  )

  test('makes a control token where others can reach it, and asks for one that is given', async () => {
    const [made, given] = await Promise.all([started({ host: '0.0.0.0' }), started({ controlToken: 'mine' })])
    const statusWith = async (server: TevoLocal, token: string) =>
      (await send(server.url, 'GET', '/_local/operations', { Authorization: `Bearer ${token}` })).status

    expect(made.controlToken).toMatch(/^[\w-]{32}$/)
    expect(given.controlToken).toBe('mine')
    expect(await statusWith(made, made.controlToken ?? '')).toBe(200)
    expect(await statusWith(made, 'mine')).toBe(401)
    expect(await statusWith(given, 'mine')).toBe(200)
  })

  test('leaves the globals of the process as they are', async () => {
    const { Request: before, Response: beforehand } = globalThis
    await started()

    expect(globalThis.Request).toBe(before)
    expect(globalThis.Response).toBe(beforehand)
  })

  test('arms faults from the start: rules, and presets by name', async () => {
    const rule = { match: { operation: 'orders.index' }, effect: { type: 'status', status: 503 } } as const
    const server = await started({ faults: [rule, 'lost-answer'] })

    expect((await call(server, 'GET', '/v9/orders')).status).toBe(503)
    expect(await sandboxAt(server).faults.list()).toMatchObject([
      { id: 'fault_1' },
      { id: 'lost-answer' },
      { id: 'lost-answer-v10' },
    ])
  })

  describe('with log', () => {
    afterEach(() => {
      vi.restoreAllMocks()
    })

    test.for([
      [undefined, []],
      ['json', [expect.stringMatching(/^\{"event":"request",.*\}\n$/)]],
      ['pretty', [expect.stringMatching(/^200 GET .*\n$/)]],
    ] as const)('%s writes what it should', async ([log, expected]) => {
      const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
      await call(await started({ log }), 'GET', '/v9/orders')

      expect(write.mock.calls.map(([text]) => text)).toEqual(expected)
    })
  })
})

const nested = (levels: number): unknown => (levels === 0 ? {} : [nested(levels - 1)])

describe('startServer refuses', () => {
  const refusals: [options: unknown, message: string | RegExp][] = [
    [
      { prot: 1 },
      'startServer(): prot: is not an option; there are port, host, cert, key, world, clock, controlToken, settings, seed, faults, webhooks, outbound, maxSandboxes, maxSnapshots, journal, maxConnections, headTimeout, requestTimeout, log',
    ],
    [{ faults: ['flaky', 'flaky'] }, /^startServer\(\): faults: two have the id "flaky-unavailable"; give each an id/],
    [{ port: 65_536 }, 'startServer(): port: 65536 is not a port: give a number from 0 (picks a free one) to 65535'],
    [{ maxSandboxes: 0 }, 'startServer(): maxSandboxes: 0 is not a limit: give a whole number from 1'],
    [{ maxSnapshots: 1.5 }, 'startServer(): maxSnapshots: 1.5 is not a limit: give a whole number from 0'],
    [{ port: '80.5' }, /^startServer\(\): port: 80.5 is not a port/],
    [
      { clock: 'noon' },
      'startServer(): clock: noon is not a time: give one with its zone, such as 2026-01-31T19:00:00Z',
    ],
    [{ clock: new Date(Number.NaN) }, /^startServer\(\): clock: a Date without a time is not a time/],
    [{ controlToken: 'two words' }, /^startServer\(\): controlToken: cannot go into a header/],
    [
      { faults: [{ effect: { type: 'explode' } }] },
      /^startServer\(\): faults: 0\.effect\.type: "explode" is not an effect: there are .+; see Fault$/,
    ],
    [{ faults: ['sunny'] }, /^startServer\(\): faults: 0: "sunny" is not a preset: there are flaky/],
    [{ faults: [nested(200)] }, /^startServer\(\): faults: is nested more than 100 levels deep; see Fault$/],
    [{ log: 'xml' }, 'startServer(): log: xml is not a format of the log: give one of pretty, json'],
    [{ world: { credentials: [{ id: 'x' }] } }, /^credentials\[0\]\.id: "x" is not an id/],
    [{ host: '203.0.113.1' }, /^203\.0\.113\.1 is not an address of this machine/],
  ]

  test.for(refusals)('%j', async ([options, message]) => {
    // As a program in plain JavaScript may call it.
    await expect(Reflect.apply(startServer, undefined, [options])).rejects.toThrow(message)
  })

  test('a port that is in use', async () => {
    const { port } = await started()

    await expect(startServer({ port })).rejects.toThrow(`port ${port} of 127.0.0.1 is in use; stop the program`)
  })
})

describe('stop', () => {
  test('frees the port, also when a connection is kept alive, and may be called twice', async () => {
    const server = await startServer()
    await call(server, 'GET', '/v9/orders') // fetch keeps its connection
    await Promise.all([server.stop(), server.stop()])
    await server.stop()

    expect((await started({ port: server.port })).port).toBe(server.port)
  })

  test('waits half a second for a request that is held, and then cuts it', async () => {
    const server = await startServer()
    const held = await openInTwo(sandboxAt(server), { method: 'POST', target: '/v9/clients', body: '{}' })

    const since = performance.now()
    await server.stop()

    expect(performance.now() - since).toBeLessThan(1_000)
    await held.ended
  })
})

describe('sign', () => {
  const secret = 'springfield-website-secret-0000000000001'

  test('signs a sorted copy of the query, of a URL as text or as an object', () => {
    const url = 'http://127.0.0.1:8386/v9/orders?type=Order&state=pending'
    const { stringToSign, signature } = sign({ method: 'get', url, secret })

    expect(stringToSign).toBe('GET 127.0.0.1:8386/v9/orders?state=pending&type=Order')
    expect(signature).toMatch(/^[A-Za-z0-9+/]{43}=$/)
    expect(sign({ method: 'GET', url: new URL(url), secret })).toEqual({ stringToSign, signature })
  })

  test('signs a body in place of the query, as text or as bytes', () => {
    const request = { method: 'POST', url: 'https://api.ticketevolution.com/v9/clients?a=1', secret }
    const signed = sign({ ...request, body: '{"é":1}' })

    expect(signed.stringToSign).toBe('POST api.ticketevolution.com/v9/clients?{"é":1}')
    expect(sign({ ...request, body: new TextEncoder().encode('{"é":1}') })).toEqual(signed)
  })

  test('refuses what is no whole URL', () => {
    expect(() => sign({ method: 'GET', url: '/v9/orders', secret })).toThrow('sign() was given the url "/v9/orders"')
  })
})
