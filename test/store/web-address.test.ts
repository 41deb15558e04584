import { expect, test } from 'vitest'
import { isWebAddress } from '../../src/store/web-address.ts'

test.for(['http://127.0.0.1:3000/hook', 'https://example.com', 'HTTP://A.EXAMPLE?x=1', 'http://[::1]:8/'])(
  '%s can be called',
  (text) => {
    expect(isWebAddress(text)).toBe(true)
  },
)

test.for([
  '',
  '/hook',
  'example.com',
  'http://',
  'ftp://example.com/hook',
  'file:///etc/hosts',
  'mailto:ned@example.com',
  'httpx://a',
])('%j cannot be called', (text) => {
  expect(isWebAddress(text)).toBe(false)
})
