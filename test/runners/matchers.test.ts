import { describe } from 'vitest'
import type { TevoSandbox } from '../../src/index.ts'
import { expect, test } from '../../src/runners/vitest.ts'

const ORDER = {
  seller_id: 1691,
  client_id: 107655,
  payments: [{ type: 'cash' }],
  shipped_items: [
    { type: 'Eticket', email_address_id: 33333, items: [{ ticket_group_id: 52554287, price: 50, quantity: 2 }] },
  ],
}

const placeOrder = (tevo: TevoSandbox) => tevo.fetch('/v9/orders', { body: { orders: [ORDER] } })

/** What a test that fails by it shows. */
const failureOf = (expectation: Promise<void>): Promise<string> =>
  expectation.then(
    () => 'it holds',
    (problem: Error) => problem.message,
  )

describe('toHaveReceived', () => {
  test('holds when such a request came, and names the nearest miss when none did', async ({ tevo }) => {
    await placeOrder(tevo)

    await expect(tevo).toHaveReceived({ operation: 'orders.create', where: { '/orders/0/client_id': 107655 } })
    expect(await failureOf(expect(tevo).toHaveReceived({ operation: 'orders.create', status: 422 }))).toMatch(
      /^Expected at least 1 request to match; .*nearest: req_1, status is 201 and not 422$/,
    )
  })

  test('counts', async ({ tevo }) => {
    await placeOrder(tevo)
    await placeOrder(tevo)

    await expect(tevo).toHaveReceived({ operation: 'orders.create' }, 2)
    await expect(tevo).toHaveReceived({ operation: 'orders.create' }, { min: 1, max: 2 })
    await expect(tevo).not.toHaveReceived({ operation: 'orders.create' }, 1)
    expect(await failureOf(expect(tevo).toHaveReceived({ operation: 'orders.create' }, 1))).toMatch(
      /^Expected exactly 1 request to match; of the 2 in the journal, 2 did/,
    )
    expect(await failureOf(expect(tevo).not.toHaveReceived({ operation: 'orders.create' }, 2))).toBe(
      'Expected another number of requests to match; 2 did',
    )
  })

  test('waits until it holds', async ({ tevo }) => {
    const expected = expect(tevo).toHaveReceived({ operation: 'orders.create' }, 1, { within_ms: 10_000 })
    await placeOrder(tevo)
    await expected
  })

  test('behind .not fails when the journal has made room', async ({ tevo }) => {
    await tevo.settings.change({ journal_entries: 1 })
    const match = { operation: 'events.index', query: { per_page: '3' } } as const
    await tevo.fetch('/v9/events?per_page=3')
    await tevo.fetch('/v9/events?per_page=4')

    expect(await failureOf(expect(tevo).not.toHaveReceived(match))).toMatch(/1 cannot be told/)
    await expect(tevo).not.toHaveReceived({ operation: 'orders.create' })
  })

  test('behind .not fails when it could not see everything', async ({ tevo }) => {
    // The journal keeps 16 KiB of a body, so that nobody can tell what stands behind them.
    await tevo.fetch('/v9/clients', { body: { pad: 'x'.repeat(20_000), clients: [{ name: 'Ned Flanders' }] } })

    const match = { operation: 'clients.create', where: { '/clients/0/name': 'Ned Flanders' } } as const
    expect(await failureOf(expect(tevo).not.toHaveReceived(match))).toMatch(/1 more could not be decided/)
  })

  test('refuses a match that no request can be, also behind .not', async ({ tevo }) => {
    // @ts-expect-error: TypeScript refuses it too
    expect(await failureOf(expect(tevo).not.toHaveReceived({ operation: 'orders.creat' }))).toMatch(
      /did you mean "orders.create"/,
    )
  })
})

describe('toHaveMadeOneOrder', () => {
  test('holds for one order, whether or not there is another behind it', async ({ tevo }) => {
    await expect(tevo).not.toHaveMadeOneOrder()
    await placeOrder(tevo)

    await expect(tevo).toHaveMadeOneOrder()
    await expect(tevo).toHaveMadeOneOrder({ '/buyer/id': 107655 })
    await expect(tevo).not.toHaveMadeOneOrder({ reference: 'PO-7' })
  })

  test('fails for an order that was made twice', async ({ tevo }) => {
    await placeOrder(tevo)
    await placeOrder(tevo)

    await expect(tevo).not.toHaveMadeOneOrder()
    expect(await failureOf(expect(tevo).toHaveMadeOneOrder())).toMatch(
      /^Expected exactly 1 record of orders to match; .*one_order_per_intent is broken/,
    )
  })
})

describe('toHoldInvariants', () => {
  test('holds until an order is made twice', async ({ tevo }) => {
    await placeOrder(tevo)
    await expect(tevo).toHoldInvariants()
    expect(await failureOf(expect(tevo).not.toHoldInvariants())).toBe(
      'Expected records that do not fit together; all of them do',
    )

    await placeOrder(tevo)
    await expect(tevo).not.toHoldInvariants()
    expect(await failureOf(expect(tevo).toHoldInvariants())).toMatch(/^one_order_per_intent is broken: orders/)
  })
})

test('each matcher says what it is for when it gets something else', async () => {
  expect(await failureOf(expect({}).toHoldInvariants())).toBe(
    'toHoldInvariants() is for a sandbox, and got object: write expect(tevo).toHoldInvariants(…)',
  )
})

describe('with options', () => {
  test.override('tevoOptions', { clock: '2026-01-01T00:00:00Z', seed: 7 })

  test('the sandbox is made with them', async ({ tevo }) => {
    expect(tevo.seed).toBe(7)
    expect(await tevo.clock.now()).toEqual(new Date('2026-01-01T00:00:00Z'))
  })
})
