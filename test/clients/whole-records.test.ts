import { expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import type { Received } from '../http.ts'
import { printedCommands, printedText, readCommand } from '../seeds/printed.ts'

/**
 * The Ruby client's `save` sends a whole record back as it was shown, without its id; other programs send the id as well.
 * An update takes what it knows and leaves the rest alone, nested lists above all.
 */

interface Resource {
  readonly name: string
  /** Makes what the world does not have, and answers the record's path. */
  readonly path: (server: TestServer) => Promise<string>
  readonly method?: 'PUT' | 'PATCH'
  readonly as?: string
  /** The shown fields that its update takes; it ignores the others, and the journal names them. */
  readonly takes: readonly string[]
}

const order = async (server: TestServer) => {
  const request = JSON.parse(printedText('004-fedex.txt'))
  Object.assign(request.orders[0], { reference: 'PO 42', internal_notes: 'Ours.', external_notes: ['Aisle, please.'] })
  await server.post('/v9/orders', request)
}

const ORDER_TAKES = ['reference', 'instructions', 'po_number', 'invoice_number', 'buyer_reference_number']

const RESOURCES: readonly Resource[] = [
  {
    name: 'a client',
    path: async (server) => {
      const [ned = ''] = printedCommands('000.txt')
      await server.call('POST', '/v9/clients', { body: readCommand(ned).body })
      return '/v9/clients/168188'
    },
    takes: ['name', 'tags', 'notes', 'commission_junction_sid'],
  },
  {
    name: 'a company',
    path: async (server) => {
      await server.post('/v9/companies', { companies: [{ name: 'The Leftorium' }] })
      return '/v9/companies/11228'
    },
    takes: ['name'],
  },
  {
    name: 'an email address',
    path: async () => '/v9/clients/107655/email_addresses/33333',
    takes: ['label', 'address', 'is_primary'],
  },
  {
    name: 'an address',
    path: async () => '/v9/clients/107655/addresses/111111',
    takes: [
      'label',
      'name',
      'company',
      'street_address',
      'extended_address',
      'locality',
      'region',
      'postal_code',
      'country_code',
      'primary',
      'is_primary_shipping',
      'is_primary_billing',
    ],
  },
  {
    name: 'a phone number',
    path: async () => '/v9/clients/107655/phone_numbers/33333',
    takes: ['label', 'country_code', 'number', 'extension', 'is_primary'],
  },
  {
    name: 'a credit card',
    path: async () => '/v9/clients/107655/credit_cards/2222',
    takes: ['label', 'name', 'expiration_month', 'expiration_year', 'primary'],
  },
  {
    name: 'an order, by who made it',
    method: 'PATCH',
    path: async (server) => {
      await order(server)
      return '/v9/orders/819975'
    },
    takes: ORDER_TAKES,
  },
  {
    // Orders of the Ruby client are updated by PUT, those of the PHP client by PATCH.
    name: 'an order, by PUT',
    path: async (server) => {
      await order(server)
      return '/v9/orders/819975'
    },
    takes: ORDER_TAKES,
  },
  {
    name: 'an order, by who sells the tickets',
    method: 'PATCH',
    as: 'processor',
    path: async (server) => {
      await order(server)
      return '/v9/orders/819974'
    },
    takes: ORDER_TAKES,
  },
]

/** All that a credential can read, but for the times of change. */
async function everything(server: TestServer, as: string): Promise<unknown> {
  const client = as === 'website' ? 107655 : 107700
  const targets = ['', '/email_addresses', '/addresses', '/phone_numbers', '/credit_cards'].map(
    (part) => `/v9/clients/${client}${part}`,
  )
  const answers = []
  for (const target of ['/v9/clients', '/v9/companies', '/v9/orders', ...targets])
    answers.push(await server.get(target, as))
  return answers.map(({ body }) => withoutUpdatedAt(body))
}

function withoutUpdatedAt(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUpdatedAt)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([key]) => key !== 'updated_at')
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutUpdatedAt(each)]))
}

/** What the journal says of the last request. */
async function ignoredByLast(server: TestServer): Promise<string[]> {
  return (await server.journal.last()).ignored.toSorted()
}

test.each(RESOURCES)(
  '$name, sent back whole, stays as it is',
  async ({ path, method = 'PUT', as = 'website', takes }) => {
    const server = await serve()
    const url = await path(server)
    const { body: record } = await server.get(url, as)
    const before = await everything(server, as)

    const updated: Received = await server.call(method, url, { as, body: record })
    expect(updated.status).toBe(200)
    expect(await ignoredByLast(server)).toEqual(
      Object.keys(record)
        .filter((field) => !takes.includes(field))
        .map((field) => `/${field}`)
        .toSorted(),
    )
    expect(withoutUpdatedAt(updated.body)).toEqual(withoutUpdatedAt(record))
    expect(await everything(server, as)).toEqual(before)
  },
)

// Builder of the Ruby client: what looks like a time has become one, and the id is left out.
test.each(RESOURCES)(
  '$name, saved by the Ruby client, stays as it is',
  async ({ path, method = 'PUT', as = 'website' }) => {
    const server = await serve()
    const url = await path(server)
    const { body: record } = await server.get(url, as)
    const before = await everything(server, as)
    const { id: _id, ...rest } = record
    const text = JSON.stringify(rest).replaceAll(/"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})Z"/g, '"$1 $2 UTC"')
    expect(await server.call(method, url, { as, body: text })).toMatchObject({ status: 200 })
    expect(await everything(server, as)).toEqual(before)
  },
)

// Only who made an order may change its reference.
test.each(RESOURCES.filter(({ as }) => as === undefined))(
  '$name, changed in one field and sent back whole, changes in that field',
  async ({ name, path, method = 'PUT' }) => {
    const server = await serve()
    const url = await path(server)
    const { body: record } = await server.get(url)
    const field = ['number', 'address', 'street_address', 'reference', 'name'].find(
      (each) => typeof record[each] === 'string',
    )
    if (field === undefined) throw new Error(`${name} has no field to change`)
    const value = field === 'address' ? 'moe@example.com' : field === 'number' ? '541-555-0199' : 'New Value'
    const { status, body } = await server.call(method, url, { body: { ...record, [field]: value } })
    expect(status).toBe(200)
    expect(body[field]).toBe(value)
  },
)

test('an empty object is a legal update that changes nothing', async () => {
  const server = await serve()
  const before = await everything(server, 'website')
  for (const part of ['', '/email_addresses/33333', '/addresses/111111', '/phone_numbers/33333', '/credit_cards/2222'])
    expect(await server.call('PUT', `/v9/clients/107655${part}`, { body: {} })).toMatchObject({ status: 200 })
  expect(await everything(server, 'website')).toEqual(before)
})

test('a create ignores what it does not take too, and names it', async () => {
  const server = await serve()
  const { body: moe } = await server.get('/v9/clients/107655')
  const { status, body } = await server.post('/v9/clients', { clients: [{ name: 'Moe Two', vip: true, id: moe.id }] })
  expect(status).toBe(201)
  expect(body.clients[0]).toMatchObject({ id: '168188', name: 'Moe Two' })
  expect(await ignoredByLast(server)).toEqual(['/clients/0/id', '/clients/0/vip'])
})

test('an unknown filter is ignored, and named', async () => {
  const server = await serve()
  expect(await server.get('/v9/clients?shoe_size=9')).toMatchObject({ status: 200, body: { total_entries: 1 } })
  expect(await ignoredByLast(server)).toEqual(['?shoe_size'])
})
