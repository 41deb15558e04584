import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { explain } from '../../src/signing/explain.ts'
import { MISTAKES, type Mistake } from '../../src/signing/mistakes.ts'
import { type SignedRequest, verify } from '../../src/signing/verify.ts'
import { signature } from './clients.ts'

const TOKEN = 'springfieldwebsite00000000000001'
const SECRET = 'springfield-website-secret-0000000000001'
const WEBSITE = { name: 'website', secret: SECRET }
const PROCESSOR = { name: 'processor', secret: 'shelbyville-processor-secret-00000000001' }
const HOST = '127.0.0.1:8386'

const BODY = '{"orders": [{"client_id": 107655, "price": 45.0, "note": "Caf\\u00e9 <a/b>", "b": [], "a": null}]}'

type Sent = { method?: string; target?: string; body?: string; host?: string | undefined }

function request({ method = 'GET', target = '/v9/orders', body = '', ...sent }: Sent, given: string | undefined) {
  const host = 'host' in sent ? sent.host : HOST
  return { method, target, host, body: Buffer.from(body), signature: given }
}

/** Explains a request whose signature was made over `signed`. */
function explained(sent: Sent, signed: string | Uint8Array, secret = SECRET) {
  return explanation(request(sent, signature(signed, secret)))
}

function explanation(refused: SignedRequest) {
  expect(verify(refused, SECRET), 'only a refused request is explained').toBe(false)
  const found = explain({ request: refused, token: TOKEN, credential: WEBSITE, others: [PROCESSOR] })
  expect(JSON.stringify(found)).not.toContain(SECRET)
  expect(JSON.stringify(found)).not.toContain(PROCESSOR.secret)
  return found
}

test('every explanation says what was given, what was expected and what to do next', () => {
  expect(
    explained({ target: '/v9/orders?state=pending&page=2' }, `GET ${HOST}/v9/orders?state=pending&page=2`),
  ).toEqual({
    mistake: 'unsorted-query',
    message:
      'The signature fits the query in the order it was sent. Sort its pairs by key, byte by byte, before signing; the URL itself may keep its order.',
    expected: `GET ${HOST}/v9/orders?page=2&state=pending`,
    signed: [
      { is: 'start', text: `GET ${HOST}/v9/orders?` },
      { is: 'query', text: 'state=pending&page=2' },
    ],
  })
})

test('what was signed is told where a known mistake fits, and is cut where it is long', () => {
  const signed = (found: { signed?: readonly { text: string }[] }) => found.signed?.map(({ text }) => text).join('')
  expect(signed(explained({}, 'something else'))).toBeUndefined()
  expect(signed(explained({ method: 'PUT', body: BODY }, `POST ${HOST}/v9/orders?${BODY}`))).toBe(
    `POST ${HOST}/v9/orders?${BODY}`,
  )
  const long = JSON.stringify({ note: 'é'.repeat(4_000) })
  const text = signed(explained({ method: 'POST', body: long }, `POST ${HOST}/orders?${long}`)) ?? ''
  expect(text.endsWith('é…')).toBe(true)
  expect(text.length).toBeLessThan(2_100)
})

test.for([
  [2_048, 'x'.repeat(2_048)],
  [2_049, `${'x'.repeat(2_048)}…`],
] as const)(
  'a body of %i bytes is told as what was signed, cut only where it is longer than 2 KiB',
  ([bytes, told]) => {
    const body = 'x'.repeat(bytes)
    expect(explained({ method: 'PUT', body }, `POST ${HOST}/v9/orders?${body}`).signed?.[1]).toEqual({
      is: 'body',
      text: told,
    })
  },
)

test('a query is told as the text that its bytes are', () => {
  const bytes = Buffer.from('b=é&a=1').toString('latin1')
  const signed = Buffer.from(`GET ${HOST}/x?b=é&a=1`)
  expect(explained({ target: `/x?${bytes}` }, signed).signed?.[1]).toEqual({ is: 'query', text: 'b=é&a=1' })
})

test('no-token: the header is missing or empty', () => {
  for (const token of [undefined, '']) {
    const found = explain({ request: request({}, undefined), token, credential: undefined })
    expect(found.mistake).toBe('no-token')
    expect(found.message).toContain('X-Token')
    expect(found.expected).toBe(`GET ${HOST}/v9/orders?`)
  }
})

