import { expect, test } from 'vitest'
import { acceptedHosts, CANONICAL_HOSTS, SERVED_HOSTS } from '../../src/signing/hosts.ts'

test('a certificate is made for every host of TEvo that a client may have built in, and for this machine', () => {
  expect(SERVED_HOSTS).toEqual(
    expect.arrayContaining([...CANONICAL_HOSTS, 'api.staging.ticketevolution.com', 'localhost', '127.0.0.1', '::1']),
  )
  expect(SERVED_HOSTS.filter((host) => !/^[a-z0-9.:]+$/.test(host))).toEqual([])
})

test.for([
  ['localhost:8386', ['localhost:8386', 'localhost']],
  ['[::1]:8386', ['[::1]:8386', '[::1]']],
  ['[::1]', ['[::1]']],
  ['tevo.test', ['tevo.test']],
  // No port is cut off what has none.
  ['tevo.test:80x', ['tevo.test:80x']],
  ['a:b:80', ['a:b:80']],
  ['', []],
  [undefined, []],
] as const)('of the host %s a client may have signed %j, with a scheme or without', ([host, names]) => {
  const schemes = ['', 'http://', 'https://']
  const expected = [...schemes.flatMap((scheme) => names.map((name) => scheme + name)), 'api.example']
  expect(acceptedHosts(host, ['api.example']).sort()).toEqual(expected.sort())
})
