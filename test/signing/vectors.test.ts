import { describe, expect, test } from 'vitest'
import { explain } from '../../src/signing/explain.ts'
import { sign } from '../../src/signing/sign.ts'
import { stringToSign } from '../../src/signing/string-to-sign.ts'
import { verify } from '../../src/signing/verify.ts'
import { signature } from './clients.ts'

const RUBY_SECRET = '/3uZ9bXNe/6rxEBmlGLvoRXrcSzRDMfyJSewhlrc'
const PYTHON_SECRET = 'abcdefghijklmnopqrstuvwxyz12345678901234'
const HOST = 'api.sandbox.ticketevolution.com'
const RUBY_BODY = '{"one":1,"two":"two","three":"three"}'

type Vector = [method: string, target: string, body: string, signature: string]

// ticketevolution-ruby, spec/lib/ticket_evolution/core/connection_spec.rb
const RUBY_VECTORS: Vector[] = [
  ['GET', '/test', '', '1Ra2c8cbuw1G5Pw8BWaowDlMcxwMte8y/sL+vW2H4mY='],
  ['POST', '/test', '', 'pXqUawURysCxiIvPXCgTaQ1k5Nue0bAVHIyhrxJRmI0='],
  ['PUT', '/test', '', '+INyuqXHZv3+ybyGM/mQIJVJ6RslR/xUAmcauZnHWBo='],
  ['DELETE', '/test', '', 'Mwr4Z+hveuo8ITaYwaRQ/QdxYotpw97ZH1JfJmblVQY='],
  ['GET', '/test?one=1&two=two&three=three', '', '8eaaqg6d4DJ2SEWkCvkdhc05dITmpNbUrcbN75UBGMA='],
  ['POST', '/test', RUBY_BODY, '6PMaU8JQ5kH4PZLl8agJrZRZqnn65UGcCUA80E2dTDg='],
  ['PUT', '/test', RUBY_BODY, 'JEwlN3cuRXnb6rQlaorVYtlbGbBQRXs792YGQaH5BoM='],
  ['DELETE', '/test', RUBY_BODY, 'aHXaOzCmuVttO2qSnaH5Ku4SN2q/ukoxz2FIbCRWmeY='],
  ['GET', '/v9/test?one=1&two=two&three=three', '', 'YbwEmJL9P0hvpplEr2q2iL4Mpz+KevHUOjzgYh0ewh4='],
]

// ticketevolution-python, test/ticketevolution_test.py
const PYTHON_VECTORS: Vector[] = [
  ['GET', '/clients', '', 'CZ26dEtpFKkc21yjFK/FeFZ4Ak+9GLbdSQYKffbccd4='],
  ['GET', '/clients?page_num=1', '', '1cJFQkqe41x3AF5LPtDccmCvIcw97WXfkGksk+qUvq0='],
  ['POST', '/clients', '{"clients": [{"name": "Will Smith"}]}', 'YvU94mY7jmk1eOu26M4pkl64lK1PkQskZznMhL82IaY='],
]

describe.each([
  ['Ruby', RUBY_SECRET, RUBY_VECTORS],
  ['Python', PYTHON_SECRET, PYTHON_VECTORS],
])('the published vectors of the %s client', (_, secret, vectors) => {
  test.each(vectors)('sign() reproduces %s %s %s', (method, target, body, published) => {
    expect(sign({ method, host: HOST, target, body, secret }).signature).toBe(published)
    expect(sign({ method, url: `https://${HOST}${target}`, body, secret }).signature).toBe(published)
  })

  test.each(vectors)('verify() accepts %s %s %s', (method, target, body, published) => {
    const request = { method, target, host: HOST, body: Buffer.from(body), signature: published }
    expect(verify(request, secret)).toBe(true)
    expect(verify({ ...request, host: `${HOST}:3000` }, secret), 'the port is stripped').toBe(true)
    expect(verify({ ...request, host: 'localhost:8386' }, secret), 'through a proxy').toBe(true)
  })
})

test('the string to sign keeps its "?" when nothing follows', () => {
  const bytes = stringToSign({ method: 'get', host: HOST, path: '/test', payload: '' })
  expect(bytes.toString()).toBe('GET api.sandbox.ticketevolution.com/test?')
  expect(signature(bytes, RUBY_SECRET)).toBe('1Ra2c8cbuw1G5Pw8BWaowDlMcxwMte8y/sL+vW2H4mY=')
})

test('the vector of the Python client over an unsorted query is refused, and explained as unsorted', () => {
  const request = {
    method: 'GET',
    host: HOST,
    target: '/clients?per_page=1&page_num=1',
    body: new Uint8Array(),
    signature: 'PIzIqixgOwy8XFrxFbqxM9vL9iyoifpV4VjgWHD2naE=',
  }
  expect(signature(`GET ${HOST}/clients?per_page=1&page_num=1`, PYTHON_SECRET)).toBe(request.signature)
  expect(verify(request, PYTHON_SECRET)).toBe(false)
  const credential = { name: 'python', secret: PYTHON_SECRET }
  expect(explain({ request, token: 't', credential })).toMatchObject({
    mistake: 'unsorted-query',
    expected: 'GET api.sandbox.ticketevolution.com/clients?page_num=1&per_page=1',
  })
})

// https://ticketevolution.atlassian.net/wiki/spaces/API/pages/983115
test('the signature on the wiki page is stale: it belongs to the string of v8, without the version', () => {
  const shown = 'ohGcFIHF3vg75A8Kpg42LNxuQpQZJsTBKv8xnZASzu0='
  const request = {
    method: 'GET',
    host: 'api.ticketevolution.com',
    target: '/v9/brokerages?page=1&per_page=1',
    body: new Uint8Array(),
    signature: shown,
  }
  expect(signature('GET api.ticketevolution.com/brokerages?page=1&per_page=1', 'xyz')).toBe(shown)
  expect(verify(request, 'xyz')).toBe(false)
  expect(explain({ request, token: 't', credential: { name: 'wiki', secret: 'xyz' } }).mistake).toBe('missing-version')

  const correct = 'n+kyuaIJKFuUTkEYCdMhR3l3o9WNBbTIJE3qcniboWE='
  const { host, target } = request
  expect(sign({ method: 'GET', host, target, secret: 'xyz' })).toEqual({
    stringToSign: 'GET api.ticketevolution.com/v9/brokerages?page=1&per_page=1',
    signature: correct,
  })
  expect(verify({ ...request, signature: correct }, 'xyz')).toBe(true)
})