describe('unknown-token', () => {
  const unknown = (token: string, signed: string, secret = SECRET) =>
    explain({
      request: request({}, signature(signed, secret)),
      token,
      credential: undefined,
      others: [PROCESSOR, WEBSITE],
    })

  test('tells whose secret the signature was made with', () => {
    const found = unknown(TOKEN.toUpperCase(), `GET ${HOST}/v9/orders?`)
    expect(found).toMatchObject({ mistake: 'unknown-token', expected: `GET ${HOST}/v9/orders?` })
    expect(found.message).toContain('the secret of "website"')
  })

  test('tells that a token of 40 characters looks like a secret, and does not repeat it', () => {
    const found = unknown(SECRET, 'x')
    expect(found.mistake).toBe('unknown-token')
    expect(found.message).toContain('A secret has 40 characters')
    expect(JSON.stringify(found)).not.toContain(SECRET)
  })

  test('tells the length of any other', () => {
    const found = unknown('typo', 'x')
    expect(found.mistake).toBe('unknown-token')
    expect(found.message).toContain('4 characters')
  })
})

test('no-signature: the header is missing or empty', () => {
  for (const given of [undefined, '']) {
    const found = explanation(request({ target: '/v9/orders?b=1&a=2' }, given))
    expect(found).toMatchObject({ mistake: 'no-signature', expected: `GET ${HOST}/v9/orders?a=2&b=1` })
  }
})

describe('hex', () => {
  const hex = createHmac('sha256', SECRET).update(`GET ${HOST}/v9/orders?`).digest('hex')
  test.each([
    ['hexadecimal', hex],
    ['upper-case hexadecimal', hex.toUpperCase()],
    ['base64 of hexadecimal', Buffer.from(hex).toString('base64')],
    ['base64 of hexadecimal without padding', Buffer.from(hex).toString('base64url')],
    ['hexadecimal of something else', createHash('sha256').update('x').digest('hex')],
  ])('%s', (_, given) => {
    expect(explanation(request({}, given)).mistake).toBe('hex')
  })

  test('of the right digest, however it is spelt, is told from that of another one', () => {
    const right = [hex, hex.toUpperCase(), Buffer.from(hex).toString('base64'), Buffer.from(hex).toString('base64url')]
    for (const given of right) expect(explanation(request({}, given)).signed).toMatchObject([{ is: 'start' }, {}])
    const other = createHash('sha256').update('x').digest('hex')
    for (const given of [other, Buffer.from(other).toString('base64')])
      expect(explanation(request({}, given)).message).toMatch(/It was not made from the expected string either\.$/)
  })
})

describe('base64url', () => {
  // The digest of this one has both "+" and "/".
  const signed = Array.from({ length: 1000 }, (_, id) => `GET ${HOST}/v9/orders/${id}?`).find((text) =>
    /(?=.*\+).*\//.test(signature(text, SECRET)),
  )
  const target = signed?.slice(`GET ${HOST}`.length, -1) ?? ''
  const valid = signature(signed ?? '', SECRET)
  const urlSafe = valid.replaceAll('+', '-').replaceAll('/', '_')

  test.each([
    ['with padding', urlSafe],
    ['without padding', urlSafe.slice(0, -1)],
    ['of the standard alphabet but without padding', valid.slice(0, -1)],
    ['of something else', createHash('sha256').update('1').digest('base64url')],
  ])('%s', (_, given) => {
    expect(explanation(request({ target }, given)).mistake).toBe('base64url')
  })
})

test('a misspelt signature of a wrong string is explained by the string, and says the spelling too', () => {
  const hex = createHmac('sha256', SECRET).update(`GET ${HOST}/v9/orders?b=1&a=2`).digest('hex')
  const found = explanation(request({ target: '/v9/orders?b=1&a=2' }, hex))
  expect(found.mistake).toBe('unsorted-query')
  expect(found.message).toContain('hexadecimal')
})

type Case = [what: string, sent: Sent, signed: string]
const orders = (body: string): Sent => ({ method: 'POST', body })
const put = { method: 'PUT', target: '/v9/clients/1', body: '{"name":"Bart"}' }

