import { describe, expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { send } from '../http.ts'
import { credentialOf } from '../seeds/printed.ts'
import { type Client, handwritten, node, php, proxied, ruby, signature } from '../signing/clients.ts'

/** The client libraries against the real port: tevo-api.md §1.3. */

const { token, secret } = credentialOf('website')
const PAIRS: [string, string][] = [
  ['per_page', '5'],
  ['name', 'Moe Szyslak'],
  ['ids[]', '1~2'],
  ['updated_at.gte', '2017-01-01T00:00:00Z'],
  ['page', '1'],
]

const LIBRARIES: [string, Client][] = [
  ['the PHP client', php],
  ['the Ruby client', ruby],
  ['the Node client', node],
  ['a client of a few lines', handwritten],
  ['a client behind a proxy', proxied],
]

describe.each(LIBRARIES)('%s', (_name, library) => {
  test.each([
    ['GET', '/v9/clients', PAIRS, '', 200],
    ['GET', '/v9/clients/107655', [], '', 200],
    ['POST', '/v9/clients', [], '{"clients": [{"name": "Will Smith"}]}', 201],
    ['PUT', '/v9/clients/107655', [], '{ "name":  "Moe Szyslak" }', 200],
    ['DELETE', '/v9/clients/107655/email_addresses/33333', [], '', 200],
  ] satisfies [string, string, [string, string][], string, number][])(
    'gets in with %s %s',
    async (method, path, pairs, body, status) => {
      const server = await serve()
      const { host } = new URL(server.url)
      const call = library({ method, host, path, pairs, body, secret })
      const headers = { 'X-Token': token, 'X-Signature': call.signature ?? '' }
      const answer = await send(server.url, method, call.target, headers, Buffer.from(body))
      expect(answer.status, answer.text).toBe(status)
    },
  )
})

const INCORRECT = 'Your signature is incorrect. Please ensure you are generating it correctly'

test('a query that is signed in the order it is sent in gets in only when that order is sorted', async () => {
  const server = await serve()
  const { host } = new URL(server.url)
  const asPython = (target: string) =>
    send(server.url, 'GET', target, { 'X-Token': token, 'X-Signature': signature(`GET ${host}${target}`, secret) })
  expect(await asPython('/v9/clients?page=1&per_page=1')).toMatchObject({ status: 200 })
  expect(await asPython('/v9/clients?per_page=1&page=1')).toMatchObject({ status: 401, body: { error: INCORRECT } })
})

// RB-fix endpoints/company/destroy_error.yml: the same signature twice, with the body "null" and with none.
test('a DELETE with a body that was not signed is refused, and without it looked up', async () => {
  const server = await serve()
  const { host } = new URL(server.url)
  const headers = { 'X-Token': token, 'X-Signature': signature(`DELETE ${host}/v9/companies/123?`, secret) }
  const withBody = await send(server.url, 'DELETE', '/v9/companies/123', headers, Buffer.from('null'))
  expect(withBody).toMatchObject({ status: 401, body: { error: INCORRECT } })
  const without = await send(server.url, 'DELETE', '/v9/companies/123', headers)
  expect(without).toMatchObject({
    status: 404,
    body: { error: 'Not Found', message: "Couldn't find Company with ID=123" },
  })
})

test('the body replaces the query in what is signed, also of a DELETE', async () => {
  const server = await serve()
  const { host } = new URL(server.url)
  const made = await server.post('/v9/companies', { companies: [{ name: 'Moe’s' }] })
  const { id } = made.body.companies[0]
  const signed = signature(`DELETE ${host}/v9/companies/${id}?{}`, secret)
  const headers = { 'X-Token': token, 'X-Signature': signed }
  const answer = await send(server.url, 'DELETE', `/v9/companies/${id}?a=b`, headers, Buffer.from('{}'))
  expect(answer).toMatchObject({ status: 200, body: { companies: [{ id }] } })
})
