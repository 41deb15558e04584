import { describe, expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { send } from '../http.ts'
import { credentialOf, signatureOf } from '../seeds/printed.ts'

/** The answers that were recorded from the real service (RB-fix): tevo-api.md §1.1, §1.5, §2.3 and §2.4. */

const ENDPOINT_MISSING = {
  error: "The endpoint you requested doesn't exist. You may have mistyped the address or the resource may have moved.",
}
const UNAUTHORIZED = '{"error":"Unauthorized"}'
const INCORRECT = '{"error":"Your signature is incorrect. Please ensure you are generating it correctly"}'

describe('401', () => {
  const { token, secret } = credentialOf('website')
  const sent = (headers: Record<string, string>) =>
    serve().then((server) => send(server.url, 'GET', '/v9/clients', headers))
  const anySignature = 'Vmv9v4xDs/0QRNqLWmhT5sjqeoF08Kcxrjcbs9tvP6M='

  test.each([
    ['without any header', {}],
    ['without a token', { 'X-Signature': anySignature }],
    ['without a signature', { 'X-Token': token }],
    ['with a token that nobody has', { 'X-Token': 'x'.repeat(32), 'X-Signature': anySignature }],
    ['with a token that is none', { 'X-Token': 'website', 'X-Signature': anySignature }],
  ])('%s: unauthorized', async (_name, headers: Record<string, string>) => {
    expect(await sent(headers)).toMatchObject({ status: 401, text: UNAUTHORIZED })
  })

  test.each([anySignature, 'no base64', 'a'.repeat(10_000)])(
    'with the wrong signature "%.20s": it is incorrect',
    async (it) => {
      const answer = await sent({ 'X-Token': token, 'X-Signature': it })
      expect(answer).toMatchObject({ status: 401, text: INCORRECT })
      expect(answer.headers['x-tevo-local']).toMatch(/^signature; mistake=[a-z0-9-]+; request=req_\d+$/)
    },
  )

  test('with the secret of somebody else: it is incorrect', async () => {
    const server = await serve()
    const request = { method: 'GET', target: '/v9/clients', headers: {}, body: Buffer.alloc(0) }
    const signature = signatureOf(request, new URL(server.url).host, credentialOf('processor').secret)
    const wrong = await send(server.url, 'GET', '/v9/clients', { 'X-Token': token, 'X-Signature': signature })
    expect(wrong).toMatchObject({ status: 401, text: INCORRECT })
    const right = signatureOf(request, new URL(server.url).host, secret)
    expect(await send(server.url, 'GET', '/v9/clients', { 'X-Token': token, 'X-Signature': right })).toMatchObject({
      status: 200,
    })
  })

  test('comes before anything else: a path that does not exist tells nothing to a stranger', async () => {
    const server = await serve()
    expect(await send(server.url, 'GET', '/v9/nonsense', {})).toMatchObject({ status: 401, text: UNAUTHORIZED })
  })
})

describe('404', () => {
  test.each([
    ['GET', '/v9/nonsense'],
    ['GET', '/v9'],
    ['GET', '/clients'],
    ['GET', '/v8/clients'],
    ['GET', '/v10/clients'],
    ['GET', '/v9/clients/107655/pets'],
    ['GET', '/v9/Clients'],
    // The wrong method on a path that exists.
    ['PATCH', '/v9/clients/107655'],
    ['POST', '/v9/clients/107655'],
    ['DELETE', '/v9/orders/1'],
  ])('%s %s is no endpoint', async (method, target) => {
    const server = await serve()
    const answer = await server.call(method, target)
    expect(answer).toMatchObject({ status: 404, body: ENDPOINT_MISSING })
    expect(answer.headers['x-tevo-local']).toBeUndefined()
  })

  test.each([
    ['/v9/clients/123', 'Client', '123'],
    ['/v9/clients/addresses', 'Client', 'addresses'],
    ['/v9/clients/107655abc', 'Client', '107655abc'],
    ['/v9/clients/0', 'Client', '0'],
    ['/v9/clients/-1', 'Client', '-1'],
    ['/v9/clients/1e5', 'Client', '1e5'],
    [`/v9/clients/${'9'.repeat(40)}`, 'Client', '9'.repeat(40)],
    ['/v9/clients/%27%20OR%201=1', 'Client', "' OR 1=1"],
    ['/v9/clients/__proto__', 'Client', '__proto__'],
    ['/v9/companies/123', 'Company', '123'],
    ['/v9/orders/123', 'Order', '123'],
    // W:4129639: of an order number, only the right part goes into a URL.
    ['/v9/orders/388214-819975', 'Order', '388214-819975'],
    ['/v9/clients/123/addresses', 'Client', '123'],
    ['/v9/clients/107655/addresses/123', 'Address', '123'],
    ['/v9/clients/107655/email_addresses/123', 'EmailAddress', '123'],
    ['/v9/clients/107655/phone_numbers/123', 'PhoneNumber', '123'],
    ['/v9/clients/107655/credit_cards/123', 'CreditCard', '123'],
  ])('GET %s: there is no such record', async (target, model, id) => {
    const server = await serve()
    expect(await server.get(target)).toMatchObject({
      status: 404,
      body: { error: 'Not Found', message: `Couldn't find ${model} with ID=${id}` },
    })
  })

  test('its letters are the recorded ones', async () => {
    const server = await serve()
    const { text } = await server.get('/v9/clients/addresses')
    expect(text).toBe('{"error":"Not Found","message":"Couldn\'t find Client with ID=addresses"}')
    expect((await server.get('/v9/nonsense')).text).toBe(JSON.stringify(ENDPOINT_MISSING))
  })
})

describe('422', () => {
  test.each([[{ name: '' }], [{ name: null }], [{}]])('POST /v9/clients of %j', async (entry) => {
    const server = await serve()
    const { status, body } = await server.post('/v9/clients', { clients: [entry] })
    expect(status).toBe(422)
    expect(body).toEqual({
      clients: [
        {
          id: null,
          name: null,
          updated_at: null,
          addresses: [],
          email_addresses: [],
          phone_numbers: [],
          errors: { name: ["can't be blank"] },
        },
      ],
    })
  })

  test('POST /v9/companies of a name that is taken', async () => {
    const server = await serve()
    await server.post('/v9/companies', { companies: [{ name: 'foo' }] })
    const { status, body } = await server.post('/v9/companies', { companies: [{ name: 'foo' }] })
    expect(status).toBe(422)
    expect(body).toEqual({
      companies: [{ errors: { name: ['has already been taken'] }, name: 'foo', id: null, updated_at: null }],
    })
  })

  test('PUT of a client with a blank name: the flat record, with its errors', async () => {
    const server = await serve()
    const { body: moe } = await server.get('/v9/clients/107655')
    for (const name of ['', null]) {
      const { status, body } = await server.call('PUT', '/v9/clients/107655', { body: { name } })
      expect(status).toBe(422)
      expect(body).toEqual({ ...moe, name: null, errors: { name: ["can't be blank"] } })
    }
    expect((await server.get('/v9/clients/107655')).body).toEqual(moe)
  })

  // GBA and PHP updateClient: the name has two words. In what words it is refused is not known.
  test('a client with a name of one word, made or renamed', async () => {
    const server = await serve()
    const errors = { name: ['must contain a first and a last name'] }
    const made = await server.post('/v9/clients', { clients: [{ name: 'Ned' }] })
    expect(made).toMatchObject({ status: 422, body: { clients: [{ id: null, name: 'Ned', errors }] } })
    const renamed = await server.call('PUT', '/v9/clients/107655', { body: { name: 'Moe' } })
    expect(renamed).toMatchObject({ status: 422, body: { id: '107655', name: 'Moe', errors } })
  })

  test('one bad entry refuses the whole batch, and uses no id', async () => {
    const server = await serve()
    const clients = [{ name: 'Ned Flanders' }, { name: '' }, { name: 'Maude Flanders' }]
    const { status, body } = await server.post('/v9/clients', { clients })
    expect(status).toBe(422)
    expect(body.clients.map(({ errors }: { errors?: object }) => errors)).toEqual([
      undefined,
      { name: ["can't be blank"] },
      undefined,
    ])
    expect((await server.get('/v9/clients')).body.total_entries).toBe(1)
    const made = await server.post('/v9/clients', { clients: [{ name: 'Ned Flanders' }] })
    expect(made.body.clients[0].id).toBe('168188')
  })
})

describe('200 and 201', () => {
  test('DELETE answers what is gone, and a later GET does not find it', async () => {
    const server = await serve()
    await server.post('/v9/companies', { companies: [{ name: 'foo' }] })
    const gone = await server.call('DELETE', '/v9/companies/11228')
    expect(gone).toMatchObject({ status: 200, text: '{"companies":[{"id":"11228"}]}' })
    expect(await server.get('/v9/companies/11228')).toMatchObject({
      status: 404,
      body: { error: 'Not Found', message: "Couldn't find Company with ID=11228" },
    })
  })

  test('an unchanged record has the same ETag, and a changed one another', async () => {
    const server = await serve()
    const [one, two] = [await server.get('/v9/clients/107655'), await server.get('/v9/clients/107655')]
    expect(one.headers.etag).toMatch(/^"[0-9a-f]{32}"$/)
    expect(two.headers.etag).toBe(one.headers.etag)
    await server.call('PUT', '/v9/clients/107655', { body: { tags: ['VIP'] } })
    expect((await server.get('/v9/clients/107655')).headers.etag).not.toBe(one.headers.etag)
  })

  test('only a 200 may be kept by a cache', async () => {
    const server = await serve()
    const kept = 'max-age=0, private, must-revalidate'
    expect((await server.get('/v9/clients')).headers['cache-control']).toBe(kept)
    const made = await server.post('/v9/clients', { clients: [{ name: 'Ned Flanders' }] })
    expect(made.headers['cache-control']).toBe('no-cache')
    expect((await server.get('/v9/clients/1')).headers['cache-control']).toBe('no-cache')
    expect((await send(server.url, 'GET', '/v9/clients', {})).headers['cache-control']).toBe('no-cache')
  })

  test('a list has its three counters as numbers, beside its entries', async () => {
    const server = await serve()
    const { body } = await server.get('/v9/clients?per_page=1')
    expect(body).toMatchObject({ current_page: 1, per_page: 1, total_entries: 1, clients: [{ id: '107655' }] })
    expect(Object.keys(body).toSorted()).toEqual(['clients', 'current_page', 'per_page', 'total_entries'])
    // W:4751395, and the PHP client asks for 100 of everything.
    const orders = await server.get('/v9/orders?page=1&per_page=100')
    expect(orders).toMatchObject({ status: 200, body: { per_page: 10 } })
  })
})

// RB-fix core/connection.yml, endpoints/accounts.yml: even unsigned.
test.each(['/', '/?page=5&per_page=100'])('GET %s redirects a client to the developer site', async (target) => {
  const server = await serve()
  const unsigned = await send(server.url, 'GET', target, { 'X-Token': 'x'.repeat(32) })
  const signed = await server.get(target)
  for (const answer of [unsigned, signed]) {
    expect(answer.status).toBe(301)
    expect(answer.headers.location).toBe('http://developer.ticketevolution.com')
    expect(answer.headers['content-type']).toContain('text/html')
    expect(answer.text).toMatch(/^<html>/)
  }
})

test('GET / shows a person what this is', async () => {
  const server = await serve()
  const page = await send(server.url, 'GET', '/', { Accept: 'text/html' })
  expect(page).toMatchObject({ status: 200, text: expect.stringContaining('tevo-local') })
})
