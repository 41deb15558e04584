import * as z from 'zod'
import { defineOperation } from '../../operation.ts'
import type { Caller } from '../../rules/caller.ts'
import { findClient } from '../../rules/clients/clients.ts'
import { unprocessable } from '../../rules/refusal.ts'
import type { Settings } from '../../rules/settings.ts'
import type { Transaction } from '../../store/transaction.ts'
import { id } from '../../wire/fields.ts'
import { EVERY_CREDENTIAL, wiki } from './sources.ts'

const ClientToken = () => z.strictObject({ client_token: z.string() })

/** Braintree's tokens are base64 of JSON with the address that its browser library calls; this one has none. */
function clientToken(settings: Settings, account: string): { client_token: string } {
  if (settings.gateway !== 'braintree')
    throw unprocessable('This account has no Braintree gateway, so there is no client token')
  const content = {
    version: 2,
    environment: 'sandbox',
    merchantId: account,
    authorizationFingerprint: `local|${account}`,
  }
  return { client_token: Buffer.from(JSON.stringify(content)).toString('base64') }
}

const clientTokenOfAccount = defineOperation({
  id: 'merchant_accounts.braintree_client_token',
  method: 'GET',
  path: '/v9/merchant_accounts/braintree/client_token',
  summary: "A token for Braintree's Drop-in or Hosted Fields.",
  source: wiki(3599302780),
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  input: () => ({ query: z.object({ office_id: id().optional() }) }),
  status: 200,
  output: ClientToken,
  handle: ({ settings, caller, tx, query }) => {
    if (query.office_id !== undefined) checkOffice(tx, caller, query.office_id)
    return clientToken(settings, caller.account)
  },
})

function checkOffice(tx: Transaction, caller: Caller, office_id: number): void {
  const office = tx.get('offices', office_id)
  if (office === undefined || `brokerage:${office.brokerage_id}` !== caller.account)
    throw unprocessable(`office_id ${office_id} is not an office of your brokerage`)
}

/** An earlier form of the same call: W:3599073284. */
const clientTokenOfClient = defineOperation({
  id: 'clients.braintree_client_token',
  method: 'POST',
  path: '/v9/clients/:client_id/braintree_client_token',
  summary: "A token for Braintree's Drop-in or Hosted Fields, for one client.",
  source: wiki(3599073284),
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  status: 200,
  output: ClientToken,
  handle: ({ settings, caller, tx, params }) => {
    const client = findClient(tx, caller, params.client_id)
    return clientToken(settings, `${caller.account}|client:${client.id}`)
  },
})

export const clientTokens = [clientTokenOfAccount, clientTokenOfClient]
