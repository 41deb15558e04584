import { expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { driftIn, verified } from './verified.ts'

test.for(['website', 'processor', 'store'])(
  'with the credential of %s, reads find nothing that differs, and change nothing',
  async (name) => {
    const server = await serve()
    const report = await server.unchanged(() => verified(server.url, server.keysOf(name)))
    expect(driftIn(report)).toEqual([])
  },
)

test('writes find nothing that differs', async () => {
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
})
