import { expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { driftIn, uncheckedIn, verified } from './verified.ts'

/** The suite sends hundreds of requests, one after another. */
const WHOLE_RUN_MS = 60_000

test.for(['website', 'processor', 'store'])(
  'with the credential of %s, reads find nothing that differs, and change nothing',
  async (name) => {
    const server = await serve()
    const report = await server.unchanged(() => verified(server.url, server.keysOf(name)))
    expect(driftIn(report)).toEqual([])
  },
)

test.for([{ ticket_groups_index: 'redirect' }, { gateway: 'braintree' }])(
  'an account that is set up with %o is as described, too',
  async (settings) => {
    const server = await serve()
    await server.settings(settings)
    expect(driftIn(await verified(server.url, server.keysOf('website')))).toEqual([])
  },
)

test('an account without records is as described, and what it lacks is not checked', async () => {
  const server = await serve()
  const { credentials, brokerages, offices, users, affiliates, affiliate_stores } = await server.world()
  const empty = { credentials, brokerages, offices, users, affiliates, affiliate_stores }
  await server.putWorld(() => empty)
  const report = await verified(server.url, server.keysOf('website'))
  expect(driftIn(report)).toEqual([])
  expect(uncheckedIn(report)).toEqual(
    expect.arrayContaining([
      'orders.show, one by its id: no order was found',
      'events.index, pages lie beside each other: there are fewer than 2 entries',
      'events.index, the filter venue_id keeps what equals it: there are no entries that have a value',
    ]),
  )
})

test(
  'writes find nothing that differs',
  async () => {
    const server = await serve()
    const report = await verified(server.url, server.keysOf('website'), { writes: true })
    expect(driftIn(report)).toEqual([])
    const unchecked = report.operations.filter(({ outcome }) => outcome === 'not checked')
    expect(unchecked.map(({ operation, checks }) => [operation, checks[0]?.why])).toEqual([
      ['orders.pend_to_seller', 'only an order that a setting of the account holds can be sent on to its seller'],
      ['payments.status', 'the credential may not call it: only User credentials may'],
      ['transactions.show', 'no transaction was found'],
      ['transactions.create', 'it moves money of the office, and no call takes it back'],
    ])
  },
  WHOLE_RUN_MS,
)
