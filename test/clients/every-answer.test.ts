import { expect, test } from 'vitest'
import { operations } from '../../src/routes/operations.ts'
import { matchOperation } from '../../src/routes/router.ts'
import { serve } from '../harness.ts'
import { type Received, send } from '../http.ts'
import { printedText } from '../seeds/printed.ts'

/** What a client may count on, whatever it asks: a JSON object, and a word when something is not emulated. */

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)

function expectObject(answer: Received, name: string): void {
  expect(answer.headers['content-type'], name).toBe('application/json; charset=utf-8')
  expect(isObject(answer.body), `${name}: ${answer.text}`).toBe(true)
  const mark = answer.headers['x-tevo-local'] ?? ''
  expect(mark, name).toMatch(/^[\x20-\x7e]{0,200}$/)
}

const targetOf = (path: string) => path.replaceAll(/:[a-z_]+/g, '1')
const takesBody = (method: string) => method === 'POST' || method === 'PUT' || method === 'PATCH'

test('every operation answers a JSON object: signed or not, with no body, an empty object or no JSON at all', async () => {
  const server = await serve()
  for (const { id, method, path } of operations) {
    const target = targetOf(path)
    expectObject(await send(server.url, method, target, {}), `${id}, unsigned`)
    expectObject(await server.call(method, target), `${id}, without a body`)
    if (!takesBody(method)) continue
    for (const body of ['{}', '{', 'null', '[]', '"text"', '12', '\u0000'])
      expectObject(await server.call(method, target, { body }), `${id} with ${body}`)
  }
})

test('a request that is no operation is answered with a JSON object too', async () => {
  const server = await serve()
  for (const [method, target] of [
    ['GET', '/v9/nonsense'],
    ['DELETE', '/v9'],
    ['OPTIONS', '/v9/clients'],
    ['GET', '/v9//clients'],
    ['GET', '/v9/clients/%'],
    ['GET', '/v9/clients/%E0%A4%A'],
  ] as const) {
    const answer = await server.call(method, target)
    expectObject(answer, `${method} ${target}`)
    expect(answer.status).toBe(404)
  }
})

test('a DELETE answers the id of what is gone, under the plural name', async () => {
  const server = await serve()
  await server.post('/v9/companies', { companies: [{ name: 'The Leftorium' }] })
  for (const [target, plural, id] of [
    ['/v9/companies/11228', 'companies', '11228'],
    ['/v9/clients/107655/email_addresses/33333', 'email_addresses', '33333'],
    ['/v9/clients/107655/addresses/111111', 'addresses', '111111'],
    ['/v9/clients/107655/phone_numbers/33333', 'phone_numbers', '33333'],
    ['/v9/clients/107655/credit_cards/2222', 'credit_cards', '2222'],
  ] as const) {
    const gone = await server.call('DELETE', target)
    expect(gone).toMatchObject({ status: 200, body: { [plural]: [{ id }] } })
    expectObject(gone, target)
    expect(await server.call('DELETE', target)).toMatchObject({ status: 404 })
  }
  // What was gone is nowhere a primary any more.
  const { body: moe } = await server.get('/v9/clients/107655')
  expect(moe).toMatchObject({
    email_addresses: [],
    addresses: [],
    phone_numbers: [],
    primary_email_address: null,
    primary_shipping_address: null,
    primary_billing_address: null,
    primary_phone_number: null,
    primary_credit_card: null,
  })
})

/** Every `url` in an answer, at any depth. */
function urlsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(urlsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) =>
    key === 'url' && typeof each === 'string' ? [each] : urlsIn(each),
  )
}

// tevo-api.md §2.5: the Ruby client makes of it what a record is, and where it is.
test('the url of a record, after the version, is the path to it', async () => {
  const server = await serve()
  await server.post('/v9/companies', { companies: [{ name: 'The Leftorium' }] })
  await server.post('/v9/orders', JSON.parse(printedText('004-fedex.txt')))
  const parts = ['', '/email_addresses', '/addresses', '/phone_numbers', '/credit_cards']
  const lists = ['/v9/companies', '/v9/orders', '/v9/clients', ...parts.map((part) => `/v9/clients/107655${part}`)]
  const urls = new Set<string>()
  for (const list of lists) for (const url of urlsIn((await server.get(list)).body)) urls.add(url)

  const isOwn = (url: string) => /^\/(clients|companies|orders|payments|shipments)\//.test(url)
  const own = [...urls].filter((url) => isOwn(url) && matchOperation('GET', `/v9${url}`).operation?.emulated)
  expect(own.length).toBeGreaterThanOrEqual(12)
  for (const url of own) expect(await server.get(`/v9${url}`), url).toMatchObject({ status: 200, body: { url } })
})

const missing = operations.filter((operation) => !operation.emulated)

test('what is documented but not emulated says so, in the header, in the journal and in the list of operations', async () => {
  const server = await serve()
  const { body: list } = await server.local('GET', '/operations')
  for (const { id, method, path, reason } of missing) {
    const answer = await server.call(method, targetOf(path))
    expect(answer.status, id).toBe(404)
    expect(answer.headers['x-tevo-local'], id).toBe('not-emulated')
    expect(answer.body.error).toMatch(/^The endpoint you requested doesn't exist\./)
    const entry = await server.journal.last()
    expect(entry, id).toMatchObject({ operation: id, status: 404 })
    expect(entry.notes.join(), id).toContain(reason)
    expect(list.operations).toContainEqual(expect.objectContaining({ id, emulated: false, reason }))
  }
})

test('an unknown path is not mistaken for one of these', async () => {
  const server = await serve()
  const answer = await server.get('/v9/pinns')
  expect(answer.status).toBe(404)
  expect(answer.headers['x-tevo-local']).toBeUndefined()
})

test('no good answer and no refused order carries a header of ours', async () => {
  const server = await serve()
  const answers = [
    await server.get('/v9/clients'),
    await server.post('/v9/orders', JSON.parse(printedText('004-fedex.txt'))),
    await server.post('/v9/orders', { orders: [{}] }),
    await server.post('/v9/orders', {}),
    await server.get('/v9/clients/1'),
  ]
  expect(answers.map(({ status }) => status)).toEqual([200, 201, 422, 400, 404])
  for (const { headers } of answers) expect(headers['x-tevo-local']).toBeUndefined()
})
