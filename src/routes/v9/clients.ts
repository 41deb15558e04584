import * as z from 'zod'
import { defineOperation } from '../../operation.ts'
import { createClient, findClient, updateClient } from '../../rules/clients/clients.ts'
import type { Client } from '../../store/records.ts'
import { ClientChanges, ClientFields, clientOf, clientUpdateOf } from '../../wire/client-input.ts'
import { ClientShape, createdShape } from '../../wire/client-shapes.ts'
import { presentClient, refusedClient } from '../../wire/clients.ts'
import { batch, flat } from '../../wire/envelopes.ts'
import { equalFilters, id, instantFilters, optionalText } from '../../wire/fields.ts'
import { matches, matchesInstants, pageFields, pageOf, pageShape } from '../../wire/pages.ts'
import { EVERY_CREDENTIAL, wiki } from './sources.ts'

const clientsIndex = defineOperation({
  id: 'clients.index',
  method: 'GET',
  path: '/v9/clients',
  summary: 'The clients of your brokerage or store, newest first.',
  source: wiki(9470168),
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  input: () => ({
    query: z.object({
      ...pageFields,
      ...equalFilters('office_id', id),
      ...equalFilters('company_id', id),
      ...equalFilters('name', () => optionalText()),
      ...instantFilters('created_at'),
      ...instantFilters('updated_at'),
    }),
  }),
  indexed: true,
  status: 200,
  output: () => pageShape('clients', ClientShape()),
  handle: ({ tx, caller, query }) => {
    const filtered = Object.keys(query).some((key) => key !== 'page' && key !== 'per_page')
    const records = tx.find('clients', 'by_account', caller.account)
    const keep = (client: Client) =>
      matches(query, 'office_id', client.office_id) &&
      matches(query, 'company_id', client.company_id) &&
      matches(query, 'name', client.name) &&
      matchesInstants(query, 'created_at', client.created_at) &&
      matchesInstants(query, 'updated_at', client.updated_at)
    const source = filtered ? { records, keep } : { records, total: tx.count('clients', 'by_account', caller.account) }
    return pageOf('clients', query, source, (client) => presentClient(tx, client))
  },
})

const clientsShow = defineOperation({
  id: 'clients.show',
  method: 'GET',
  path: '/v9/clients/:client_id',
  summary: 'One client.',
  source: wiki(9470174),
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  status: 200,
  output: ClientShape,
  handle: ({ tx, caller, params }) => presentClient(tx, findClient(tx, caller, params.client_id)),
})

const clientsCreate = defineOperation({
  id: 'clients.create',
  method: 'POST',
  path: '/v9/clients',
  summary: 'Makes clients, each with its company, email addresses, addresses and phone numbers.',
  source: wiki(9470183),
  fidelity: 'recorded',
  credentials: EVERY_CREDENTIAL,
  input: () => ({ body: batch('clients', ClientFields()) }),
  status: 201,
  output: () => createdShape('clients', ClientShape()),
  echo: ({ entry }) => refusedClient(entry),
  handle: ({ tx, caller, body }) => {
    const clients = body.clients.map((entry, nth) => createClient(tx, caller, clientOf(entry), nth))
    return { clients: clients.map((client) => presentClient(tx, client)) }
  },
})

const clientsUpdate = defineOperation({
  id: 'clients.update',
  method: 'PUT',
  path: '/v9/clients/:client_id',
  summary: 'Changes a client; new tags replace all old ones.',
  source: wiki(9470186),
  fidelity: 'recorded',
  credentials: EVERY_CREDENTIAL,
  input: () => ({ body: flat(ClientChanges()) }),
  status: 200,
  output: ClientShape,
  echo: ({ read, caller, params, entry }) => {
    const { name, ...client } = presentClient(read, findClient(read, caller, params.client_id))
    return { ...client, name: 'name' in entry ? refusedClient(entry).name : name }
  },
  handle: ({ tx, caller, params, body }) => {
    const client = findClient(tx, caller, params.client_id)
    return presentClient(tx, updateClient(tx, caller, client, clientUpdateOf(body)))
  },
})

export const clients = [clientsIndex, clientsShow, clientsCreate, clientsUpdate]