/** The two that are accepted come first. */
const TEVO_HOSTS = [
  'api.ticketevolution.com',
  'api.sandbox.ticketevolution.com',
  'ticketevolution.com',
  'www.ticketevolution.com',
  'sandbox.ticketevolution.com',
  'api.staging.ticketevolution.com',
  'api.lvh.me:3000',
  'api.lvh.me',
]

const CASES: Partial<Record<Mistake, Case[]>> = {
  'unsorted-query': [
    ['as it was sent', { target: '/x?b=1&a=2' }, `GET ${HOST}/x?b=1&a=2`],
    ['as it was sent, otherwise encoded', { target: '/x?b=1+2&a=2' }, `GET ${HOST}/x?b=1%202&a=2`],
    ['as it was sent, with another accepted host', { target: '/x?b=1&a=2' }, 'GET 127.0.0.1/x?b=1&a=2'],
    ['sorted by whole pairs', { target: '/x?a=2&a-b=1' }, `GET ${HOST}/x?a-b=1&a=2`],
    ['sorted by value too', { target: '/x?a=2&a=1' }, `GET ${HOST}/x?a=1&a=2`],
    ['sorted without regard to case', { target: '/x?B=1&a=2' }, `GET ${HOST}/x?a=2&B=1`],
  ],
  'no-question-mark': [
    ['nothing follows', {}, `GET ${HOST}/v9/orders`],
    ['the query was left out too', { target: '/x?a=1' }, `GET ${HOST}/x`],
    ['a body follows', orders(BODY), `POST ${HOST}/v9/orders${BODY}`],
    ['a query follows', { target: '/x?a=1' }, `GET ${HOST}/xa=1`],
    ['twice', orders(BODY), `POST ${HOST}/v9/orders??${BODY}`],
    ['swallowed by the first key, as the Node client does', { target: '/x?b=1&a=2' }, `GET 127.0.0.1/x?%3Fb=1&a=2`],
  ],
  'missing-version': [
    ['v9', {}, `GET ${HOST}/orders?`],
    ['and nothing else', { target: '/v9' }, `GET ${HOST}?`],
    ['v10', { ...orders(BODY), target: '/v10/orders' }, `POST ${HOST}/orders?${BODY}`],
    ['with a query', { target: '/v9/orders?b=1&a=2' }, `GET ${HOST}/orders?a=2&b=1`],
  ],
  'wrong-host': [
    ['localhost', {}, 'GET localhost/v9/orders?'],
    ['localhost with the port', {}, `GET localhost:8386/v9/orders?`],
    ['localhost with a scheme', orders(BODY), `POST http://localhost:8386/v9/orders?${BODY}`],
    ['127.0.0.1', { host: 'localhost:9000' }, 'GET 127.0.0.1:9000/v9/orders?'],
    ['IPv6', {}, 'GET [::1]:8386/v9/orders?'],
    ['www in front', {}, 'GET www.api.ticketevolution.com/v9/orders?'],
    ['staging', {}, 'GET api.staging.ticketevolution.com/v9/orders?'],
    ['development', {}, 'GET api.lvh.me:3000/v9/orders?'],
    ['production with a scheme', {}, 'GET https://api.ticketevolution.com/v9/orders?'],
    ['none', {}, 'GET /v9/orders?'],
    ['none on either side', { host: undefined }, 'GET /v9/orders?'],
    ['in lower case', { host: 'TEVO.test' }, 'GET tevo.test/v9/orders?'],
    ['in lower case, without its port', { host: 'TEVO.test:9000' }, 'GET tevo.test/v9/orders?'],
    ['in lower case, with its port', { host: 'TEVO.test:9000' }, 'GET tevo.test:9000/v9/orders?'],
    ['a slash after it', {}, `GET ${HOST}//v9/orders?`],
    ['slashes before it', {}, `GET //${HOST}/v9/orders?`],
    ['www before it', {}, `GET www.${HOST}/v9/orders?`],
    ['none, when none came but a canonical one is accepted', { host: '' }, 'GET /v9/orders?'],
    ...['localhost', '127.0.0.1', '[::1]', '::1', '0.0.0.0', 'host.docker.internal'].flatMap((name) =>
      ['', ':9000', ':8386', ':80', ':443', ':3000', ':8080'].flatMap((port): Case[] => [
        [`${name}${port}`, { host: 'tevo.test:9000' }, `GET ${name}${port}/v9/orders?`],
        [`http://${name}${port}`, { host: 'tevo.test:9000' }, `GET http://${name}${port}/v9/orders?`],
      ]),
    ),
    ...['', ':80', ':443', ':3000', ':8080', ':8386'].flatMap((port): Case[] =>
      port === '' ? [] : [[`port ${port}`, { host: 'tevo.test:9000' }, `GET tevo.test${port}/v9/orders?`]],
    ),
    ...TEVO_HOSTS.flatMap((name): Case[] => [
      [`www.${name}`, {}, `GET www.${name}/v9/orders?`],
      [`${name}:443`, {}, `GET ${name}:443/v9/orders?`],
      [`${name}:80`, {}, `GET ${name}:80/v9/orders?`],
      [`https://${name}`, {}, `GET https://${name}/v9/orders?`],
      [`http://${name}`, {}, `GET http://${name}/v9/orders?`],
    ]),
    ...TEVO_HOSTS.slice(2).map((name): Case => [name, {}, `GET ${name}/v9/orders?`]),
  ],
  'reserialised-body': [
    ['compact', orders('{"a": [1, 2.50]}'), `POST ${HOST}/v9/orders?{"a":[1,2.50]}`],
    ['JavaScript', orders('{"a": [1, 2.50]}'), `POST ${HOST}/v9/orders?{"a":[1,2.5]}`],
    ['Python', orders('{"a":[1,{"b":"é"}]}'), `POST ${HOST}/v9/orders?{"a": [1, {"b": "\\u00e9"}]}`],
    ['Python, not ASCII alone', orders('{"a":"\\u00e9"}'), `POST ${HOST}/v9/orders?{"a": "é"}`],
    ['2 spaces', orders('{"a":[1,{}]}'), `POST ${HOST}/v9/orders?{\n  "a": [\n    1,\n    {}\n  ]\n}`],
    ['4 spaces', orders('{"a":1}'), `POST ${HOST}/v9/orders?{\n    "a": 1\n}`],
    ['PHP', orders('{"a":"é/"}'), `POST ${HOST}/v9/orders?{"a":"\\u00e9\\/"}`],
    ['PHP slashes', orders('{"a":"1/2"}'), `POST ${HOST}/v9/orders?{"a":"1\\/2"}`],
    ['Go', orders('{"a":"<&"}'), `POST ${HOST}/v9/orders?{"a":"\\u003c\\u0026"}`],
    ['keys sorted', orders('{"b":1,"a":2}'), `POST ${HOST}/v9/orders?{"a":2,"b":1}`],
    ['a line break after', orders('{"a":1}'), `POST ${HOST}/v9/orders?{"a":1}\n`],
    ['no line break after', orders('{"a":1}\n'), `POST ${HOST}/v9/orders?{"a":1}`],
    ['pretty and a line break', orders('{"a":1}'), `POST ${HOST}/v9/orders?{\n  "a": 1\n}\n`],
    ['cut at "#"', orders('{"a":"Apt #4"}'), `POST 127.0.0.1/v9/orders?{"a":"Apt `],
    ['schemes cut out', orders('{"u":"https://x:80/"}'), `POST 127.0.0.1/v9/orders?{"u":"x/"}`],
    ...['None', 'undefined', 'null', 'nil', '{}', '[]', '""'].map(
      (empty): Case => [`${empty} for no body`, { method: 'DELETE', target: '/x' }, `DELETE ${HOST}/x?${empty}`],
    ),
    ['\\n for \\r\\n', orders('a\r\nb'), `POST ${HOST}/v9/orders?a\nb`],
    ['\\r\\n for \\n', orders('a\nb\r\nc'), `POST ${HOST}/v9/orders?a\r\nb\r\nc`],
    ['http cut out', orders('{"u":"http://x:8080/y"}'), `POST 127.0.0.1/v9/orders?{"u":"x/y"}`],
    ['spaces around it cut', orders(' a \n'), `POST ${HOST}/v9/orders?a`],
    ['tabs', orders('{"a":[1,2],"b":{}}'), `POST ${HOST}/v9/orders?{\n\t"a": [\n\t\t1,\n\t\t2\n\t],\n\t"b": {}\n}`],
    [
      '4 spaces, more members',
      orders('{"a":[true,null],"b":2}'),
      `POST ${HOST}/v9/orders?{\n    "a": [\n        true,\n        null\n    ],\n    "b": 2\n}`,
    ],
    ['keys sorted, three', orders('{"c":1,"a":2,"b":3}'), `POST ${HOST}/v9/orders?{"a":2,"b":3,"c":1}`],
    ['compact and keys sorted', orders('{"b": 1, "a": 2}'), `POST ${HOST}/v9/orders?{"a":2,"b":1}\n`],
    ['JavaScript, non-ASCII', orders('{"a": [1.0, "é"]}'), `POST ${HOST}/v9/orders?{"a":[1,"\\u00e9"]}`],
    ['a byte order mark', orders('\ufeffa\n'), `POST ${HOST}/v9/orders?\ufeffa\r\n`],
    ['not JSON', orders('a=1'), `POST ${HOST}/v9/orders?a=1\n`],
  ],
  'wrong-method': [
    ...['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'].map(
      (method): Case => [method, orders(BODY), `${method} ${HOST}/v9/orders?${BODY}`],
    ),
    ['POST', { method: 'PUT', body: BODY }, `POST ${HOST}/v9/orders?${BODY}`],
    ['in lower case', {}, `get ${HOST}/v9/orders?`],
    ['capitalised', orders(BODY), `Post ${HOST}/v9/orders?${BODY}`],
  ],
  'query-and-body': [
    ['joined by "?"', { ...put, target: '/x?b=1&a=2' }, `PUT ${HOST}/x?a=2&b=1?${put.body}`],
    ['joined by "&"', { ...put, target: '/x?b=1&a=2' }, `PUT ${HOST}/x?b=1&a=2&${put.body}`],
    ['joined by nothing', { ...put, target: '/x?a=1' }, `PUT ${HOST}/x?a=1${put.body}`],
  ],
  'body-not-signed': [
    ['on PUT', put, `PUT ${HOST}/v9/clients/1?`],
    ['on DELETE', { ...put, method: 'DELETE' }, `DELETE ${HOST}/v9/clients/1?`],
    ['but the query', { ...put, target: '/x?b=1&a=2' }, `PUT ${HOST}/x?a=2&b=1`],
    ['nor the query', { ...put, target: '/x?a=1' }, `PUT ${HOST}/x?`],
    ['but the query as it was sent', { ...put, target: '/x?b=1&a=2' }, `PUT ${HOST}/x?b=1&a=2`],
    ['nor the "?", as the Node client does', put, 'PUT 127.0.0.1/v9/clients/1'],
  ],
  unknown: [
    ['something else', {}, 'hello'],
    ['another record', { target: '/v9/orders/1' }, `GET ${HOST}/v9/orders/2?`],
    ['a path that lost another part', { target: '/a/v9/orders' }, `GET ${HOST}/a/orders?`],
    ['a path that lost its first part', { target: '/v9x/orders' }, `GET ${HOST}/x/orders?`],
    ['a query in another order, and no body', { ...put, target: '/x?a=2&a-b=1' }, `PUT ${HOST}/x?a-b=1&a=2`],
    ['None, where a body came', put, `PUT ${HOST}/v9/clients/1?None`],
    ['something before the body', put, `PUT ${HOST}/v9/clients/1?&${put.body}`],
    ['something after the query', { target: '/x?a=1' }, `GET ${HOST}/x?a=1&`],
    ['the name of a host without what is no port', { host: 'tevo.test:80x' }, 'GET tevo.test/v9/orders?'],
    ['a method for no method', { ...put, target: '/x?a=1' }, `${HOST}/x?`],
  ],
}

