import { describe, expect, test } from 'vitest'
import { FOLLOWINGS, TRANSITIONS, type Transition } from '../../src/rules/orders/states.ts'
import { ORDER_STATES } from '../../src/store/words.ts'
import { serve, type TestServer } from '../harness.ts'
import { act, buy, expectRefused, orderBody, type Party, paymentsOf, place, stateOf } from './journey.ts'

const OTHER = { reason: 'Other' }

/** Orders in each state, made by the calls that lead there. */
const reach: { [State in string]: (server: TestServer) => Promise<{ order: number; front: number }> } = {
  pending: async (server) => {
    const { front, back } = await place(server)
    return { order: back, front }
  },
  accepted: async (server) => {
    const made = await pendingOf(server)
    await act(server, 'processor', made.order, 'accept')
    return made
  },
  completed: async (server) => {
    const made = await acceptedOf(server)
    await act(server, 'processor', made.order, 'complete')
    return made
  },
  rejected: async (server) => {
    const made = await pendingOf(server)
    await act(server, 'processor', made.order, 'reject', OTHER)
    return made
  },
  cancel_proposed: async (server) => {
    const made = await acceptedOf(server)
    await act(server, 'website', made.order, 'cancel', OTHER)
    return made
  },
  canceled: async (server) => {
    const made = await acceptedOf(server)
    await act(server, 'website', made.order, 'cancel', OTHER)
    await act(server, 'processor', made.order, 'cancel', OTHER)
    return made
  },
  canceled_post_acceptance: async (server) => {
    const made = await acceptedOf(server)
    await act(server, 'processor', made.order, 'return', { amount: 0, cancel_order: true, ...OTHER })
    return made
  },
}
const pendingOf = (server: TestServer) => reach.pending?.(server) ?? Promise.reject()
const acceptedOf = (server: TestServer) => reach.accepted?.(server) ?? Promise.reject()

const CALLS: { [call: string]: { as: Party; fields: object } } = {
  accept: { as: 'processor', fields: {} },
  reject: { as: 'processor', fields: OTHER },
  complete: { as: 'processor', fields: {} },
  cancel: { as: 'processor', fields: OTHER },
  return: { as: 'processor', fields: { amount: 0, cancel_order: true, ...OTHER } },
  pend_to_seller: { as: 'website', fields: {} },
}

describe('the order behind a sale', () => {
  const cases = Object.keys(reach).flatMap((state) => Object.keys(CALLS).map((call) => [state, call] as const))

  test.each(cases)('%s: %s does what the table says, and nothing else', async (state, call) => {
    const server = await serve()
    const { order, front } = (await reach[state]?.(server)) ?? { order: 0, front: 0 }
    expect(await stateOf(server, order)).toBe(state)
    const { as, fields } = CALLS[call] ?? { as: 'processor', fields: {} }
    const legal: Transition | undefined = TRANSITIONS.find((each) => each.call === call && each.from === state)

    if (legal === undefined) {
      await expectRefused(server, () => act(server, as, order, call, fields), new RegExp(`is ${state}; only an order`))
      return
    }
    const frontBefore = await stateOf(server, front)
    const received = await act(server, as, order, call, fields)
    expect(received.status, received.text).toBe(200)
    expect(await stateOf(server, order)).toBe(legal.to)
    const followed = FOLLOWINGS.find((each) => each.back === legal.to)
    expect(await stateOf(server, front)).toBe(followed?.front ?? frontBefore)
  })

  test.each(FOLLOWINGS.filter((each) => each.auto_cancel))(
    'with auto_cancel, $back cancels the sale in front of it and gives the client its money back',
    async ({ back }) => {
      const server = await serve({ settings: { auto_cancel: true } })
      const { front } = (await reach[back]?.(server)) ?? { front: 0 }
      const { body } = await server.get(`/v9/orders/${front}`)
      expect(body).toMatchObject({ state: 'canceled', was_auto_canceled: true })
      const taken =
        back === 'rejected'
          ? ['credit_card 100.0 voided']
          : ['credit_card 100.0 captured', 'refund credit_card 100.0 completed']
      expect(paymentsOf(body)).toEqual(taken)
    },
  )
})

