import { describe, expect, test } from 'vitest'
import { until } from '../deadline.ts'
import { serve, type TestServer } from '../harness.ts'
import { orderBody } from '../orders/journey.ts'
import { open, rawRequest } from '../socket.ts'

/** What the sentence of a failed `verify` says of the cause. */

async function detailOf(server: TestServer, match: object, times?: object): Promise<string> {
  const { status, body } = await server.control('POST', '/requests/verify', { match, ...(times && { times }) })
  expect(status).toBe(409)
  expect(body.detail).not.toContain('[redacted]')
  return body.detail
}

describe('the sentence ends with the cause of the nearest miss', () => {
  test('its first problem', async () => {
    const server = await serve()
    await server.post('/v9/orders', orderBody({}, { price: 1 }))
    expect(await detailOf(server, { status: 201 })).toMatch(
      /nearest: req_1, status is 422 and not 201; req_1 was refused: Ticket group \d+ cannot be sold below its wholesale price.*$/,
    )
  })

  test('the mistake of its signature', async () => {
    const server = await serve()
    await server.call('GET', '/v9/orders?b=1', { signedTarget: '/orders?b=1' })
    expect(await detailOf(server, { status: 200 })).toMatch(
      /; the signature of req_1 was refused: missing-version: The signature fits the path "\/orders".*\.$/,
    )
  })

  test('the fault that acted', async () => {
    const server = await serve()
    await server.faults.arm({ id: 'busy', effect: { type: 'status', status: 503 } })
    await server.get('/v9/orders')
    expect(await detailOf(server, { status: 200 })).toMatch(/; req_1 met the fault busy, status in before-handler$/)
  })

  test('the fields that nothing reads', async () => {
    const server = await serve()
    await server.get('/v9/orders?stat=pending')
    expect(await detailOf(server, { query: { state: 'pending' } })).toMatch(
      /query state is not there and not "pending"; nothing reads \?stat of req_1$/,
    )
  })

  test('what was noted of it, where nothing else is known', async () => {
    const server = await serve()
    await server.get('/v9/nowhere')
    expect(await detailOf(server, { status: 200 })).toMatch(/; req_1: GET \/v9\/nowhere is not a documented operation/)
  })
})

test('when too many came, it names each with what became of its answer', async () => {
  const server = await serve()
  await server.post('/v9/companies', { companies: [{ name: 'A' }] })
  await server.post('/v9/companies', { companies: [] })
  await server.faults.arm({ id: 'lost', phase: 'after-commit', effect: { type: 'reset' }, times: 1 })
  await server.post('/v9/companies', { companies: [{ name: 'B' }] }).catch(() => null)
  await server.faults.arm({ id: 'stall', effect: { type: 'stall' } })
  const request = { method: 'POST', target: '/v9/companies', body: { companies: [{ name: 'C' }] } }
  const { leave } = open(server.url, rawRequest(server, request))
  await until('the request that stalls', async () => (await server.faults.get('stall')).held === 1)

  expect(await detailOf(server, { method: 'POST' }, { max: 1 })).toMatch(
    /4 did; they are req_1 \(answered 201\), req_2 \(answered \d+\), req_3 \(no answer: the fault lost, reset in after-commit\), req_4 \(still waits: the fault stall, stall in before-handler\)$/,
  )
  leave()
  await server.faults.disarm()
  for (let nth = 0; nth < 12; nth += 1) await server.get('/v9/companies')
  expect(await detailOf(server, { method: 'GET' }, { max: 1 })).toMatch(
    /they are req_5 \(answered 200\), .* and 2 more$/,
  )
})

describe('a private value', () => {
  async function client(redact: boolean): Promise<TestServer> {
    const server = await serve({ settings: { redact } })
    await server.post('/v9/clients', { clients: [{ name: 'Ned Flanders', tags: ['ned@work.example'] }] })
    await server.get('/v9/clients?name=Flanders')
    return server
  }
  const where = (expected: unknown) => ({ operation: 'clients.create', where: { '/clients/0/name': expected } })

  test.for<[unknown, string]>([
    ['Ned Flandezs', '12 characters, differs from the 11th'],
    ['Ned', '12 characters, differs from the 4th'],
    ['Ned Flanders II', '12 characters, and 15 are expected'],
    [{ prefix: 'Need' }, '12 characters, differs from the 3rd'],
    [{ contains: 'ns' }, '12 characters, without the 2 that it is to contain'],
    [{ one_of: ['Ned', 'Moe'] }, '12 characters, none of the 2 values'],
    [{ absent: true }, 'there, with 12 characters'],
    [5, '12 characters, differs from the 1st'],
  ])('that is not %j is told by where it differs', async ([expected, words]) => {
    const detail = await detailOf(await client(true), where(expected))
    expect(detail).toMatch(new RegExp(`nearest: req_1, where /clients/0/name is ${words}$`))
    expect(detail).not.toMatch(/Ned|Flan|Moe/)
  })

  test('in a query and in a list, too; and one that is not private is shown', async () => {
    const server = await client(true)
    const inQuery = await detailOf(server, { operation: 'clients.index', query: { name: 'Flanderz' } })
    expect(inQuery).toMatch(/query name is 8 characters, differs from the 8th/)
    const inList = await detailOf(server, { operation: 'clients.create', where: { '/clients/0/tags/0': 'ned@home' } })
    expect(inList).toMatch(/where \/clients\/0\/tags\/0 is 16 characters, differs from the 5th/)
    await server.post('/v9/orders', orderBody())
    expect(await detailOf(server, { operation: 'orders.create', where: { '/orders/0/client_id': 5 } })).toMatch(
      /where \/orders\/0\/client_id is 107655 and not 5/,
    )
  })

  test('is shown with "redact": false, in the list too, and a secret is not', async () => {
    const server = await client(false)
    expect(await detailOf(server, where('Moe'))).toMatch(/where \/clients\/0\/name is "Ned Flanders" and not "Moe"$/)
    const { request, response } = await server.journal.get('req_1')
    expect(request.body).toContain('"name":"Ned Flanders"')
    expect(response.body).toContain('ned@work.example')
    expect(request.headers['x-signature']).toBe('[redacted]')

    const card = {
      number: '4111111111111111',
      verification_code: '123',
      name: 'Ned',
      expiration_month: 1,
      expiration_year: 2039,
    }
    await server.post('/v9/clients/107655/credit_cards', { credit_cards: [card] })
    const { body } = (await server.journal.get('req_3')).request
    expect(body).toContain('"name":"Ned"')
    expect(body).not.toMatch(/4111|"123"/)
    const secret = { where: { '/credit_cards/0/verification_code': '124' } }
    expect(await detailOf(server, secret)).toMatch(/verification_code is 3 characters, differs from the 3rd/)
    await server.settings({ redact: true })
    expect((await server.journal.get('req_1')).request.body).toContain('[redacted]')
  })
})
