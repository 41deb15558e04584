import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { curlOf, type SentByCurl } from '../../src/signing/curl.ts'

/** A curl that is pasted into a shell: what the shell makes of it is what is sent. */

const URL = 'http://127.0.0.1:8386/v9/orders'
const NO_BODY = { bytes: new Uint8Array(), source: null }

type Sent = { readonly method?: string; readonly url?: string; readonly body?: SentByCurl['body'] }

const lineOf = ({ method = 'GET', url = URL, body = NO_BODY }: Sent, trust?: readonly string[]) =>
  curlOf({ method, url, body }, 'the token', 'the+signature=', trust)

/** The words that a shell calls curl with. */
function wordsOf(sent: Sent, trust?: readonly string[]): string[] {
  const { stdout, status } = spawnSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }\n${lineOf(sent, trust)}`])
  expect(status).toBe(0)
  return stdout.toString().split('\0').slice(0, -1)
}

const SIGNED = ['-H', 'X-Token: the token', '-H', 'X-Signature: the+signature=']
const textOf = (text: string | Uint8Array, source: string | null = null) => ({ bytes: Buffer.from(text), source })

test('without a body it is short', () => {
  expect(lineOf({})).toBe(`curl -sS '${URL}' -H 'X-Token: the token' -H 'X-Signature: the+signature='`)
  expect(wordsOf({})).toEqual(['-sS', URL, ...SIGNED])
  expect(wordsOf({ method: 'DELETE' })).toEqual(['-sS', '-X', 'DELETE', URL, ...SIGNED])
  expect(wordsOf({}, ['--cacert', 'ca.pem'])).toEqual(['-sS', '--cacert', 'ca.pem', URL, ...SIGNED])
})

test.for([
  ['GET', '{"name":"Moe’s"}'],
  ['POST', `it's "quoted" $HOME \`date\` \\ !`],
  ['PUT', 'two\nlines\n'],
  ['POST', 'x'.repeat(100 * 1024)],
] as const)('a body is given as it is: %s', ([method, body]) => {
  const words = ['-sS', '-X', method, URL, ...SIGNED, '-H', 'Content-Type: application/json', '--data-raw', body]
  expect(wordsOf({ method, body: textOf(body) })).toEqual(words)
  // What came from stdin is not there any more.
  expect(wordsOf({ method, body: textOf(body, '-') })).toEqual(words)
})

test.for([
  ['that is too long for a command line', textOf('x'.repeat(100 * 1024 + 1)), '@-'],
  ['that is no text', textOf(Uint8Array.of(0xff, 0xfe)), '@-'],
  ['with a zero in it, which no shell takes', textOf('a\0b'), '@-'],
  ['that came from a file', textOf('{}', 'it’s/an order.json'), '@it’s/an order.json'],
] as const)('a body %s is read from elsewhere', ([, body, place]) => {
  expect(wordsOf({ method: 'POST', body }).slice(-4)).toEqual([
    '-H',
    'Content-Type: application/json',
    '--data-binary',
    place,
  ])
})

test.for([
  [`${URL}?a[]=1`, ['--globoff']],
  [`${URL}?a]=1`, ['--globoff']],
  [`${URL}?a={1}`, ['--globoff']],
  [`${URL}/../x`, ['--path-as-is']],
  [`${URL}/.x?{`, ['--globoff', '--path-as-is']],
  [`${URL}?a=1&b=it's`, []],
] as const)('the address is called as it was signed: %s', ([url, flags]) => {
  expect(wordsOf({ url })).toEqual(['-sS', ...flags, url, ...SIGNED])
})
