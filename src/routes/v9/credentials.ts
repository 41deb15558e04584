import { defineOperation } from '../../operation.ts'
import { accountOfOffice } from '../../rules/caller.ts'
import { CredentialShape, presentCredential } from '../../wire/credentials.ts'
import { pageOf, pageQuery, pageShape } from '../../wire/pages.ts'
import { BROKERS, PHP_CLIENT } from './sources.ts'

/** The model is `created_by` of an order (W:73302018), with the credential's id. */
const credentialsIndex = defineOperation({
  id: 'credentials.index',
  method: 'GET',
  path: '/v9/credentials',
  summary: 'The credentials of your brokerage, without their tokens and secrets.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  input: () => ({ query: pageQuery() }),
  indexed: true,
  status: 200,
  output: () => pageShape('credentials', CredentialShape()),
  handle: ({ tx, caller, query }) => {
    const records = [...tx.all('credentials')].filter(
      ({ office_id }) => office_id !== null && accountOfOffice(tx, office_id) === caller.account,
    )
    return pageOf('credentials', query, { records }, (credential) => presentCredential(tx, credential))
  },
})

export const credentials = [credentialsIndex]