/** `mistake: case`, and below it what the client is told: the texts are read, and so they are kept. */
test('what is told for each of them', async () => {
  const told = Object.entries(CASES).flatMap(([mistake, cases]) =>
    cases.map(([what, sent, signed]) => `${mistake}: ${what}\n  ${explained(sent, signed).message}\n`),
  )
  const others = [
    ['no-token', explain({ request: request({}, undefined), token: undefined, credential: undefined })],
    ['no-signature', explanation(request({}, undefined))],
    ['40 characters', explain({ request: request({}, 'x'), token: SECRET, credential: undefined })],
    ['another token', explain({ request: request({}, 'x'), token: TOKEN, credential: undefined })],
    ['hexadecimal of another string', explanation(request({}, createHash('sha256').update('x').digest('hex')))],
    ['base64url of another string', explanation(request({}, createHash('sha256').update('1').digest('base64url')))],
    ['no base64 at all', explanation(request({}, 'x'))],
    ['of another credential', explained({}, `GET ${HOST}/v9/orders?`, PROCESSOR.secret)],
    ...SPOILT.map((secret) => [JSON.stringify(secret), explained({}, `GET ${HOST}/v9/orders?`, secret)] as const),
  ] as const
  const lines = [...told, ...others.map(([what, { mistake, message }]) => `${mistake}: ${what}\n  ${message}\n`)]
  await expect(lines.join('')).toMatchFileSnapshot('explanations.txt')
})

