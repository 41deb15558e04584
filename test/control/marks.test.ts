import { expect, test } from 'vitest'
import { requestLog } from '../../src/log/log.ts'
import { serve } from '../harness.ts'
import fc from '../properties.ts'
import { open, rawRequest } from '../socket.ts'

/**
 * Marks are planted wherever a client can put a text, in each way in which it can be written. None of them may be in what is
 * shown of its requests: the log, the journal, advice, verification, the reasons of faults, and problems.
 */

const CONTROL_TOKEN = 'control-token-of-the-marks-0001'
const WEBHOOK = 'https://hooks:webhook-password-1@hooks.example/in/9f8e7d6c5b4a39281706?key=webhook-parameter-1'
/** It is told by its form, not by base64 of it. */
const CARD = '4242 4242 4242 4242'
const SERVICE_KEY = 'service-key-of-the-broker-1'

const everyEscape = (text: string): string =>
  [...text].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
const everyByte = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** How a secret can be written into a text; `safe` in a path or a header. */
const SPELLINGS: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => `x${secret}x`,
  everyByte,
  (secret) => everyByte(everyByte(secret)),
  (secret) => base64(`user:${secret}`),
  (secret) => `Basic ${base64(`${secret}:`)}`,
]

/** A log in a variable, a server with a secret of each kind, and another sandbox beside the default one. */
async function scene() {
  const lines: string[] = []
  const write = (text: string) => {
    lines.push(text)
  }
  const [json, pretty] = [requestLog('json', false, write), requestLog('pretty', false, write)]
  const server = await serve({
    controlToken: CONTROL_TOKEN,
    isOutboundAllowed: false,
    log: {
      request: (...of) => {
        json.request(...of)
        pretty.request(...of)
      },
    },
  })
  const other = await server.make({})
  expect((await server.control('POST', '/webhooks', { url: WEBHOOK })).status).toBe(201)
  const service = { url: 'http://127.0.0.1:1', key: SERVICE_KEY }
  expect((await server.control('PUT', '/order_integrations/1700', service)).status).toBe(200)
  const keys = [server.keysOf('website'), other.keysOf('store')]
  const secrets = [
    CONTROL_TOKEN,
    SERVICE_KEY,
    'webhook-password-1',
    'webhook-parameter-1',
    '9f8e7d6c5b4a39281706',
    CARD,
    ...keys.flatMap(({ token, secret }) => [token, secret]),
  ]
  return { server, other, lines, secrets }
}

type Scene = Awaited<ReturnType<typeof scene>>

/** All that shows something of the requests of a sandbox. */
async function everythingShown({ server, lines }: Scene): Promise<string> {
  const list = await server.journal.list('?limit=1000')
  const entries = await Promise.all(list.map(({ id }: { id: string }) => server.journal.get(id)))
  const miss = {
    operation: 'orders.create',
    status: 599,
    header: { 'x-anything': 'else', 'x-token': 'x' },
    query: { vip: 'x', state: 'x' },
  }
  const verified = [
    (await server.control('POST', '/requests/verify', { match: miss })).text,
    (
      await server.control('POST', '/requests/verify', {
        match: { ...miss, where: { '/orders/0/vip': 1, '/orders/0/instructions': 1, '/vip/deep/0': 1 } },
      })
    ).text,
    (await server.control('POST', '/requests/verify', { match: {}, times: { max: 0 } })).text,
    (await server.control('POST', '/requests/verify', { sequence: [{ status: 599 }] })).text,
  ]
  const advice = (await server.control('GET', '/advice')).text
  const faults = (await server.control('GET', '/faults')).text
  return [JSON.stringify({ list, entries }), ...verified, advice, faults, ...lines].join('\n')
}

const HEADERS = [
  'X-Anything',
  'X-Api-Key',
  'X-Forwarded-For',
  'Referer',
  'Accept',
  'User-Agent',
  'Cookie',
  'Authorization',
  'X-Tevo-Sandbox',
  'If-None-Match',
  'Content-Type',
]

test('no secret that the server knows is shown, wherever it stands and however it is written', async () => {
  const set = await scene()
  const { server, secrets } = set
  await server.faults.arm({
    id: 'never',
    match: { operation: 'orders.create', header: { 'x-anything': 'else' }, where: { '/orders/0/vip': 1 } },
    effect: { type: 'reset' },
  })
  for (const secret of secrets) {
    const marks = (secret === CARD ? SPELLINGS.slice(0, -2) : SPELLINGS).map((spelling) => spelling(secret))
    for (const mark of marks) {
      await server.call('GET', '/v9/companies', { headers: Object.fromEntries(HEADERS.map((name) => [name, mark])) })
      const safe = encodeURIComponent(mark)
      const target = `/v9/clients/${safe}?state=${safe}&${safe}=1&${safe}=2&vip=${safe}`
      await server.call('GET', target, { signedTarget: '/v9/else' })
    }
    const texts = [
      ...marks.map((mark) => JSON.stringify(mark)),
      `"${everyEscape(secret)}"`,
      JSON.stringify(JSON.stringify({ a: secret })),
      JSON.stringify(`"${everyEscape(secret)}"`),
    ]
    const each = (of: (text: string) => string) => texts.map(of).join(',')
    for (const body of [
      `{"orders":[${each((text) => `{"reference":${text},"instructions":${text},"vip":${text},${text}:${text},${text}:1}`)}]}`,
      `{"orders":[${each((text) => `{"seller_id":${text},"shipped_items":[{"type":${text}}]}`)}],${each((text) => `${text}:[${text}]`)}}`,
      `{"orders":${texts[0]}}`,
      `{${texts[0]}`,
      `[${each((text) => text)}]`,
    ]) {
      await server.call('POST', '/v9/orders', { body })
    }
    await server.call('POST', '/v9/orders', { body: `{"vip":[${each((text) => text)}]}`, signedTarget: '/v9/else' })
  }
  for (const redact of [true, false]) {
    await server.settings({ redact })
    const shown = await everythingShown(set)
    expect(shown).toContain('"orders.create"')
    for (const secret of secrets)
      for (const each of [
        secret,
        everyEscape(secret),
        everyByte(secret),
        base64(secret).slice(0, 16),
        base64(`user:${secret}`).slice(8, 24),
      ])
        expect(shown.includes(each), `${each} of ${secret}`).toBe(false)
  }
})

