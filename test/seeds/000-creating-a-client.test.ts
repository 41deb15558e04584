import { expect, test } from 'vitest'
import { type DocumentServer, freshWorld, PRINTED_TIME } from './document-server.ts'
import { postJson, printedCommands, readCommand } from './printed.ts'

/** Document 000, "Creating a Client": the client Ned Flanders, made in one request and in several, by cURL and by PHP. */

const TAGS = ['VIP', 'Left Handed', 'Mustache Afficianado']
const NOTES = 'Fan of rock band Kovenant, (ex-girlfriend Rachel Jordan is singer).'
const LEFTORIUM = { id: '11228', name: 'The Leftorium', url: '/companies/11228' }
const anId = expect.stringMatching(/^[1-9]\d*$/)

const HOME = {
  label: 'home',
  name: 'Ned Flanders',
  company: null,
  street_address: '742 Evergreen Terrace',
  extended_address: null,
  locality: 'Springfield',
  region: 'OR',
  postal_code: '97475',
  country_code: 'US',
}
const WORK = {
  ...HOME,
  label: 'work',
  company: 'The Leftorium',
  street_address: '7721 Springfield Mall Drive',
  extended_address: 'Suite 202',
}
const GEOGRAPHY = { latitude: null, longitude: null, po_box: false, primary: false }
const homeEmail = { id: anId, label: 'home', address: 'nedflanders@example.com' }
const workEmail = { id: anId, label: 'work', address: 'theleftorium@example.com' }
const homeAddress = { id: anId, ...HOME, ...GEOGRAPHY }
const workAddress = { id: anId, ...WORK, ...GEOGRAPHY }
const phone = (label: string, number: string, extension: string | null, primary: boolean) => ({
  id: anId,
  label,
  // W:983142: "+1" comes back as "1".
  country_code: '1',
  number,
  extension,
  primary,
})

/** What the document gives the client, however it is made; `label` is that of the third phone number. */
const NED = (label: string, office_id: string, office: string) => ({
  id: '168188',
  url: '/clients/168188',
  name: 'Ned Flanders',
  updated_at: PRINTED_TIME,
  office: {
    id: office_id,
    name: office,
    url: `/offices/${office_id}`,
    brokerage: { id: '1930', name: 'Springfield Tickets', abbreviation: 'SPRI', url: '/brokerages/1930' },
  },
  company: LEFTORIUM,
  affiliate_store: null,
  tags: TAGS,
  notes: NOTES,
  balance: '0.0',
  pnr_id: null,
  commission_junction_sid: null,
  email_addresses: [homeEmail, workEmail],
  addresses: [homeAddress, workAddress],
  phone_numbers: [
    phone('home', '541-555-0123', null, false),
    phone('work', '541-555-0987', '5', false),
    phone(label, '541-555-0573', null, true),
  ],
  primary_email_address: workEmail,
  primary_phone_number: phone(label, '541-555-0573', null, true),
  primary_shipping_address: workAddress,
  primary_billing_address: homeAddress,
  primary_credit_card: null,
})

const BARE = {
  email_addresses: [],
  addresses: [],
  phone_numbers: [],
  primary_email_address: null,
  primary_phone_number: null,
  primary_shipping_address: null,
  primary_billing_address: null,
}

const byUrl = (one: { url: string }, other: { url: string }) => one.url.localeCompare(other.url)

/** That each property stands under the client by itself, with the flags it was made with. */
async function expectProperties(server: DocumentServer, label: string): Promise<void> {
  const emails = await server.get('/v9/clients/168188/email_addresses')
  expect(emails.body).toMatchObject({ current_page: 1, per_page: 100, total_entries: 2 })
  expect(emails.body.email_addresses.sort(byUrl)).toMatchObject([
    { label: 'home', address: 'nedflanders@example.com', is_primary: false },
    { label: 'work', address: 'theleftorium@example.com', is_primary: true },
  ])
  const addresses = await server.get('/v9/clients/168188/addresses')
  expect(addresses.body.addresses.sort(byUrl)).toMatchObject([
    { ...HOME, is_primary_shipping: false, is_primary_billing: true },
    { ...WORK, is_primary_shipping: true, is_primary_billing: false },
  ])
  const phones = await server.get('/v9/clients/168188/phone_numbers')
  expect(phones.body.phone_numbers.sort(byUrl)).toMatchObject([
    { label: 'home', number: '541-555-0123', country_code: '1', raw_number: '5550123', extension: null },
    { label: 'work', number: '541-555-0987', country_code: '1', raw_number: '5550987', extension: '5' },
    { label, number: '541-555-0573', country_code: '1', raw_number: '5550573', extension: null, is_primary: true },
  ])
  expect(phones.body.phone_numbers.map(({ is_primary }: { is_primary: boolean }) => is_primary)).toEqual([
    false,
    false,
    true,
  ])
}

