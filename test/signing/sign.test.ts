import { expect, test } from 'vitest'
import { sign } from '../../src/signing/sign.ts'
import { canonicalString } from '../../src/signing/string-to-sign.ts'
import { signature } from './clients.ts'

const secret = 'springfield-website-secret-0000000000001'

test('a URL is signed with its host and port, without its scheme, with its query sorted', () => {
  const url = 'http://127.0.0.1:8386/v9/orders?state=pending&page=2'
  const signed = sign({ method: 'get', url, secret })
  expect(signed.stringToSign).toBe('GET 127.0.0.1:8386/v9/orders?page=2&state=pending')
  expect(signed.signature).toBe(signature(signed.stringToSign, secret))
  expect(sign({ method: 'get', url: new URL(url), secret })).toEqual(signed)
})

test('the same key keeps its values in the order they came', () => {
  const { stringToSign } = sign({ method: 'GET', host: 'h', target: '/x?b=2&a=z&b=1&a=y', secret })
  expect(stringToSign).toBe('GET h/x?a=z&a=y&b=2&b=1')
})

test('keys are sorted by the bytes of what they decode to', () => {
  const { stringToSign } = sign({ method: 'GET', host: 'h', target: '/x?idsA=1&ids%5B1%5D=2&Z=3&%C3%A9=4&z=5', secret })
  expect(stringToSign).toBe('GET h/x?Z=3&idsA=1&ids%5B1%5D=2&z=5&%C3%A9=4')
})

test('a body takes the place of the query', () => {
  const { stringToSign } = sign({ method: 'POST', host: 'h', target: '/v9/orders?page=1', body: '{"a":"é"}', secret })
  expect(stringToSign).toBe('POST h/v9/orders?{"a":"é"}')
})

test('the bytes of a body are signed as they are, also when they are no UTF-8', () => {
  const body = Buffer.from([0xff, 0xfe, 0x00, 0x0a])
  const bytes = Buffer.concat([Buffer.from('PUT h/x?'), body])
  expect(canonicalString({ method: 'PUT', host: 'h', target: '/x', body })).toEqual(bytes)
  expect(sign({ method: 'PUT', host: 'h', target: '/x', body, secret }).signature).toBe(signature(bytes, secret))
})

test('a url that is not whole is refused with what to give instead', () => {
  expect(() => sign({ method: 'GET', url: '/v9/orders', secret })).toThrow(
    new TypeError('sign() was given the url "/v9/orders"; give a whole one, such as http://127.0.0.1:8386/v9/orders'),
  )
})