describe('open orders', () => {
  test('a purchase that is held back is open, unseen by the owner, until its buyer pends it to the seller', async () => {
    const server = await serve({ settings: { order_review: 'hold' } })
    const { front, back } = await place(server)
    expect(await stateOf(server, back)).toBe('open')
    expect((await server.get(`/v9/orders/${back}`, 'processor')).status).toBe(404)
    const { body: poll } = await server.get('/v9/orders?state=open&type=Order', 'processor')
    expect(poll.total_entries).toBe(0)

    expect(
      (await act(server, 'website', back, 'pend_to_seller', { payments: [{ type: 'check', amount: 1 }] })).status,
    ).toBe(200)
    const { body } = await server.get(`/v9/orders/${back}`, 'processor')
    expect(body.state).toBe('pending')
    expect(paymentsOf(body)).toEqual(['evopay 80.0 pending', 'check 1.0 pending'])
    expect(await stateOf(server, front)).toBe('pending')
  })

  test('the buyer of an open order cancels it alone, and the sale in front is canceled', async () => {
    const server = await serve({ settings: { order_review: 'hold' } })
    const { front, back } = await place(server)
    const received = await act(server, 'website', back, 'cancel', OTHER)
    expect(received.body).toMatchObject({ state: 'canceled_open', buyer_cancellation_reason: 'Other' })
    const { body } = await server.get(`/v9/orders/${front}`)
    expect(body.state).toBe('canceled')
    expect(paymentsOf(body)).toEqual(['credit_card 100.0 voided'])
  })

  test('an order of stock is held back too', async () => {
    const server = await serve({ settings: { order_review: 'hold' } })
    const order = await buy(server)
    expect((await server.get(`/v9/orders/${order}`)).status).toBe(404)
    expect((await server.post(`/v9/orders/${order}/pend_to_seller`, {}, 'shelbyville')).body.state).toBe('pending')
    expect((await server.get(`/v9/orders/${order}`)).status).toBe(200)
  })
})

describe('consignment', () => {
  test('a purchase with consignment waits as pending_consignment, and accept or reject leaves that', async () => {
    const server = await serve()
    const one = await buy(server, { consignment: true })
    expect(await stateOf(server, one)).toBe('pending_consignment')
    expect((await act(server, 'website', one, 'accept')).body.state).toBe('accepted')
    const other = await buy(server, { consignment: true })
    expect((await act(server, 'website', other, 'reject', OTHER)).body.state).toBe('rejected')
  })
})

