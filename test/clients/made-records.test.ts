import { describe, expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'

/** What a create of a client and of its properties makes and answers: tevo-api.md §2.1, §3.1 and §3.2. */

async function makeClient(server: TestServer, fields: object = {}) {
  const { status, body, text } = await server.post('/v9/clients', { clients: [{ name: 'Ned Flanders', ...fields }] })
  expect(status, text).toBe(201)
  return body.clients[0]
}

const EMAILS = [{ address: 'ned@example.com' }, { address: 'work@example.com' }]
const PHONES = [{ number: '541-555-0133' }, { number: '541-555-0134' }]
const ADDRESSES = [{ street_address: '744 Evergreen Terrace' }, { street_address: '1 Leftorium Way' }]

// §3.1 (SHOP): three public shops mark none, and read the id of the client's primary ones.
describe('the first email address, phone number and address', () => {
  test('are the primary ones of a client that is made with them, when none is marked', async () => {
    const server = await serve()
    const ned = await makeClient(server, { email_addresses: EMAILS, phone_numbers: PHONES, addresses: ADDRESSES })
    expect(ned.primary_email_address).toEqual(ned.email_addresses[0])
    expect(ned.primary_phone_number).toEqual(ned.phone_numbers[0])
    expect(ned.primary_shipping_address).toEqual(ned.addresses[0])
    expect(ned.primary_billing_address).toEqual(ned.addresses[0])
    expect(ned.phone_numbers.map(({ primary }: { primary: boolean }) => primary)).toEqual([true, false])
    expect(ned.addresses.map(({ primary }: { primary: boolean }) => primary)).toEqual([true, false])
    expect(ned.primary_credit_card).toBeNull()
  })

  test('give way to a later one that is marked, and one that is marked as another is not primary', async () => {
    const server = await serve()
    const ned = await makeClient(server, {
      email_addresses: [EMAILS[0], { ...EMAILS[1], is_primary: true }],
      phone_numbers: [{ ...PHONES[0], is_primary: false }, PHONES[1]],
      addresses: [ADDRESSES[0], { ...ADDRESSES[1], is_primary_shipping: true }],
    })
    expect(ned.primary_email_address).toEqual(ned.email_addresses[1])
    expect(ned.primary_phone_number).toBeNull()
    expect([ned.primary_shipping_address, ned.primary_billing_address]).toEqual(ned.addresses.toReversed())
  })

  test('are so too when they are given to a client that has none', async () => {
    const server = await serve()
    const { id } = await makeClient(server)
    await server.post(`/v9/clients/${id}/email_addresses`, { email_addresses: EMAILS })
    await server.post(`/v9/clients/${id}/email_addresses`, { email_addresses: [{ address: 'third@example.com' }] })
    const { body } = await server.get(`/v9/clients/${id}`)
    expect(body.primary_email_address.address).toBe('ned@example.com')
  })

  test('stay unmarked for a client that has others already', async () => {
    const server = await serve()
    const { body: before } = await server.get('/v9/clients/107655')
    await server.post('/v9/clients/107655/addresses', { addresses: [ADDRESSES[0]] })
    const { body: after } = await server.get('/v9/clients/107655')
    expect(after.primary_shipping_address).toEqual(before.primary_shipping_address)
  })
})

interface Kind {
  readonly kind: string
  readonly entries: readonly { readonly [field: string]: string }[]
  /** A field to tell the entries apart by. */
  readonly field: string
  readonly hasCounters: boolean
}

const CARD = { number: '4111111111111111', expiration_month: '12', expiration_year: '2039', name: 'Ned Flanders' }

// §2.1: W:4129337 and W:983142 have counters; W:983146 and W:3599302780 have none.
const KINDS: readonly Kind[] = [
  { kind: 'addresses', entries: ADDRESSES, field: 'street_address', hasCounters: true },
  { kind: 'phone_numbers', entries: PHONES, field: 'number', hasCounters: true },
  { kind: 'email_addresses', entries: EMAILS, field: 'address', hasCounters: false },
  { kind: 'credit_cards', entries: [CARD, { ...CARD, name: 'Maude Flanders' }], field: 'name', hasCounters: false },
]

describe.for(KINDS)('a create of $kind', ({ kind, entries, field, hasCounters }) => {
  test('answers what it made, in its order, and nothing older', async () => {
    const server = await serve()
    const made = await server.post(`/v9/clients/107655/${kind}`, { [kind]: entries })
    const said = (records: readonly { readonly [field: string]: unknown }[]) => records.map((each) => each[field])
    expect(said(made.body[kind])).toEqual(said(entries))
    const counters = hasCounters ? { current_page: 1, per_page: 100, total_entries: entries.length } : {}
    expect(made.body).toEqual({ ...counters, [kind]: made.body[kind] })
    const { body: all } = await server.get(`/v9/clients/107655/${kind}`)
    expect(all.total_entries).toBeGreaterThan(entries.length)
  })

  test('of one is one record for the Ruby client, whose id can be read', async () => {
    const server = await serve()
    const { status, body } = await server.post(`/v9/clients/107655/${kind}`, { [kind]: entries.slice(0, 1) })
    expect(status).toBe(201)
    // RB:modules/create.rb: an array of one becomes the record; anything else stays a collection, without an id.
    const record = body[kind].length === 1 ? body[kind][0] : body[kind]
    expect((await server.get(`/v9/clients/107655/${kind}/${record.id}`)).body).toEqual(record)
  })
})

test('the label of a card may be longer than those of the other properties', async () => {
  const server = await serve()
  const label = 'The card of Ned Flanders for the Leftorium'
  const made = await server.post('/v9/clients/107655/credit_cards', { credit_cards: [{ ...CARD, label }] })
  expect(made.body.credit_cards[0]).toMatchObject({ label })
  // W:983146: at most 20 characters.
  const refused = await server.post('/v9/clients/107655/email_addresses', {
    email_addresses: [{ ...EMAILS[0], label }],
  })
  expect(refused.status).toBe(422)
})

// GBA, and PHP updateClient: `/[^ ]+ [^ ]+/`. The recordings of 2012 are older than this rule (§7, row 20b).
test('a name of one word is refused, in a create and in an update', async () => {
  const server = await serve()
  expect((await server.post('/v9/clients', { clients: [{ name: 'Ned' }] })).status).toBe(422)
  expect((await server.call('PUT', '/v9/clients/107655', { body: { name: 'Moe' } })).status).toBe(422)
})
