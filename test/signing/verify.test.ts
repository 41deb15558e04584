import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { buffer, text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { type SignedRequest, verify } from '../../src/signing/verify.ts'
import { signature } from './clients.ts'

const SECRET = 'springfield-website-secret-0000000000001'
const get = (target: string, signed: string): SignedRequest => ({
  method: 'GET',
  host: '127.0.0.1:8386',
  target,
  body: new Uint8Array(),
  signature: signature(signed, SECRET),
})
const post = (body: string, signed: string): SignedRequest => ({
  ...get('/v9/orders', signed),
  method: 'POST',
  body: Buffer.from(body),
})

describe('the host may be signed', () => {
  test.each([
    ['as the Host header came', '127.0.0.1:8386'],
    ['without its port', '127.0.0.1'],
    ['with http:// in front', 'http://127.0.0.1:8386'],
    ['with http:// in front and without its port', 'http://127.0.0.1'],
    ['with https:// in front', 'https://127.0.0.1:8386'],
    ['with https:// in front and without its port', 'https://127.0.0.1'],
    ['as the host of production', 'api.ticketevolution.com'],
    ['as the host of the sandbox', 'api.sandbox.ticketevolution.com'],
  ])('%s', (_, host) => {
    expect(verify(get('/v9/orders', `GET ${host}/v9/orders?`), SECRET)).toBe(true)
    expect(verify(post('{"a":1}', `POST ${host}/v9/orders?{"a":1}`), SECRET)).toBe(true)
  })

  test('as an IPv6 address with or without its port', () => {
    for (const host of ['[::1]:8386', '[::1]']) {
      expect(verify({ ...get('/x', `GET ${host}/x?`), host: '[::1]:8386' }, SECRET)).toBe(true)
    }
  })

  test('as one of the canonical hosts the server is configured with, and then no others', () => {
    expect(verify(get('/x', 'GET tevo.test/x?'), SECRET, ['tevo.test'])).toBe(true)
    expect(verify(get('/x', 'GET api.ticketevolution.com/x?'), SECRET, ['tevo.test'])).toBe(false)
  })

  test('as a canonical one when there is no Host header', () => {
    expect(verify({ ...get('/x', 'GET api.ticketevolution.com/x?'), host: undefined }, SECRET)).toBe(true)
    for (const host of [undefined, '', ':8386']) {
      for (const signed of ['GET /x?', 'GET undefined/x?', 'GET http:///x?']) {
        expect(verify({ ...get('/x', signed), host }, SECRET), `${host}: ${signed}`).toBe(false)
      }
    }
  })
})

describe('the query may be signed', () => {
  const accepts = (sent: string, signed: string) =>
    verify(get(`/v9/x?${sent}`, `GET 127.0.0.1:8386/v9/x?${signed}`), SECRET)

  test.each([
    ['sorted while the URL is not', 'b=1&a=2', 'a=2&b=1'],
    ['as it came, when it came sorted', 'a=2&b=1', 'a=2&b=1'],
    ['as empty, when the target ends in "?"', '', ''],
    ['with equal keys in the order they came', 'b=2&a=1&b=1', 'a=1&b=2&b=1'],
    ['sorted by raw key', 'idsA=1&ids%5B%5D=2', 'ids%5B%5D=2&idsA=1'],
    ['sorted by decoded key', 'ids%5B%5D=2&idsA=1', 'idsA=1&ids%5B%5D=2'],
    ['as it came, with raw brackets', 'ids[]=2&ids[]=1', 'ids[]=2&ids[]=1'],
    ['as it came, with lower-case hexadecimal', 'q=%c3%a9', 'q=%c3%a9'],
    ['as it came, with bytes that are no UTF-8', 'q=%ff%FE', 'q=%ff%FE'],
    ['re-encoded, with bytes that are no UTF-8', 'q=%ff+%FE', 'q=%FF%20%FE'],
    ['re-encoded as encodeURIComponent', "q=%7E%21%2A%27%28%29+x/y['", "q=~!*'()%20x%2Fy%5B'"],
    ['re-encoded as RFC 3986', "q=~!*'()+x", 'q=~%21%2A%27%28%29%20x'],
    ['re-encoded as RFC 1738', "q=~!*'()%20x&ids[]=1", 'ids%5B%5D=1&q=%7E%21%2A%27%28%29+x'],
    ['re-encoded as encodeURIComponent with "+"', "q=%7E!*'()%20x", "q=~!*'()+x"],
    ['re-encoded, with a key that is empty', '=x+y&a=1', '=x%20y&a=1'],
    ['with a value-less key as k=', 'k&a=1', 'a=1&k='],
    ['with a value-less key as k', 'k=&a=1', 'a=1&k'],
    ['with value-less keys as they came, re-encoded', 'q=x+y&k=&j', 'j&k=&q=x%20y'],
    ['with a value-less key as k=, re-encoded', 'q=x+y&k&j', 'j=&k=&q=x%20y'],
    ['with a malformed percent sequence as it came', 'b=%zz&a=%', 'a=%&b=%zz'],
    ['with a malformed percent sequence re-encoded', 'b=%zz+&a=%4', 'a=%254&b=%25zz%20'],
    ['with "=" in a value', 'q=a=b', 'q=a=b'],
    ['with a second "?"', 'q=a?b', 'q=a?b'],
    ['with empty pairs', 'b=1&&a=2&', '&&a=2&b=1'],
  ])('%s', (_, sent, signed) => {
    expect(accepts(sent, signed)).toBe(true)
  })

  test('on a request of any method that has no body', () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const request = { ...get('/x?b=1&a=2', `${method} 127.0.0.1:8386/x?a=2&b=1`), method }
      expect(verify(request, SECRET), method).toBe(true)
    }
  })

  test.each([
    ['unsorted', 'b=1&a=2', 'b=1&a=2'],
    ['with equal keys sorted by value', 'a=2&a=1', 'a=1&a=2'],
    ['sorted without regard to case', 'B=1&a=2', 'a=2&B=1'],
    ['altered', 'a=1', 'a=2'],
    ['left out', 'a=1', ''],
    ['added', '', 'a=1'],
    ['decoded', 'q=%26', 'q=&'],
    ['with a pair fewer', 'a=1&b=2', 'a=1'],
    ['encoded twice', 'q=%20', 'q=%2520'],
    ['with lower-case hexadecimal that did not come', 'q=%C3%A9', 'q=%c3%a9'],
  ])('but not %s', (_, sent, signed) => {
    expect(accepts(sent, signed)).toBe(false)
  })
})

