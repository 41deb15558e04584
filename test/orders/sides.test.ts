import { describe, expect, test } from 'vitest'
import { callerFor } from '../../src/rules/caller.ts'
import { pendToSeller } from '../../src/rules/orders/moves.ts'
import { checkActor, TRANSITIONS } from '../../src/rules/orders/states.ts'
import { DEFAULT_SETTINGS } from '../../src/store/settings.ts'
import { Transaction } from '../../src/store/transaction.ts'
import { serve, type TestServer } from '../harness.ts'
import { act, buy, expectRefused, type Party, place, stateOf } from './journey.ts'

/** Whose call it is: what one side of an order does, the other side cannot do for it. */

const CLOCK_MS = Date.parse('2026-01-01T00:00:00Z')
const OTHER = { reason: 'Other' }

/** An order between brokerages: who sells it, who buys it. */
interface Sides {
  readonly order: number
  readonly seller: Party
  readonly buyer: Party
}

const KINDS: { readonly [kind: string]: (server: TestServer) => Promise<Sides> } = {
  'the order behind a sale': async (server) => {
    const { back } = await place(server)
    return { order: back, seller: 'processor', buyer: 'website' }
  },
  'a purchase for stock': async (server) => {
    return { order: await buy(server), seller: 'website', buyer: 'processor' }
  },
}
const kinds = Object.entries(KINDS)

/** A refusal of the control plane that left everything as it was. */
async function expectNotPlayed(
  server: TestServer,
  order: number,
  [as, deed]: readonly [string, string],
  status: number,
  detail: RegExp,
): Promise<void> {
  const before = server.state()
  const received = await server.act(order, as, deed)
  expect(received.status, received.text).toBe(status)
  expect(received.body.detail).toMatch(detail)
  expect(server.state()).toBe(before)
}

describe('over the API', () => {
  test.for(kinds)('the buyer of %s cannot accept, reject, complete or return it', async ([, make]) => {
    const server = await serve()
    const { order, seller, buyer } = await make(server)
    await expectRefused(server, () => act(server, buyer, order, 'accept'), /can be accepted only by its seller/)
    await expectRefused(server, () => act(server, buyer, order, 'reject', OTHER), /can be rejected only by its seller/)
    expect((await act(server, seller, order, 'accept')).status).toBe(200)

    await expectRefused(server, () => act(server, buyer, order, 'complete'), /can be completed only by its seller/)
    for (const fields of [{ amount: 1 }, { amount: 0, cancel_order: true, ...OTHER }])
      await expectRefused(
        server,
        () => act(server, buyer, order, 'return', fields),
        /can be returned only by its seller/,
      )
    expect((await act(server, seller, order, 'complete')).status).toBe(200)
    expect(await stateOf(server, order)).toBe('completed')
  })

  test.for(kinds)('the seller of %s finds it only when its buyer has pended it', async ([, make]) => {
    const server = await serve({ settings: { order_review: 'hold' } })
    const { order, seller, buyer } = await make(server)
    for (const [call, fields] of [
      ['pend_to_seller', {}],
      ['cancel', OTHER],
    ] as const)
      await expectRefused(server, () => act(server, seller, order, call, fields), /Not Found/, 404)
    expect((await act(server, buyer, order, 'pend_to_seller')).status).toBe(200)
    expect(await stateOf(server, order, seller)).toBe('pending')
    const again = () => act(server, seller, order, 'pend_to_seller')
    await expectRefused(server, again, /is pending; only an order that is open can be pended/)
  })
})

describe('through the control plane', () => {
  test.for(kinds)('the seller of %s cannot cancel it while it is open; its buyer can', async ([, make]) => {
    const server = await serve({ settings: { order_review: 'hold' } })
    const { order } = await make(server)
    await expectNotPlayed(server, order, ['seller', 'cancel'], 422, /can be canceled only by its buyer/)
    const canceled = await server.act(order, 'buyer', 'cancel')
    expect([canceled.status, canceled.body.state]).toEqual([200, 'canceled_open'])
  })

  test.for(kinds)('%s: what only one side does cannot be asked of the other', async ([, make]) => {
    const server = await serve({ settings: { order_review: 'hold' } })
    const { order } = await make(server)
    await expectNotPlayed(server, order, ['seller', 'pend_to_seller'], 400, /^do: /)
    const pended = await server.act(order, 'buyer', 'pend_to_seller')
    expect([pended.status, pended.body.state]).toEqual([200, 'pending'])

    for (const deed of ['accept', 'reject']) await expectNotPlayed(server, order, ['buyer', deed], 400, /^do: /)
    const accepted = await server.act(order, 'seller', 'accept')
    expect([accepted.status, accepted.body.state]).toEqual([200, 'accepted'])
    await expectNotPlayed(server, order, ['buyer', 'complete'], 400, /^do: /)
  })
})

describe('by the table of transitions', () => {
  test.for(kinds)('%s: each side does what is its own, and is refused what is not', async ([, make]) => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const { order: id } = await make(server)
    const tx = new Transaction(server.state(), CLOCK_MS)
    const made = tx.must('orders', id)
    const seller = callerFor(tx, made.seller.account)
    const buyer = callerFor(tx, made.buyer.account)
    for (const { call, from, by } of TRANSITIONS) {
      // In the state in which one side has proposed to cancel, it is the other one's turn: states.test.ts.
      if (by === 'the other side') continue
      const order = { ...made, seller_state: from }
      const mayAct = { seller: by === 'seller' || by === 'either side', buyer: by === 'buyer' || by === 'either side' }
      const words = new RegExp(`^Order ${id} can be .+ only by (its (seller|buyer)|the fraud desk)$`)
      for (const [side, caller] of [
        ['seller', seller],
        ['buyer', buyer],
      ] as const) {
        if (mayAct[side]) expect(checkActor(caller, order, call), `${call} by the ${side}`).toBe(side)
        else expect(() => checkActor(caller, order, call), `${call} by the ${side}`).toThrow(words)
      }
    }
    // Over the API its seller does not even find an open order.
    const open = tx.put('orders', { ...made, seller_state: 'open' })
    const pend = () => pendToSeller(tx, seller, DEFAULT_SETTINGS, open, [])
    expect(pend).toThrow(`Order ${id} can be pended to its seller only by its buyer`)
  })
})
