import { afterAll, beforeAll, expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { serveUntilStopped, type TestServer } from '../harness.ts'
import type { Received } from '../http.ts'
import { base64, ticketPdf } from '../pdf/fixtures.ts'
import fc, { MORE } from '../properties.ts'

/**
 * A client journey of every operation that takes private data. Whatever of it the journal shows, in its list or in its
 * entries, none of what is private may be in it.
 */

let server: TestServer
beforeAll(async () => {
  server = await serveUntilStopped()
})
afterAll(() => server.stop())

const CARD_NUMBERS = ['4111111111111111', '5555555555554444', '378282246310005', '6011111111111117', '30569309025904']

const word = (min: number) =>
  fc
    .array(fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzäöüéñ中'), { minLength: min, maxLength: 12 })
    .map((letters) => letters.join(''))
const digitText = (length: number) =>
  fc.array(fc.constantFrom(...'0123456789'), { minLength: length, maxLength: length }).map((digits) => digits.join(''))
/** Characters that JSON escapes, or that end a value for whoever reads it with too simple a pattern. */
const awkward = fc.constantFrom('', '"', '\\', '\\"', ']', '}', ',', '\n', '\u2028', '/', "'", '<b>')

const person = fc.record({
  first: word(6),
  last: word(6),
  email: fc.tuple(word(7), word(7)).map(([user, host]) => `${user}@${host}.example`),
  otherEmail: fc.tuple(word(7), word(7)).map(([user, host]) => `${user}@${host}`),
  street: fc.tuple(digitText(3), word(8), awkward).map(([number, name, odd]) => `${number} ${name}${odd} Street`),
  flat: word(8).map((name) => `c/o ${name}`),
  town: word(8),
  // With letters, so that it is not by chance a part of an id.
  postcode: digitText(5).map((digits) => `ZQ${digits}`),
  phone: digitText(10).map((digits) => `(${digits.slice(0, 3)}) ${digits.slice(3, 6)}-${digits.slice(6)}`),
  card: fc.constantFrom(...CARD_NUMBERS),
  cardSeparator: fc.constantFrom('', ' ', '-'),
  code: digitText(4).map((digits) => `9${digits.slice(1)}`),
  ip: fc
    .tuple(fc.integer({ min: 11, max: 250 }), fc.integer({ min: 11, max: 250 }))
    .map(([a, b]) => `203.${a}.${b}.77`),
  nonce: word(10).map((text) => `nonce-${text}`),
  agent: word(10).map((text) => `Mozilla/${text}`),
  spaces: fc.constantFrom(undefined, 2),
})
type Person = typeof person extends fc.Arbitrary<infer Value> ? Value : never

test('the journal shows no secret, no whole token, no signature, no person, no address, no card and no ticket', async () => {
  const eticket = base64(await ticketPdf(['1']))
  await fc.assert(
    fc.asyncProperty(person, async (someone) => {
      const { calls, secrets } = await journey(someone, eticket)

      const shown = await wholeJournal()

      // The journey is in there: the check is not made on nothing.
      expect(shown.list).toHaveLength(calls)
      const text = JSON.stringify(shown)
      const leaks = [...secrets, ...worldSecrets()].filter((secret) =>
        spellings(secret).some((each) => text.includes(each)),
      )
      expect(leaks).toEqual([])
      expect(text).not.toMatch(/[A-Za-z0-9+/]{43}=/)
    }),
    { numRuns: 6 * MORE },
  )
})

/** As it is, in JSON, in JSON in JSON, and in a URL. */
const spellings = (secret: string): string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1),
  encodeURIComponent(secret),
]

const worldSecrets = (): string[] => defaultWorld.credentials.flatMap(({ token, secret }) => [token, secret])

async function wholeJournal() {
  const list: { id: string; operation: string | null }[] = await server.journal.list('?limit=1000')
  const entries: unknown[] = []
  for (const { id } of list) entries.push(await server.journal.get(id))
  const advice = (await server.control('GET', '/advice')).body
  return { list, entries, misses: await everyMiss(list), advice }
}

/** What is shown of requests that are not what was asked for: for each operation, its whole body and its first entry. */
async function everyMiss(list: readonly { readonly operation: string | null }[]) {
  const misses: unknown[] = []
  for (const operation of new Set(list.map((each) => each.operation))) {
    const entry = (operation ?? '').split('.').at(-2) ?? ''
    const where = { '': 0, [`/${entry}/0`]: 0, [`/${entry}/0/name`]: 0, [`/${entry}/0/address`]: 0 }
    const asked = { match: { operation, status: 599, where, query: { q: 0, name: 0 } } }
    const { status, body } = await server.control('POST', '/requests/verify', asked)
    expect(status).toBe(409)
    expect(body.nearest.length).toBeGreaterThan(0)
    misses.push(body)
  }
  return misses
}

