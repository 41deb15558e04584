import { describe, expect, test } from 'vitest'
import { explain } from '../../src/signing/explain.ts'
import { MISTAKES } from '../../src/signing/mistakes.ts'
import { sign } from '../../src/signing/sign.ts'
import { verify } from '../../src/signing/verify.ts'
import fc from '../properties.ts'
import { type Call, handwritten, node, php, proxied, ruby, signature } from './clients.ts'

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
const key = fc.oneof(fc.constantFrom('page', 'ids[]', 'ids[10]', 'ids[2]', 'updated_at.gte', 'q', 'Q', 'ids_x'), word)
const value = fc.oneof(fc.constantFrom('', '1', 'a b', '2017-01-01T00:00:00Z', "~!*'()", '&=?#/+%'), word)
const secret = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_/+=!'), minLength: 40, maxLength: 40 })
const host = fc.oneof(
  fc.constantFrom('localhost', 'localhost:8386', '127.0.0.1:65535', '[::1]:8386', 'tevo.internal:80'),
  fc.domain(),
)
const path = fc.constantFrom('/v9/orders', '/v10/orders', '/v9/orders/819975/accept', '/v9/search/a%20b', '/')
const pairs = fc.array(fc.tuple(key, value), { maxLength: 8 })
const json = fc.json({ maxDepth: 3 })

const get: fc.Arbitrary<Call> = fc.record({
  method: fc.constantFrom('GET', 'DELETE'),
  host,
  path,
  pairs,
  body: fc.constant(''),
  secret,
})
const post: fc.Arbitrary<Call> = fc.record({
  method: fc.constant('POST'),
  host,
  path,
  pairs: fc.constant([]),
  body: json,
  secret,
})

describe.each([
  ['the PHP client', php],
  ['the Ruby client', ruby],
  ['the Node client', node],
  ['a client of a few lines', handwritten],
  ['a client that knows only the real hosts', proxied],
])('%s', (_, client) => {
  test('signs every query so that it verifies', () => {
    fc.assert(fc.property(get, (call) => verify(client(call), call.secret)))
  })

  test('signs every body so that it verifies', () => {
    fc.assert(fc.property(post, (call) => verify(client(call), call.secret)))
  })
})

const bytes = fc.uint8Array({ minLength: 1, maxLength: 300 })
const pathText = fc.string({ unit: fc.constantFrom(...'/v910abcXYZ%2F-_.~'), minLength: 1, maxLength: 40 })
const flip = fc.record({ at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) })

/** The text with one byte of it changed. */
function flipped(text: string, { at, by }: { at: number; by: number }): string {
  const changed = Buffer.from(text, 'latin1')
  const index = at % changed.length
  changed[index] = (changed[index] ?? 0) ^ by
  return changed.toString('latin1')
}