const mark = fc.stringMatching(/^[a-z]{4}$/).map((word) => `Mark${word}Mark`)
/** The same key: `name`, `n\u0061me`. */
const escapedKey = (key: string) =>
  fc
    .array(fc.boolean(), { minLength: key.length, maxLength: key.length })
    .map((which) => [...key].map((letter, nth) => (which[nth] === true ? everyEscape(letter) : letter)).join(''))
const PERSONAL = [
  'name',
  'notes',
  'internal_notes',
  'instructions',
  'session_id',
  'number',
  'street_address',
  'vip',
  'customer',
]
const space = fc.constantFrom('', ' ', '\n\t')
/** A body with marks in fields that are personal, and in those that nothing reads, at any depth. */
const markedBody = (word: string) =>
  fc.letrec<{ value: string; object: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(
        JSON.stringify(word),
        JSON.stringify(`a "${word}" \\ `),
        `"${everyEscape(word[0] ?? '')}${word.slice(1)}"`,
      ),
      fc.array(tie('value'), { minLength: 1, maxLength: 3 }).map((all) => `[${all.join(',')}]`),
      tie('object'),
    ),
    object: fc
      .array(fc.tuple(fc.constantFrom(...PERSONAL).chain(escapedKey), space, tie('value'), space), {
        minLength: 1,
        maxLength: 3,
      })
      .map(
        (fields) => `{${fields.map(([key, before, value, after]) => `"${key}"${before}:${after}${value}`).join(',')}}`,
      ),
  })).object
/** How a body may come: whole, cut, broken by a stray character, as a form or as parts. */
const spoilt = (body: string, word: string) =>
  fc.oneof(
    fc.constant(body),
    fc.constant(`{"clients":[${body}]}`),
    fc.integer({ min: 1, max: body.length }).map((length) => body.slice(0, length)),
    fc
      .tuple(fc.integer({ min: 0, max: body.length }), fc.constantFrom('"', '{', ']', ',', "'", '\\', 'x'))
      .map(([at, character]) => `${body.slice(0, at)}${character}${body.slice(at)}`),
    fc.constant(`vip=${word}&name=${word}&n%61me=${word}`),
    fc.constant(`--b\r\nContent-Disposition: form-data; name="vip"\r\n\r\n${word}\r\n--b--`),
    fc.constant(`{name: "${word}"}`),
    fc.constant(`<xml>${word}</xml>`),
  )
const marked = mark.chain((word) =>
  fc.record({
    word: fc.constant(word),
    body: markedBody(word).chain((body) => spoilt(body, word)),
    key: fc.constantFrom(...PERSONAL).chain(escapedKey),
  }),
)

test('no note, no instruction, no session and nothing that nothing reads is shown, in whatever body it comes', async () => {
  const set = await scene()
  const { server, lines } = set
  await fc.assert(
    fc.asyncProperty(marked, async ({ word, body, key }) => {
      await server.control('DELETE', '/requests')
      lines.length = 0
      const filter = encodeURIComponent(JSON.parse(`"${key}"`))
      await server.call('POST', '/v9/clients', { body })
      await server.call('POST', '/v9/orders', { body, signedTarget: '/v9/else' })
      await server.call('GET', `/v9/orders?${filter}=${word}&vip.gte=${word}#${word}`, { signedTarget: '/v9/else' })

      const shown = await everythingShown(set)

      expect(shown).toContain('"clients.create"')
      expect(shown.toLowerCase()).not.toContain(word.slice(1).toLowerCase())
    }),
    { numRuns: 40, interruptAfterTimeLimit: 8_000 },
  )
})

test('with the setting redact false they are shown', async () => {
  const { server } = await scene()
  await server.settings({ redact: false })
  await server.post('/v9/clients', { clients: [{ name: 'Moe', notes: 'pays late', vip: 'yes' }] })
  const { request } = await server.journal.get('req_1')
  expect(request.body).toBe('{"clients":[{"name":"Moe","notes":"pays late","vip":"yes"}]}')
})

test('a secret in a request that is no HTTP is not shown either', async () => {
  const { server, lines, secrets } = await scene()
  for (const secret of secrets) {
    const raw = rawRequest(server, { method: 'GET', target: '/v9/companies', headers: { 'X-Anything': secret } })
    await open(server.url, raw.replace('/v9/companies HTTP', `/v9/é?vip=${everyByte(secret)} HTTP`)).ended
  }
  const entries = await Promise.all(
    (await server.journal.list()).map(({ id }: { id: string }) => server.journal.get(id)),
  )
  expect(entries).toHaveLength(secrets.length)
  const shown = `${JSON.stringify(entries)}${lines.join('')}`
  for (const secret of secrets) expect(shown.includes(secret) || shown.includes(everyByte(secret)), secret).toBe(false)
})