describe('fraud', () => {
  test('while the check is pending the order behind is open and the owner does not see it; approved, it is pending', async () => {
    const server = await serve({ settings: { fraud: 'hold' } })
    const { front, back } = await place(server)
    expect((await server.get(`/v9/orders/${front}`)).body).toMatchObject({
      state: 'pending',
      fraud_check_status: 'pending',
    })
    expect((await server.get(`/v9/orders/${back}`, 'processor')).status).toBe(404)
    expect((await server.act(front, 'fraud_desk', 'hold')).status).toBe(200)
    await expectRefused(server, () => act(server, 'website', back, 'pend_to_seller'), /waits for the fraud check/)
    expect((await server.act(front, 'fraud_desk', 'approve')).status).toBe(200)
    expect(await stateOf(server, back, 'processor')).toBe('pending')
    expect((await server.act(front, 'fraud_desk', 'approve')).status).toBe(422)
  })

  test('declined, the order behind is canceled_open and the sale canceled, its card voided and its tickets free', async () => {
    const server = await serve({ settings: { fraud: 'hold' } })
    const { front, back } = await place(server)
    await server.act(front, 'fraud_desk', 'decline')
    expect(await stateOf(server, back)).toBe('canceled_open')
    const { body } = await server.get(`/v9/orders/${front}`)
    expect(body).toMatchObject({ state: 'canceled', fraud_check_status: 'declined' })
    expect(paymentsOf(body)).toEqual(['credit_card 100.0 voided'])
    const { body: again } = await server.post('/v9/orders', orderBody())
    expect(again.orders[0].items[0].seats).toEqual([1, 2])
  })

  test.each([
    ['approve', 'approved', 'pending'],
    ['decline', 'declined', 'canceled'],
  ] as const)('a desk that says %s at once has judged before the create is answered', async (fraud, status, state) => {
    const server = await serve({ settings: { fraud } })
    const { body } = await server.post('/v9/orders', orderBody())
    expect(body.orders[0]).toMatchObject({ fraud_check_status: status, state })
  })

  test('check_fraud false skips the check, and a sale to an office is never screened', async () => {
    const server = await serve({ settings: { fraud: 'hold' } })
    const { body } = await server.post('/v9/orders', { ...orderBody(), check_fraud: false })
    expect(body.orders[0].fraud_check_status).toBeNull()
    const order = await buy(server)
    expect((await server.get(`/v9/orders/${order}`)).body.fraud_check_status).toBeNull()
  })

  test('minfraud requires the address of the buyer', async () => {
    const server = await serve({ settings: { minfraud: true } })
    const { status, body } = await server.post('/v9/orders', orderBody())
    expect(status).toBe(422)
    expect(body.orders[0].errors).toHaveProperty('created_by_ip_address')
    expect((await server.post('/v9/orders', orderBody({ created_by_ip_address: '12.34.56.78' }))).status).toBe(201)
  })

  test('fraud_blocks_accept refuses an order whose check is not approved; without it the seller may', async () => {
    const own = orderBody({}, { ticket_group_id: 52554290 })
    const strict = await serve({ settings: { fraud: 'hold', fraud_blocks_accept: true } })
    const { front } = await place(strict, own)
    await expectRefused(strict, () => act(strict, 'website', front, 'accept'), /fraud check .* is pending/)
    const lenient = await serve({ settings: { fraud: 'hold' } })
    const { front: other } = await place(lenient, own)
    expect((await act(lenient, 'website', other, 'accept')).body.state).toBe('accepted')
  })

  test.for<[string, object, object]>([
    ['of an account without a fraud desk', { fraud: 'off' }, {}],
    ['that asked for no check', { fraud: 'hold' }, { check_fraud: false }],
  ])('fraud_blocks_accept lets the seller accept an order %s', async ([, fraud, fields]) => {
    const server = await serve({ settings: { ...fraud, fraud_blocks_accept: true } })
    const { front } = await place(server, { ...orderBody({}, { ticket_group_id: 52554290 }), ...fields })
    expect((await server.get(`/v9/orders/${front}`)).body.fraud_check_status).toBeNull()
    expect((await act(server, 'website', front, 'accept')).body).toMatchObject({ state: 'accepted' })
  })

  test('fraud_blocks_accept lets the owner accept the order behind, which is never screened, once the sale is', async () => {
    const server = await serve({ settings: { fraud: 'hold', fraud_blocks_accept: true } })
    const { front, back } = await place(server)
    expect((await server.act(front, 'fraud_desk', 'approve')).status).toBe(200)
    expect((await server.get(`/v9/orders/${back}`, 'processor')).body.fraud_check_status).toBeNull()
    expect((await act(server, 'processor', back, 'accept')).body).toMatchObject({ state: 'accepted' })
    expect(await stateOf(server, front)).toBe('accepted')
  })

  test('fraud_blocks_accept lets the seller accept a sale to an office, and one whose check is approved', async () => {
    const server = await serve({ settings: { fraud: 'approve', fraud_blocks_accept: true } })
    expect((await act(server, 'website', await buy(server), 'accept')).body).toMatchObject({ state: 'accepted' })
    const { front } = await place(server, orderBody({}, { ticket_group_id: 52554290 }))
    expect((await act(server, 'website', front, 'accept')).body).toMatchObject({
      state: 'accepted',
      fraud_check_status: 'approved',
    })
  })
})