describe('a signed request is refused as soon as', () => {
  const signed = fc
    .record({ method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'), host, path: pathText, body: bytes, secret })
    .map((call) => {
      const request = { method: call.method, host: call.host, target: `/${call.path}`, body: call.body }
      return { request: { ...request, signature: sign({ ...request, secret: call.secret }).signature }, ...call }
    })

  test('it is not what was signed', () => {
    fc.assert(fc.property(signed, ({ request, secret }) => verify(request, secret)))
  })

  test('its method changes', () => {
    const methods = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'GEt ', 'GE')
    fc.assert(
      fc.property(signed, methods, ({ request, secret }, method) => {
        fc.pre(method !== request.method)
        return !verify({ ...request, method }, secret)
      }),
    )
  })

  test('any byte of its path changes', () => {
    fc.assert(
      fc.property(signed, flip, ({ request, secret }, change) => {
        return !verify({ ...request, target: flipped(request.target, change) }, secret)
      }),
    )
  })

  test('any byte of its body changes, is added or is missing', () => {
    fc.assert(
      fc.property(signed, flip, ({ request, secret }, change) => {
        const { body } = request
        const changed = Buffer.from(flipped(Buffer.from(body).toString('latin1'), change), 'latin1')
        for (const other of [changed, body.subarray(1), Buffer.concat([body, Buffer.from([change.by])])]) {
          if (verify({ ...request, body: other }, secret)) return false
        }
        return true
      }),
    )
  })

  test('any byte of the secret changes', () => {
    fc.assert(fc.property(signed, flip, ({ request, secret }, change) => !verify(request, flipped(secret, change))))
  })

  test('any character of its signature changes', () => {
    fc.assert(
      fc.property(signed, flip, ({ request, secret }, change) => {
        return !verify({ ...request, signature: flipped(request.signature, change) }, secret)
      }),
    )
  })

  test('any value of its query changes', () => {
    fc.assert(
      fc.property(get, flip, (call, change) => {
        const request = handwritten(call)
        const at = request.target.indexOf('=') + 1
        const other = request.target.slice(0, at) + flipped(`${request.target.slice(at)}0`, change)
        fc.pre(at > 0 && !sameQuery(other, request.target))
        return !verify({ ...request, target: other }, call.secret)
      }),
    )
  })

  function sameQuery(a: string, b: string): boolean {
    const pairsOf = (target: string) => {
      const query = target.slice(target.indexOf('?') + 1)
      return [...new URLSearchParams(query)]
        .map((pair) => JSON.stringify(pair))
        .sort()
        .join()
    }
    return pairsOf(a) === pairsOf(b)
  }
})

describe('whatever arrives', () => {
  const anything = fc.string({ unit: 'binary', maxLength: 200 })
  const byteText = fc.string({ unit: fc.nat(255).map((code) => String.fromCharCode(code)), maxLength: 200 })
  const queryish = fc.string({ unit: fc.constantFrom(...'&=+%?#[]aB2\u00e9'), maxLength: 60 })
  const target = fc.oneof(
    anything,
    byteText,
    queryish.map((query) => `/v9/x?${query}`),
  )
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
  const base64 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((digest) => Buffer.from(digest).toString('base64'))
  const hex = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((digest) => Buffer.from(digest).toString('hex'))
  const nested = fc.constantFrom('['.repeat(20_000) + ']'.repeat(20_000), '{"a":'.repeat(500) + 1 + '}'.repeat(500))
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.oneof(fc.json(), anything, nested).map((text) => new Uint8Array(Buffer.from(text))),
  )
  const request = fc.record({
    method: fc.oneof(fc.constantFrom('GET', 'POST'), anything),
    target,
    host: maybe(fc.oneof(host, anything, byteText)),
    body,
    signature: maybe(fc.oneof(base64, hex, anything)),
  })

  test('verify() answers false and explain() names a mistake of the list, without the secret', () => {
    fc.assert(
      fc.property(request, secret, maybe(anything), fc.boolean(), (request, secret, token, known) => {
        expect(verify(request, secret)).toBe(false)
        const credential = known ? { name: 'website', secret } : undefined
        const others = [{ name: 'processor', secret: `${secret}2` }]
        const { mistake, message, expected } = explain({ request, token, credential, others })
        expect(MISTAKES).toContain(mistake)
        expect(message + expected).not.toContain(secret)
        expect(expected.length).toBeLessThan(request.target.length + (request.host ?? '').length + 2500)
      }),
    )
  })

  test('a signature over the very string that the documentation asks for verifies', () => {
    fc.assert(
      fc.property(request, secret, (request, secret) => {
        fc.pre(request.host !== undefined && request.host !== '' && /^[\x20-\x7e]*$/.test(request.method))
        const { host, method, target, body } = request
        const { signature } = sign({ method, host: host ?? '', target, body, secret })
        return verify({ ...request, signature }, secret)
      }),
    )
  })
})

test('the model of a signature used in these tests is the published one', () => {
  expect(signature('GET api.ticketevolution.com/v9/brokerages?page=1&per_page=1', 'xyz')).toBe(
    'n+kyuaIJKFuUTkEYCdMhR3l3o9WNBbTIJE3qcniboWE=',
  )
})