describe('the body is signed as it came', () => {
  test('on any method, and in place of the query', () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const request = { ...post('{"a": 1}', `${method} 127.0.0.1:8386/x?{"a": 1}`), method, target: '/x?q=1' }
      expect(verify(request, SECRET), method).toBe(true)
    }
  })

  test.each([
    ['left out', 'POST 127.0.0.1:8386/v9/orders?'],
    ['re-serialised', 'POST 127.0.0.1:8386/v9/orders?{"a":1}'],
    ['followed by a line break', 'POST 127.0.0.1:8386/v9/orders?{"a": 1}\n'],
    ['without the "?"', 'POST 127.0.0.1:8386/v9/orders{"a": 1}'],
  ])('but not %s', (_, signed) => {
    expect(verify(post('{"a": 1}', signed), SECRET)).toBe(false)
  })

  test('as null it is four bytes: the signature of the empty body is refused, as the service was recorded to do', () => {
    const request = {
      ...post('null', 'DELETE 127.0.0.1:8386/companies/123?'),
      method: 'DELETE',
      target: '/companies/123',
    }
    expect(verify(request, SECRET)).toBe(false)
    expect(verify({ ...request, body: new Uint8Array() }, SECRET)).toBe(true)
  })

  test.each(['?', '&', ''])('but not together with the query, joined by "%s"', (joint) => {
    const request = { ...post('{}', `POST 127.0.0.1:8386/x?q=1${joint}{}`), target: '/x?q=1' }
    expect(verify(request, SECRET)).toBe(false)
  })
})