describe('cancel', () => {
  test('the side that proposed cannot agree with itself; the other side cancels, and what was paid is refunded', async () => {
    const server = await serve()
    const { order } = await acceptedOf(server)
    const proposed = await act(server, 'processor', order, 'cancel', { ...OTHER, notes: 'flood' })
    expect(proposed.body).toMatchObject({
      state: 'cancel_proposed',
      seller_state: 'cancel_proposed',
      buyer_state: 'cancel_proposed',
      seller_cancellation_reason: 'Other',
      seller_cancellation_notes: 'flood',
      buyer_cancellation_reason: null,
    })
    await expectRefused(
      server,
      () => act(server, 'processor', order, 'cancel', OTHER),
      /the other side calls cancel too/,
    )
    const canceled = await act(server, 'website', order, 'cancel', { reason: 'Duplicate Order' })
    expect(canceled.body).toMatchObject({
      state: 'canceled',
      buyer_cancellation_reason: 'Duplicate Order',
      refunded: '80.0',
    })
    expect(paymentsOf(canceled.body)).toEqual(['evopay 80.0 completed', 'refund evopay 80.0 completed'])
  })

  test('a sale to a client is not canceled that way', async () => {
    const server = await serve()
    const { front } = await place(server, orderBody({}, { ticket_group_id: 52554290 }))
    await act(server, 'website', front, 'accept')
    await expectRefused(
      server,
      () => act(server, 'website', front, 'cancel', OTHER),
      /between brokerages can be canceled: use return/,
    )
  })
})