test('one request by cURL makes the client with all of its properties', async () => {
  const server = await freshWorld()
  const created = await server.command('000.txt', 1)
  expect(created.status).toBe(201)
  expect(created.body).toEqual({ clients: [NED('cell', '1937', 'Main Office')] })

  const shown = await server.get('/v9/clients/168188')
  expect(shown.body).toEqual(created.body.clients[0])
  await expectProperties(server, 'cell')
  const { body: company } = await server.get('/v9/companies/11228')
  expect(company).toEqual({ ...LEFTORIUM, updated_at: PRINTED_TIME })
})

/** As `json_encode` writes it, which Guzzle sends: on one line, slashes escaped. */
const php = (value: unknown): string => JSON.stringify(value).replaceAll('/', '\\/')
const phpPost = (path: string, value: unknown) => postJson(path, php(value))

// The objects of the PHP samples, built by hand: without an office, with "5" for 5, and with a third phone labelled "work".
const PHP_EMAILS = [
  { label: 'home', address: 'nedflanders@example.com', is_primary: false },
  { label: 'work', address: 'theleftorium@example.com', is_primary: true },
]
const PHP_ADDRESSES = [
  { ...HOME, is_primary_shipping: false, is_primary_billing: true },
  { ...WORK, is_primary_shipping: true, is_primary_billing: false },
]
const PHP_PHONES = [
  { label: 'home', country_code: '+1', number: '541-555-0123', extension: null, is_primary: false },
  { label: 'work', country_code: '+1', number: '541-555-0987', extension: '5', is_primary: false },
  { label: 'work', country_code: '+1', number: '541-555-0573', extension: null, is_primary: true },
]
const PHP_CLIENT = { name: 'Ned Flanders', tags: TAGS, company: { name: 'The Leftorium' }, notes: NOTES }

test('one request by PHP makes the same client, at the office of the credential', async () => {
  const server = await freshWorld()
  // $apiClient->createClients(['clients' => [$client]])
  const client = { ...PHP_CLIENT, email_addresses: PHP_EMAILS, addresses: PHP_ADDRESSES, phone_numbers: PHP_PHONES }
  const created = await server.replayPhp(phpPost('/v9/clients', { clients: [client] }))
  expect(created.status).toBe(201)
  expect(created.body).toEqual({ clients: [NED('work', '1691', 'Website')] })
  await expectProperties(server, 'work')
})

test('several requests by cURL make the same client, with the printed ids in their paths', async () => {
  const server = await freshWorld()

  const company = await server.command('000.txt', 2)
  expect(company.status).toBe(201)
  expect(company.body).toEqual({ companies: [{ ...LEFTORIUM, updated_at: PRINTED_TIME }] })

  const client = await server.command('000.txt', 3)
  expect(client.status).toBe(201)
  expect(client.body).toEqual({ clients: [{ ...NED('cell', '1937', 'Main Office'), ...BARE }] })

  // W:983146: a bare array. W:4129337 and W:983142: with the counters of a list.
  const emails = await server.command('000.txt', 4)
  expect(emails.status).toBe(201)
  expect(emails.body).toEqual({
    email_addresses: [
      { ...homeEmail, url: `/clients/168188/email_addresses/${emails.body.email_addresses[0].id}`, is_primary: false },
      { ...workEmail, url: `/clients/168188/email_addresses/${emails.body.email_addresses[1].id}`, is_primary: true },
    ].map((email) => ({ ...email, updated_at: PRINTED_TIME })),
  })

  const addresses = await server.command('000.txt', 5)
  expect(addresses.status).toBe(201)
  expect(addresses.body).toMatchObject({ current_page: 1, per_page: 100, total_entries: 2 })
  expect(addresses.body.addresses).toHaveLength(2)

  const phones = await server.command('000.txt', 6)
  expect(phones.status).toBe(201)
  expect(phones.body).toMatchObject({ current_page: 1, per_page: 100, total_entries: 3 })
  expect(phones.body.phone_numbers).toHaveLength(3)

  const shown = await server.get('/v9/clients/168188')
  expect(shown.body).toEqual(NED('cell', '1937', 'Main Office'))
  await expectProperties(server, 'cell')

  const arrived = await Promise.all(['req_1', 'req_2'].map((id) => server.journal.get(id)))
  expect(arrived.map(({ request }) => request.target)).toEqual(['/v9/companies?', '/v9/clients?'])
})

