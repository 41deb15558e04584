import { expect, test } from 'vitest'
import { orderBody } from '../orders/journey.ts'
import { sandboxAt } from '../test-sandbox.ts'
import { launchCli, serve, useCli } from './cli.ts'

/** What is printed before the first request. */
const START_UP_LINES = 16

const cli = useCli()

/** A server that logs for a person. */
async function pretty() {
  const running = launchCli(cli(), ['--port', '0', '--clock', '2026-01-01T00:00:00Z'])
  const printed = await running.lines(START_UP_LINES)
  const credentials = Object.fromEntries(
    printed.slice(3, 7).map((line) => {
      const [name = '', type = '', token = '', secret = ''] = line.trim().split(/ +/)
      return [name, { type, token, secret }]
    }),
  )
  return {
    ...sandboxAt({ url: printed[0]?.split(' ').at(-1) ?? '', credentials }),
    credentials,
    after: async (count: number) => (await running.lines(START_UP_LINES + count)).slice(START_UP_LINES),
  }
}

const MOE = JSON.stringify({ clients: [{ name: 'Barney Gumble', tags: ["O'Hara"], notes: 'barney@example.com' }] })

test('a request is one line: status, method, path, operation, credential, time', async () => {
  const server = await pretty()
  await server.post('/v9/clients', MOE)
  await server.get('/v9/clients?name=Barney%20Gumble')

  const [first, second] = await server.after(2)

  expect(first).toMatch(/^201 POST {4}\/v9\/clients {2}clients\.create {2}as website {2}[\d.]+ ms$/)
  expect(second).toMatch(/^200 GET {5}\/v9\/clients {2}clients\.\w+ {2}as website {2}[\d.]+ ms$/)
})

test('under a refused signature stand the mistake, what to do, and the string that should have been signed', async () => {
  const server = await pretty()
  const { status } = await server.call('GET', '/v9/orders?type=Order&state=pending', {
    as: 'processor',
    signedTarget: '/orders?type=Order&state=pending',
  })

  const [line, mistake, expected] = await server.after(3)

  expect(status).toBe(401)
  expect(line).toMatch(/^401 GET {5}\/v9\/orders {2}orders\.\w+ {2}as processor {2}/)
  expect(mistake).toMatch(/^ {4}missing-version: \S.*\.$/)
  expect(expected).toBe(`    string to sign: GET ${new URL(server.url).host}/v9/orders?state=pending&type=Order`)
})

test('under what is not emulated stands the reason, under any other 4xx what the journal noted', async () => {
  const server = await pretty()
  await server.get('/v9/credit_memos')
  await server.get('/v9/nowhere')

  const [, reason, , note] = await server.after(4)

  expect(reason).toMatch(/^ {4}credit_memos\.\w+ is documented but not emulated: \S/)
  expect(note).toMatch(/^ {4}GET \/v9\/nowhere is not a documented operation: see GET \/_local\/operations$/)
})

/** An order below the cost of its tickets. */
const REFUSED = JSON.stringify(orderBody({}, { price: 1 }))
const CANNOT_BE_SOLD =
  'Ticket group 52554287 cannot be sold below its wholesale price of 40.00; the price was 1.00: use discount to sell for less'

test('under an order that is refused stands our sentence, which the answer does not say', async () => {
  const server = await pretty()
  const { status, body } = await server.post('/v9/orders', REFUSED)

  const [line, sentence] = await server.after(2)

  expect([status, body[0]]).toEqual([422, 'OrderGroup::TicketPriceError'])
  expect(line).toMatch(/^422 POST {4}\/v9\/orders {2}orders\.create {2}as website {2}/)
  expect(sentence).toBe(`    ${CANNOT_BE_SOLD}`)
})

test('under a request that a fault met stands which one, and a dash stands for an answer that was none', async () => {
  const server = await pretty()
  const rule = { id: 'lost', phase: 'after-commit', effect: { type: 'reset' }, times: 1 }
  await server.faults.arm(rule)
  await server.post('/v9/clients', MOE).catch(() => null)

  const [line, fault] = await server.after(2)

  expect(line).toMatch(/^--- POST {4}\/v9\/clients {2}clients\.create {2}as website {2}[\d.]+ ms$/)
  expect(fault).toBe('    fault lost: reset, after-commit')
})

test('in one more line stands what nothing read, and in one the answer of what was refused without a reason', async () => {
  const server = await pretty()
  await server.get('/v9/orders?stat=pending&typ=Order')
  await server.get('/v9/orders/1')
  await server.post('/v9/companies', { companies: [{ vip: true }] })

  const [ok, ignored, , answered, , reason] = await server.after(6)

  expect(ok).toMatch(/^200 GET /)
  expect(ignored).toBe('    nothing reads ?stat, ?typ')
  expect(answered).toBe('    answered {"error":"Not Found","message":"Couldn\'t find Order with ID=1"}')
  expect(reason).toMatch(/^ {4}\/companies\/0\/name /)
})

test('with --log json each request is an object on a line of its own', async () => {
  const server = await serve(cli(), ['--clock', '2026-01-01T00:00:00Z'])
  await server.post('/v9/clients', MOE)
  await server.call('GET', '/v9/orders?page=1&per_page=2', { signedTarget: '/v9/orders?page=2' })

  await server.post('/v9/orders', REFUSED)

  const [, created, refused, unsold] = (await server.lines(4)).map((line) => JSON.parse(line))

  expect(created).toMatchObject({
    event: 'request',
    sandbox: 'default',
    id: 'req_1',
    at: '2026-01-01T00:00:00.000Z',
    method: 'POST',
    path: '/v9/clients',
    status: 201,
    operation: 'clients.create',
    credential: 'website',
    signature: { verdict: 'valid' },
    committed: true,
    created: [expect.objectContaining({ type: 'client' })],
  })
  expect(refused).toMatchObject({
    status: 401,
    signature: {
      verdict: 'refused',
      mistake: expect.stringMatching(/^[a-z-]+$/),
      message: expect.any(String),
      expected: `GET ${new URL(server.url).host}/v9/orders?page=1&per_page=2`,
    },
  })
  expect(unsold).toMatchObject({ status: 422, problems: [{ path: '', message: CANNOT_BE_SOLD }] })
})

test.for(['pretty', 'json'])(
  'the log as %s has no secrets, no personal data, and nothing that a terminal obeys',
  async (format) => {
    const server = await serve(cli())
    const log = format === 'json' ? server : await pretty()
    // Signed wrong, so that the log shows the string to sign, which ends in the body.
    const body = `{"clients":[{"name":"Barney Gumble"}],\n"x":"barney@example.com \u001b[31m \u009b31m 4111111111111111"}`
    await log.call('POST', '/v9/clients', { body, signedTarget: '/v9/orders' })
    await log.call('GET', '/v9/barney@example.com?name=Barney', { signedTarget: '/' })

    const lines = 'after' in log ? await log.after(6) : (await log.lines(3)).slice(1)
    const text = lines.join('\n')

    expect(text).toContain('[redacted]')
    for (const secret of [
      'Barney',
      'Gumble',
      'barney@',
      '4111111111111111',
      ...Object.values(log.credentials).map((credential) => credential.secret),
    ])
      expect(text).not.toContain(secret)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
  },
)