async function journey(someone: Person, eticket: string): Promise<{ calls: number; secrets: string[] }> {
  await server.control('DELETE', '/requests')
  let calls = 0
  const call = async (method: string, target: string, body?: object, headers: Record<string, string> = {}) => {
    calls += 1
    const text = body === undefined ? undefined : JSON.stringify(body, null, someone.spaces)
    return server.call(method, target, { body: text, headers })
  }
  const made = (received: Received): Received => {
    expect(received.text).toContain('id')
    expect(received.status).toBe(201)
    return received
  }

  const name = `${someone.first} ${someone.last}`
  const email = { address: someone.email, label: 'work' }
  const address = {
    name,
    street_address: someone.street,
    extended_address: someone.flat,
    locality: someone.town,
    postal_code: someone.postcode,
    country_code: 'US',
  }
  const phone = { number: someone.phone, label: 'cell' }
  const number = [...someone.card]
    .map((digit, nth) => (nth % 4 === 0 && nth > 0 ? someone.cardSeparator : '') + digit)
    .join('')
  const card = {
    number,
    name,
    verification_code: someone.code,
    expiration_month: 12,
    expiration_year: 2039,
    ip_address: someone.ip,
  }

  const { body } = made(
    await call('POST', '/v9/clients', {
      clients: [
        {
          name,
          email_addresses: [email],
          addresses: [address],
          phone_numbers: [phone],
          notes: `mail ${someone.otherEmail}`,
        },
      ],
    }),
  )
  const client = body.clients[0]
  const path = `/v9/clients/${client.id}`
  const [{ id: email_address_id }, { id: address_id }, { id: phone_number_id }] = [
    client.email_addresses[0],
    client.addresses[0],
    client.phone_numbers[0],
  ]
  made(await call('POST', `${path}/email_addresses`, { email_addresses: [{ ...email, address: someone.otherEmail }] }))
  made(await call('POST', `${path}/addresses`, { addresses: [{ ...address, is_primary_billing: true }] }))
  made(await call('POST', `${path}/phone_numbers`, { phone_numbers: [{ ...phone, is_primary: true }] }))
  const cards = made(
    await call('POST', `${path}/credit_cards`, { credit_cards: [{ ...card, address_id, phone_number_id }] }),
  )
  const credit_card_id = cards.body.credit_cards[0].id
  await call('PUT', path, { name, primary_credit_card_id: credit_card_id })
  await call('PUT', `${path}/email_addresses/${email_address_id}`, email)
  for (const target of [path, `${path}/addresses`, `${path}/phone_numbers`, `${path}/credit_cards/${credit_card_id}`])
    await call('GET', target)
  await call('GET', `/v9/clients?name=${encodeURIComponent(name)}`)
  await call('GET', `/v9/orders?q=${encodeURIComponent(someone.first)}`)
  await call('GET', `/v9/clients/${encodeURIComponent(someone.email)}`)
  await call('GET', `/v9/clients?email=${encodeURIComponent(someone.email)}`)

  const placed = made(
    await call('POST', '/v9/orders', {
      orders: [
        {
          seller_id: 1691,
          client_id: Number(client.id),
          created_by_ip_address: someone.ip,
          user_agent: someone.agent,
          billing_address_id: address_id,
          instructions: `call ${someone.email}, card ${number}`,
          shipped_items: [
            {
              type: 'Eticket',
              ship_to_name: name,
              email_address_id,
              items: [{ ticket_group_id: 52554290, quantity: 1, price: 50 }],
            },
          ],
          payments: [{ type: 'credit_card', credit_card_id }],
        },
      ],
    }),
  )
  const order = placed.body.orders[0]
  await call('POST', `/v9/orders/${order.id}/accept`, { reviewer_id: 12346 })
  await call('POST', `/v9/orders/${order.id}/items/${order.items[0].id}/add_etickets`, { files: [eticket] })
  await call('POST', `/v9/orders/${order.id}/items/${order.items[0].id}/finalize_etickets`, { keep_pages: [1] })
  await call('GET', `/v9/orders/${order.id}/print_etickets`)
  await call('GET', `/v9/orders/${order.id}/print_etickets`, undefined, { Accept: 'application/pdf' })
  const v10 = await call('POST', '/v10/orders', {
    order: {
      client_id: Number(client.id),
      ticket_group: { id: 52554290, price: 50, quantity: 1 },
      delivery: { type: 'Eticket', email_address_attributes: email, ship_to_name: name },
      payments: [{ type: 'credit_card', token: someone.nonce, address_attributes: address }],
    },
  })
  made(v10)

  // Refused ones: the answer echoes, and the explanation of a signature shows the string to sign.
  await call('POST', '/v9/clients', {
    clients: [{ name: someone.first, email_addresses: [email], addresses: [address] }],
  })
  await call('POST', `${path}/credit_cards`, {
    credit_cards: [{ ...card, number: `${number}1`, expiration_month: 13 }],
  })
  await call('POST', `${path}/phone_numbers`, { phone_numbers: [{ ...phone, label: 'x'.repeat(21) }] })
  const signature = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='
  await call(
    'POST',
    '/v9/clients',
    { clients: [{ name, email_addresses: [email], phone_numbers: [phone] }] },
    { 'X-Signature': signature },
  )
  await call('GET', `/v9/clients?name=${encodeURIComponent(name)}`, undefined, { 'X-Signature': signature })
  // A broken body, and one that the journal cuts.
  calls += 2
  const broken = JSON.stringify({ clients: [{ name, addresses: [address] }] })
  await server.call('POST', '/v9/clients', { body: broken.slice(0, -20) })
  await server.call('POST', '/v9/clients', {
    body: JSON.stringify({ pad: 'x'.repeat(16 * 1024 - 60), clients: [{ name, addresses: [address] }] }),
  })

  const digits = someone.phone.replace(/\D/g, '')
  return {
    calls,
    secrets: [
      name,
      someone.email,
      someone.otherEmail,
      someone.street,
      someone.flat,
      `"${someone.town}"`,
      someone.postcode,
      someone.phone,
      `"${digits.slice(-7)}"`,
      number,
      someone.card,
      someone.card.slice(0, 12),
      `"${someone.card.slice(-4)}"`,
      `"${someone.code}"`,
      someone.ip,
      someone.nonce,
      someone.agent,
      eticket.slice(0, 40),
      signature,
    ],
  }
}