test('several requests by PHP make the same client; its company, sent whole again, is made a second time', async () => {
  const server = await freshWorld()

  // $apiClient->createCompanies(['companies' => [$company]])
  const company = await server.replayPhp(phpPost('/v9/companies', { companies: [{ name: 'The Leftorium' }] }))
  expect(company.body.companies[0].id).toBe('11228')

  // The sample catches the company's id, and then sends $client->company = $company instead. W:9470183: a new one every time.
  const client = await server.replayPhp(phpPost('/v9/clients', { clients: [PHP_CLIENT] }))
  expect(client.status).toBe(201)
  expect(client.body.clients[0]).toMatchObject({ id: '168188', company: { id: '11229', name: 'The Leftorium' } })

  // $client->createClientEmailAddresses(['client_id' => $client_id, …]): the id goes into the path, the rest is the body.
  const path = `/v9/clients/${client.body.clients[0].id}`
  const emails = await server.replayPhp(phpPost(`${path}/email_addresses`, { email_addresses: PHP_EMAILS }))
  expect(emails.status).toBe(201)
  const addresses = await server.replayPhp(phpPost(`${path}/addresses`, { addresses: PHP_ADDRESSES }))
  expect(addresses.status).toBe(201)
  const phones = await server.replayPhp(phpPost(`${path}/phone_numbers`, { phone_numbers: PHP_PHONES }))
  expect(phones.status).toBe(201)

  const shown = await server.get('/v9/clients/168188')
  expect(shown.body).toEqual({
    ...NED('work', '1691', 'Website'),
    company: { id: '11229', name: 'The Leftorium', url: '/companies/11229' },
  })
  await expectProperties(server, 'work')
})

test('the properties of a client can be added to, changed and deleted', async () => {
  const server = await freshWorld()
  await server.command('000.txt', 1)
  const { body: ned } = await server.get('/v9/clients/168188')

  for (const [kind, changes] of [
    ['email_addresses', { address: 'ned@example.com' }],
    ['addresses', { street_address: '744 Evergreen Terrace' }],
    ['phone_numbers', { number: '541-555-0124' }],
  ] as const) {
    const [{ id }] = ned[kind]
    const url = `/v9/clients/168188/${kind}/${id}`
    const updated = await server.call('PUT', url, { body: changes })
    expect(updated.status).toBe(200)
    expect(updated.body).toMatchObject({ id: updated.body.id, label: 'home', ...changes })
    expect(await server.get(url)).toMatchObject({ body: updated.body })
    expect(await server.call('DELETE', url)).toMatchObject({ status: 200, body: { [kind]: [{ id }] } })
    expect(await server.get(url)).toMatchObject({ status: 404 })
  }

  const { body: left } = await server.get('/v9/clients/168188')
  expect(left).toMatchObject({ email_addresses: [workEmail], addresses: [workAddress], primary_billing_address: null })
  expect(left.phone_numbers).toHaveLength(2)
})

test('the placeholder credentials of the document get nobody in', async () => {
  const server = await freshWorld()
  for (const command of printedCommands('000.txt')) {
    const { method, target, headers, body } = readCommand(command)
    const placeholders = { 'X-Token': 'x'.repeat(32), 'X-Signature': 'Vmv9v4xDs/0QRNqLWmhT5sjqeoF08Kcxrjcbs9tvP6M=' }
    const answer = await server.call(method, target, { headers: { ...headers, ...placeholders }, body })
    expect(answer).toMatchObject({ status: 401, body: { error: 'Unauthorized' } })
  }
})
