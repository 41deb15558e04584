import { defineOperation } from '../../operation.ts'
import type { Caller } from '../../rules/caller.ts'
import { notFound } from '../../rules/refusal.ts'
import type { Client } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import { AccountShape } from '../../wire/account-shapes.ts'
import { presentAccount } from '../../wire/accounts.ts'
import { pageOf, pageQuery, pageShape } from '../../wire/pages.ts'
import { BROKERS, RUBY_FIXTURES } from './sources.ts'

/** Each client has one account, with what it owes. That the two have the same id is decided here. */
function findAccount(read: Reader, caller: Caller, id: string): Client {
  const client = /^[1-9]\d{0,14}$/.test(id) ? read.get('clients', Number(id)) : undefined
  if (client?.account !== caller.account) throw notFound('Account', id)
  return client
}

const accountsIndex = defineOperation({
  id: 'accounts.index',
  method: 'GET',
  path: '/v9/accounts',
  summary: 'What each client of your brokerage owes, oldest first.',
  source: RUBY_FIXTURES,
  fidelity: 'recorded',
  credentials: BROKERS,
  input: () => ({ query: pageQuery() }),
  indexed: true,
  status: 200,
  output: () => pageShape('accounts', AccountShape()),
  handle: ({ tx, caller, query }) => {
    // As recorded, and unlike other lists, the oldest account comes first.
    const records = tx.list('clients', 'by_account', caller.account)
    return pageOf('accounts', query, { records, total: records.length }, (client) => presentAccount(tx, client))
  },
})

const accountsShow = defineOperation({
  id: 'accounts.show',
  method: 'GET',
  path: '/v9/accounts/:account_id',
  summary: 'What one client owes.',
  source: RUBY_FIXTURES,
  fidelity: 'recorded',
  credentials: BROKERS,
  status: 200,
  output: AccountShape,
  handle: ({ tx, caller, params }) => presentAccount(tx, findAccount(tx, caller, params.account_id)),
})

export const accounts = [accountsIndex, accountsShow]