for (const [mistake, cases] of Object.entries(CASES)) {
  test.each(cases)(`${mistake}: %s`, (_, sent, signed) => {
    expect(explained(sent, signed).mistake).toBe(mistake)
  })
}

const SPOILT = ['\n', '\r\n', '\r', ' ', '\t'].map((after) => SECRET + after).concat(` ${SECRET}`, ` ${SECRET} `)

test.each(SPOILT)('secret-newline: the secret was %j', (secret) => {
  expect(explained({}, `GET ${HOST}/v9/orders?`, secret).mistake).toBe('secret-newline')
})

test('other-credential: the signature is that of another credential, which is named', () => {
  const found = explained(orders(BODY), `POST ${HOST}/v9/orders?${BODY}`, PROCESSOR.secret)
  expect(found.mistake).toBe('other-credential')
  expect(found.message).toContain('"processor"')
  expect(found.message).toContain('"website"')
})

test('other-credential: two credentials of one secret are no mistake', () => {
  const twin = { name: 'twin', secret: SECRET }
  const given = request({}, signature('GET elsewhere/v9/orders?', SECRET))
  expect(explain({ request: given, token: TOKEN, credential: WEBSITE, others: [twin] }).mistake).toBe('unknown')
})

test('other-credential: those of the same secret take no place among the 20', () => {
  const twins = Array.from({ length: 20 }, (_, at) => ({ name: `twin ${at}`, secret: SECRET }))
  const given = request({}, signature(`GET ${HOST}/v9/orders?`, PROCESSOR.secret))
  const found = explain({ request: given, token: TOKEN, credential: WEBSITE, others: [...twins, PROCESSOR] })
  expect(found.message).toContain('"processor"')
  expect(explain({ request: given, token: TOKEN, credential: WEBSITE }).mistake).toBe('unknown')
})