describe('return', () => {
  test('gives back what it says, and no more than was paid', async () => {
    const server = await serve()
    const { front } = await place(server, orderBody({}, { ticket_group_id: 52554290 }))
    await act(server, 'website', front, 'accept')
    const { body } = await act(server, 'website', front, 'return', { amount: '25.50' })
    expect(body).toMatchObject({ state: 'accepted', refunded: '25.5', returns_total: 25.5, balance: '25.5' })
    await expectRefused(
      server,
      () => act(server, 'website', front, 'return', { amount: 74.51 }),
      /74\.51 is more than the 74\.50/,
    )
    await expectRefused(server, () => act(server, 'website', front, 'return', { amount: 0 }), /must be greater than 0/)
    const canceled = await act(server, 'website', front, 'return', { amount: 10, cancel_order: true, ...OTHER })
    expect(canceled.body).toMatchObject({ state: 'canceled_post_acceptance', refunded: '35.5', returns_total: 35.5 })
  })

  test('needs a reviewer and a reason to cancel the order, and a sale behind which another stands follows that one', async () => {
    const server = await serve()
    const { order, front } = await acceptedOf(server)
    const bare = () => server.post(`/v9/orders/${order}/return`, { amount: 0, cancel_order: true }, 'processor')
    await expectRefused(server, bare, /reviewer_id can't be blank/)
    await expectRefused(
      server,
      () => act(server, 'processor', order, 'return', { amount: 0, cancel_order: true }),
      /reason/,
    )
    const cancelFront = () => act(server, 'website', front, 'return', { amount: 0, cancel_order: true, ...OTHER })
    await expectRefused(server, cancelFront, /it follows order/)
  })
})

describe('a substitution', () => {
  const substituteBody = (id: number, item: object = {}) => ({
    orders: [
      {
        shipped_items: [{ items: [{ price: 40, quantity: 2, ticket_group_id: 52554287, ...item }] }],
        substitute_order_link_id: id,
      },
    ],
  })

  test('puts a new purchase in the place of the rejected one, in its order group, and the sale is pending again', async () => {
    const server = await serve()
    const { order, front } = (await reach.rejected?.(server)) ?? { order: 0, front: 0 }
    expect(await stateOf(server, front)).toBe('pending_substitution')
    const before = (await server.get(`/v9/orders/${front}`)).body
    const { status, body } = await server.post('/v9/orders', substituteBody(order))
    expect(status).toBe(201)
    const [made] = body.orders
    expect(made).toMatchObject({
      state: 'pending',
      substitute_order_link_id: order,
      order_group_id: before.order_group_id,
      total: '80.0',
    })
    const after = (await server.get(`/v9/orders/${front}`)).body
    expect(after).toMatchObject({ state: 'pending', child_orders: [made.id], total: before.total })
    expect((await server.get(`/v9/orders/${order}`)).body.substitutions).toEqual([made.id])
    expect((await act(server, 'processor', made.id, 'accept')).body.state).toBe('accepted')
    expect(await stateOf(server, front)).toBe('accepted')
  })

  test('is refused for an order that was not rejected, for another quantity or event, twice, and to strangers', async () => {
    const server = await serve()
    const { back } = await place(server)
    const post =
      (body: object, as = 'website') =>
      () =>
        server.post('/v9/orders', body, as)
    await expectRefused(server, post(substituteBody(back)), /is pending; only a rejected/)
    await act(server, 'processor', back, 'reject', OTHER)
    await expectRefused(server, post(substituteBody(back, { quantity: 1 })), /is for 2 tickets/)
    await expectRefused(server, post(substituteBody(back, { ticket_group_id: 161443705 })), /for event/)
    await expectRefused(server, post(substituteBody(back), 'shelbyville'), /is not a purchase of yours/)
    expect((await post(substituteBody(back))()).status).toBe(201)
    await expectRefused(server, post(substituteBody(back)), /has been substituted already/)
  })
})

describe('acceptance', () => {
  test('may say which seats are supplied, all of them', async () => {
    const server = await serve()
    const { front, back } = await place(server)
    const part = () => act(server, 'processor', back, 'accept', { seats: [7] })
    await expectRefused(server, part, /An order cannot be accepted in part: contact support/)
    await expectRefused(server, () => act(server, 'processor', back, 'accept', { seats: [7, 7] }), /Seat 7/)
    await expectRefused(server, () => act(server, 'processor', back, 'accept', { seats: [7, 41] }), /Seat 41/)
    expect((await act(server, 'processor', back, 'accept', { seats: [7, 8] })).body.items[0].seats).toEqual([7, 8])
    expect((await server.get(`/v9/orders/${front}`)).body.items[0].seats).toEqual([7, 8])
    const { body } = await server.post('/v9/orders', orderBody())
    expect(body.orders[0].items[0].seats).toEqual([1, 2])
  })

  test('is for the seller, with a User of its own as the reviewer', async () => {
    const server = await serve()
    const { front, back } = await place(server)
    await expectRefused(server, () => act(server, 'website', back, 'accept'), /only by its seller/)
    await expectRefused(server, () => act(server, 'website', front, 'accept'), /it follows order/)
    const foreign = () => server.post(`/v9/orders/${back}/accept`, { reviewer_id: 12346 }, 'processor')
    await expectRefused(server, foreign, /is not a User of your brokerage/)
    await expectRefused(
      server,
      () => server.post(`/v9/orders/${back}/accept`, {}, 'processor'),
      /reviewer_id can't be blank/,
    )
  })
})

test('the table reaches every state there is, but for those in which orders begin and those that follow', () => {
  const reached = new Set<string>([
    ...TRANSITIONS.map(({ to }) => to),
    ...FOLLOWINGS.map(({ front }) => front),
    'open',
    'pending_consignment',
  ])
  expect([...reached].sort()).toEqual([...ORDER_STATES].sort())
})

test('an item needs a substitute while its sale is pending_substitution', async () => {
  const server = await serve()
  const { front, back } = await place(server)
  const needsSub = async () => (await server.get(`/v9/orders/${front}`)).body.items[0].needs_sub
  expect(await needsSub()).toBe(false)
  await act(server, 'processor', back, 'reject', { reason: 'Other' })
  expect(await needsSub()).toBe(true)
})
