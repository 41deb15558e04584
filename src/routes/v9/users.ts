import * as z from 'zod'
import { defineOperation } from '../../operation.ts'
import type { Caller } from '../../rules/caller.ts'
import { hasWords } from '../../rules/catalogue/catalogue.ts'
import { lookUpOwn } from '../../rules/lookup.ts'
import type { User } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import { foundShape, UserShape } from '../../wire/account-shapes.ts'
import { found, presentUser } from '../../wire/accounts.ts'
import { idFilter, nameFilter, searchFields } from '../../wire/catalogue-query.ts'
import { equalFilters, instantFilters, text } from '../../wire/fields.ts'
import { matches, matchesInstants, onPage, pageFields, pageOf, pageShape } from '../../wire/pages.ts'
import { BROKERS, PHP_CLIENT, wiki } from './sources.ts'

/** W:9470068: the users of your brokerage. */
const isOwn = (caller: Caller, user: User): boolean => caller.account === `brokerage:${user.brokerage_id}`
const ownUsers = (read: Reader, caller: Caller): User[] =>
  [...read.all('users')].filter((user) => isOwn(caller, user)).reverse()

const usersIndex = defineOperation({
  id: 'users.index',
  method: 'GET',
  path: '/v9/users',
  summary: 'The users of your brokerage.',
  source: wiki(9470068),
  fidelity: 'documented',
  credentials: BROKERS,
  input: () => ({
    query: z.object({
      ...pageFields,
      ...instantFilters('updated_at'),
      ...nameFilter(),
      ...equalFilters('email', () => text(255)),
      ...idFilter('office_id'),
    }),
  }),
  indexed: true,
  status: 200,
  output: () => pageShape('users', UserShape()),
  handle: ({ tx, caller, query }) => {
    const records = ownUsers(tx, caller).filter(
      (user) =>
        matches(query, 'name', user.name) &&
        matches(query, 'email', user.email) &&
        matches(query, 'office_id', user.office_id) &&
        matchesInstants(query, 'updated_at', user.updated_at),
    )
    return pageOf('users', query, { records }, (user) => presentUser(tx, user))
  },
})

const usersSearch = defineOperation({
  id: 'users.search',
  method: 'GET',
  path: '/v9/users/search',
  summary: 'The users of your brokerage whose names or email addresses have the searched words.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  input: () => ({ query: z.object(searchFields()) }),
  indexed: true,
  status: 200,
  output: () => foundShape('users', 'User', UserShape()),
  handle: ({ tx, caller, query }) => {
    const records = ownUsers(tx, caller).filter(({ name, email }) =>
      hasWords(`${name}\n${email}`, query.q, query.fuzzy ?? false),
    )
    return { users: onPage(records, query).map((user) => found('User', presentUser(tx, user))) }
  },
})

const usersShow = defineOperation({
  id: 'users.show',
  method: 'GET',
  path: '/v9/users/:user_id',
  summary: 'One user of your brokerage.',
  source: wiki(9470068),
  fidelity: 'documented',
  credentials: BROKERS,
  status: 200,
  output: UserShape,
  handle: ({ tx, caller, params }) =>
    presentUser(
      tx,
      lookUpOwn(tx, 'users', params.user_id, (user) => isOwn(caller, user)),
    ),
})

export const users = [usersIndex, usersSearch, usersShow]