test('other-credential: the 20 most recently used are tried', () => {
  const others = Array.from({ length: 21 }, (_, at) => ({ name: `c${at}`, secret: `secret ${at}` }))
  const mistakeOf = (secret: string) =>
    explain({
      request: request({}, signature(`GET ${HOST}/v9/orders?`, secret)),
      token: TOKEN,
      credential: WEBSITE,
      others,
    }).mistake
  expect(mistakeOf('secret 19')).toBe('other-credential')
  expect(mistakeOf('secret 20')).toBe('unknown')
})

test('unknown: a signature that is not 32 bytes of base64 is said to be so', () => {
  // "HOWTO: Process Orders Using The API" prints placeholders of 33 bytes.
  const placeholder = Buffer.alloc(33, 7).toString('base64')
  const found = explanation(request({}, placeholder))
  expect(found.mistake).toBe('unknown')
  expect(found.message).toContain('(44 characters) is not the base64 of 32 bytes')
})

test('every mistake on the list has a test here', () => {
  const tested = ['no-token', 'unknown-token', 'no-signature', 'hex', 'base64url', 'secret-newline', 'other-credential']
  expect([...tested, ...Object.keys(CASES)].sort()).toEqual([...MISTAKES].sort())
})

describe('the expected string', () => {
  test('shows the accepted form of the host that the client signed', () => {
    expect(explained({ target: '/x?b=1&a=2' }, 'GET 127.0.0.1/x?b=1&a=2').expected).toBe('GET 127.0.0.1/x?a=2&b=1')
  })

  test('has its body cut at 2 KiB, between characters', () => {
    const { expected } = explained(orders(`"${'é'.repeat(2000)}"`), 'x')
    expect(expected).toBe(`POST ${HOST}/v9/orders?"${'é'.repeat(1023)}… (cut: 4002 bytes follow the "?")`)
  })
})