describe('refused is', () => {
  test.each([
    ['a missing "?"', 'GET 127.0.0.1:8386/v9/orders'],
    ['a path without its version', 'GET 127.0.0.1:8386/orders?'],
    ['another version', 'GET 127.0.0.1:8386/v10/orders?'],
    ['a path with a slash more', 'GET 127.0.0.1:8386/v9/orders/?'],
    ['another method', 'POST 127.0.0.1:8386/v9/orders?'],
    ['a method in lower case', 'get 127.0.0.1:8386/v9/orders?'],
    ['two spaces', 'GET  127.0.0.1:8386/v9/orders?'],
    ['another host', 'GET localhost:8386/v9/orders?'],
    ['another port', 'GET 127.0.0.1:80/v9/orders?'],
    ['a canonical host with a scheme', 'GET https://api.ticketevolution.com/v9/orders?'],
    ['a canonical host with a port', 'GET api.ticketevolution.com:8386/v9/orders?'],
    ['no host', 'GET /v9/orders?'],
  ])('%s in the signed string', (_, signed) => {
    expect(verify(get('/v9/orders', 'GET 127.0.0.1:8386/v9/orders?'), SECRET)).toBe(true)
    expect(verify(get('/v9/orders', signed), SECRET)).toBe(false)
  })

  test('an encoded path that was signed decoded', () => {
    expect(verify(get('/v9/a%20b', 'GET 127.0.0.1:8386/v9/a%20b?'), SECRET)).toBe(true)
    expect(verify(get('/v9/a%20b', 'GET 127.0.0.1:8386/v9/a b?'), SECRET)).toBe(false)
  })

  test('a secret with a line break after it', () => {
    const request = get('/x', '')
    const broken = signature('GET 127.0.0.1:8386/x?', `${SECRET}\n`)
    expect(verify({ ...request, signature: broken }, SECRET)).toBe(false)
  })

  const SIGNED = 'PUT 127.0.0.1:8386/x?'
  const request: SignedRequest = { ...get('/x', SIGNED), method: 'PUT' }
  const valid = request.signature ?? ''
  const digest = Buffer.from(valid, 'base64')
  // The last character but the padding carries two bits that belong to no byte: its successor decodes alike.
  const last = valid.charAt(42)
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  const nonCanonical = `${valid.slice(0, 42)}${alphabet[alphabet.indexOf(last) + 1]}=`

  test.each([
    ['hexadecimal', digest.toString('hex')],
    ['base64 of hexadecimal', Buffer.from(digest.toString('hex')).toString('base64')],
    ['no padding', valid.slice(0, 43)],
    ['too much padding', `${valid}=`],
    ['bits behind the digest', nonCanonical],
    ['a line break', `${valid}\n`],
    ['a space in front', ` ${valid}`],
    ['a byte too few', digest.subarray(1).toString('base64')],
    ['a byte too many', Buffer.concat([digest, Buffer.from('x')]).toString('base64')],
    ['two signatures', `${valid}, ${valid}`],
    ['an empty text', ''],
    ['no signature', undefined],
  ])('a signature that is %s', (_, given) => {
    expect(verify(request, SECRET)).toBe(true)
    expect(Buffer.from(nonCanonical, 'base64')).toEqual(digest)
    expect(verify({ ...request, signature: given }, SECRET)).toBe(false)
  })

  test('base64url', () => {
    // 1000 ids: some digest has a "+" or "/" for sure.
    for (let id = 0; id < 1000; id++) {
      const request = get(`/v9/orders/${id}`, `GET 127.0.0.1:8386/v9/orders/${id}?`)
      const urlSafe = request.signature?.replaceAll('+', '-').replaceAll('/', '_')
      expect(verify({ ...request, signature: urlSafe }, SECRET)).toBe(urlSafe === request.signature)
    }
  })
})

test('a query of thousands of pairs that fits nothing is refused in time that grows with its length alone', () => {
  const target = `/v9/x?${Array.from({ length: 5000 }, (_, at) => `k${at % 7}[]=%zz+${at}&k`).join('&')}`
  const began = performance.now()
  expect(verify(get(target, 'x'), SECRET)).toBe(false)
  expect(performance.now() - began, 'milliseconds').toBeLessThan(1000)
})

test('on the wire, a body that is no UTF-8 and a query that is not normalised count as they are', {
  timeout: 5000,
}, async () => {
  const server = createServer(async (request, response) => {
    const { method = '', url: target = '', headers } = request
    const given = { method, target, host: headers.host, signature: headers['x-signature']?.toString() }
    response.end(`verified: ${verify({ ...given, body: await buffer(request) }, SECRET)}`)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined

  const exchange = async (requestLine: string, signed: Buffer, body: Buffer) => {
    const socket = connect(Number(port), '127.0.0.1')
    const headers = `Host: h\r\nConnection: close\r\nContent-Length: ${body.length}\r\nX-Signature: ${signature(signed, SECRET)}`
    socket.write(Buffer.concat([Buffer.from(`${requestLine} HTTP/1.1\r\n${headers}\r\n\r\n`), body]))
    return text(socket)
  }
  const body = Buffer.from([0x7b, 0xff, 0x00, 0x7d])
  const put = await exchange('PUT /x', Buffer.concat([Buffer.from('PUT h/x?'), body]), body)
  const query = Buffer.from(`GET h/v9/../x?a[]={}&q="%zz|'`)
  const get = await exchange(`GET /v9/../x?q="%zz|'&a[]={}`, query, Buffer.alloc(0))
  server.close()
  expect(put).toContain('verified: true')
  expect(get).toContain('verified: true')
})