describe('a body that was not read', () => {
  const unread = (signed: string, token = TOKEN) => {
    const given = request({ ...orders(''), target: '/v9/orders?a=1' }, signature(signed, SECRET))
    const credential = token === TOKEN ? WEBSITE : undefined
    return explain({ request: given, token, credential, others: [WEBSITE], isBodyUnread: true })
  }

  test('is said to follow in the expected string', () => {
    const { expected } = unread(`POST ${HOST}/v9/orders?`)
    expect(expected).toBe(`POST ${HOST}/v9/orders?… (the body, which was not read, follows the "?")`)
  })

  test('is not guessed at for an unknown token', () => {
    const { mistake, message } = unread(`POST ${HOST}/v9/orders?a=1`, 'x'.repeat(32))
    expect(mistake).toBe('unknown-token')
    expect(message).not.toContain('"website"')
  })
})

test('a request without a host, to a server that takes no other, is explained with none', () => {
  const given = request({ host: undefined }, undefined)
  const found = explain({ request: given, token: TOKEN, credential: WEBSITE, canonicalHosts: [] })
  expect(found).toMatchObject({ mistake: 'no-signature', expected: 'GET /v9/orders?' })
})

test('a long query is tried as it came and sorted, and no further', () => {
  const long = `b=${'x'.repeat(2050)}&a=1+1`
  const sorted = `a=1+1&b=${'x'.repeat(2050)}`
  expect(explained({ target: `/v9/x?${long}` }, `GET ${HOST}/v9/x?${long}`).mistake).toBe('unsorted-query')
  expect(explained({ target: `/v9/x?${long}` }, `GET ${HOST}/x?${sorted}`).mistake).toBe('missing-version')
  const respelled = `GET ${HOST}/x?${sorted.replace('+', '%20')}`
  expect(explained({ target: `/v9/x?${long}` }, respelled).mistake).toBe('unknown')
  expect(explained({ target: `/v9/x?b=1&a=1+1` }, `GET ${HOST}/x?a=1%201&b=1`).mistake).toBe('missing-version')
})

test('of a body of 4 MB the second guess is given up', () => {
  const body = 'A'.repeat(4 * 1024 * 1024)
  expect(explained(orders(body), `POST ${HOST}/v9/orders${body}`).mistake).toBe('no-question-mark')
  expect(explained(orders(body), `POST ${HOST}/v9/orders??${body}`).mistake).toBe('unknown')
})

test.each([
  ['hexadecimal and a line break', (hex: string) => `${hex}\n`],
  ['a letter before hexadecimal', (hex: string) => `x${hex}`],
  ['a letter after hexadecimal', (hex: string) => `${hex}x`],
  ['a letter before base64url', () => `x${'-'.repeat(43)}`],
  ['a letter after base64url', () => `${'-'.repeat(43)}=x`],
  ['86 letters', () => 'A'.repeat(86)],
  ['base64 of 32 bytes that ends in what is none of them', () => `${'A'.repeat(42)}B=`],
  ['a letter before base64 of hexadecimal', (hex: string) => `!${Buffer.from(hex).toString('base64')}`],
  ['a letter after base64 of hexadecimal', (hex: string) => `${Buffer.from(hex).toString('base64')}!`],
  ['base64 of hexadecimal and a letter', (hex: string) => Buffer.from(`${hex}xx`).toString('base64')],
])('unknown: a signature that is %s', (_, spelt) => {
  const hex = createHash('sha256').update('x').digest('hex')
  expect(explanation(request({}, spelt(hex))).mistake).toBe('unknown')
})

test('a body too big to try everything on is still explained for the cheap mistakes, in milliseconds', () => {
  const body = `{"etickets": "${'A'.repeat(32 * 1024 * 1024)}"}`
  const sent = orders(body)
  const refused = request(sent, signature(`POST ${HOST}/v9/orders?`, SECRET))
  const began = performance.now()
  const found = explain({ request: refused, token: TOKEN, credential: WEBSITE, others: [PROCESSOR] })
  expect(performance.now() - began, 'milliseconds').toBeLessThan(250)
  expect(found.mistake).toBe('body-not-signed')
  expect(found.expected.length).toBeLessThan(2200)
})
