import { describe, expect, test } from 'vitest'
import { type Caller, callerByToken } from '../../../src/rules/caller.ts'
import { takeSeats } from '../../../src/rules/inventory/selling.ts'
import { isDelivered } from '../../../src/rules/orders/fulfilment.ts'
import { returnOrder } from '../../../src/rules/orders/moves.ts'
import { checkBroadcast } from '../../../src/rules/orders/placing.ts'
import { supplySeats } from '../../../src/rules/orders/seats.ts'
import { updateOrder } from '../../../src/rules/orders/update.ts'
import { checkPayable, findOwnSale, findReviewer, mayRead, wroteOrder } from '../../../src/rules/orders/visibility.ts'
import { explanationOf, Refusal } from '../../../src/rules/refusal.ts'
import type { Note, Order } from '../../../src/store/records.ts'
import { DEFAULT_SETTINGS } from '../../../src/store/settings.ts'
import { Transaction } from '../../../src/store/transaction.ts'
import { serve } from '../../harness.ts'
import { buy, orderBody, place, REVIEWERS } from '../../orders/journey.ts'

/** Who may see, change and move an order, by the rules alone. */

const WEBSITE = 'springfieldwebsite00000000000001'

async function begin(): Promise<{ tx: Transaction; caller: Caller; front: Order; back: Order }> {
  const server = await serve()
  const placed = await place(server)
  const tx = new Transaction(server.state(), await server.clock.now())
  const caller = callerByToken(tx, WEBSITE)
  if (caller === undefined) throw new Error('the default world has no credential of that token')
  return { tx, caller, front: tx.must('orders', placed.front), back: tx.must('orders', placed.back) }
}

function refusalOf(work: () => unknown): string {
  try {
    work()
  } catch (refusal) {
    if (refusal instanceof Refusal) return explanationOf(refusal)
    throw refusal
  }
  return 'none'
}

test('internal fields are of the office that made the order, or of the store', async () => {
  const { caller, front } = await begin()
  const wrote = (fields: Partial<Order>, by: Partial<Caller> = {}) =>
    wroteOrder({ ...caller, ...by }, { ...front, ...fields })
  const own = { front_order_id: null, created_by_office_id: caller.office_id }
  expect(wrote(own)).toBe(true)
  expect(wrote({ ...own, front_order_id: 5 })).toBe(false)
  expect(wrote({ ...own, created_by_office_id: 5 })).toBe(false)
  const store = { account: 'store:63', office_id: null } as const
  const ofStore = { front_order_id: null, created_by_office_id: null }
  const sold = (account: 'store:63' | 'store:64') => ({ ...ofStore, seller: { ...front.seller, account } })
  expect(wrote(sold('store:63'), store)).toBe(true)
  expect(wrote(sold('store:64'), store)).toBe(false)
  expect(wrote({ ...sold('store:63'), front_order_id: 5 }, store)).toBe(false)
})

test('an internal note is read by the office, or the store, that wrote it', async () => {
  const { caller } = await begin()
  const note = { id: 1, order_id: 1, content: 'x', created_at: 0, updated_at: 0 }
  const may = (fields: Pick<Note, 'category' | 'office_id' | 'affiliate_store_id'>, by: Partial<Caller> = {}) =>
    mayRead({ ...caller, ...by }, { ...note, ...fields })
  const internal = { category: 'internal', affiliate_store_id: null } as const
  expect(may({ ...internal, office_id: caller.office_id })).toBe(true)
  expect(may({ ...internal, office_id: 5 })).toBe(false)
  expect(may({ ...internal, category: 'external', office_id: 5 })).toBe(true)
  const ofStore = { category: 'internal', office_id: null, affiliate_store_id: 63 } as const
  expect(may(ofStore, { account: 'store:63', office_id: null })).toBe(true)
  expect(may(ofStore, { account: 'store:64', office_id: null })).toBe(false)
  expect(may(ofStore)).toBe(false)
})

describe('an update', () => {
  test('changes fields and writes notes of their kind, and what is the same is no change', async () => {
    const { tx, caller, front } = await begin()
    const notes = () => tx.list('notes', 'by_order', front.id).map(({ category, content }) => `${category} ${content}`)
    const before = notes()
    expect(updateOrder(tx, caller, front, {})).toBe(front)
    expect(updateOrder(tx, caller, front, { po_number: front.po_number })).toBe(front)
    expect(notes()).toEqual(before)
    updateOrder(tx, caller, front, { internal_notes: ['a', 'b'], external_notes: ['c'] })
    expect(
      notes()
        .filter((each) => !before.includes(each))
        .sort(),
    ).toEqual(['external c', 'internal a', 'internal b'])
    expect(updateOrder(tx, caller, front, { po_number: '17', invoice_number: null })).toMatchObject({ po_number: '17' })
  })

  test('of an order that another office made changes none of its fields, and says which', async () => {
    const { tx, caller, front } = await begin()
    const others = tx.put('orders', { ...front, created_by_office_id: 5 })
    expect(refusalOf(() => updateOrder(tx, caller, others, { po_number: '1', reference: 'r' }))).toBe(
      `Order ${front.id} was made by another office; only that office can change its po_number and reference`,
    )
    expect(updateOrder(tx, caller, others, { internal_notes: ['a'], po_number: others.po_number })).toBe(others)
  })
})

test('what is not for a party is refused in words', async () => {
  const { tx, caller, front, back } = await begin()
  expect(refusalOf(() => findReviewer(tx, caller, REVIEWERS.processor))).toBe(
    'reviewer_id 12345 is not a User of your brokerage: GET /v9/users lists them',
  )
  expect(refusalOf(() => findReviewer(tx, caller, 5))).toMatch(/^reviewer_id 5 is not/)
  expect(findReviewer(tx, caller, REVIEWERS.website).id).toBe(REVIEWERS.website)
  expect(refusalOf(() => findOwnSale(tx, caller, String(front.id), 'ship'))).toBe(
    `Order ${front.id} sells another brokerage's tickets: it follows order ${back.id}, which the owner of the tickets can ship`,
  )
  expect(refusalOf(() => findOwnSale(tx, caller, String(back.id), 'ship'))).toBe(
    `Order ${back.id} is sold by somebody else; only its seller can ship it`,
  )
  for (const seller_state of ['rejected', 'canceled', 'canceled_open', 'canceled_post_acceptance'] as const)
    expect(refusalOf(() => checkPayable({ ...front, seller_state }))).toBe(
      `Order ${front.id} is ${seller_state}; nothing can be paid for it`,
    )
  expect(refusalOf(() => checkPayable(front))).toBe('none')
  const group = tx.must('ticket_groups', 52554287)
  expect(refusalOf(() => checkBroadcast(group))).toBe('none')
  expect(refusalOf(() => checkBroadcast({ ...group, broadcast: false }))).toBe(
    'Ticket group 52554287 is not broadcast: its owner sells it to nobody else',
  )
})

test('a return of money needs no reviewer, and one that cancels says what it lacks', async () => {
  const { tx, caller, front } = await begin()
  const own = tx.put('orders', { ...front, back_order_id: null, seller_state: 'accepted' })
  const fields = { amount_cents: 0, cancel_order: false, reviewer_id: null, reason: null, notes: null }
  const back = (more: object) => refusalOf(() => returnOrder(tx, caller, DEFAULT_SETTINGS, own, { ...fields, ...more }))
  expect(back({})).toMatch(/must be greater than 0 unless cancel_order is true/)
  expect(back({ amount_cents: 999_999 })).toMatch(/is more than the/)
  expect(back({ cancel_order: true })).toMatch(/reviewer_id can't be blank when cancel_order is true/i)
  expect(back({ cancel_order: true, reviewer_id: REVIEWERS.website })).toMatch(
    /reason can't be blank when cancel_order/i,
  )
  expect(back({ amount_cents: 1, reviewer_id: 5 })).toMatch(/^reviewer_id 5 is not/)
})

test('a seller gives each item its own seats, in the order of the items', async () => {
  const server = await serve()
  const id = await buy(server)
  const tx = new Transaction(server.state(), await server.clock.now())
  const [item] = tx.list('items', 'by_order', id)
  if (item === undefined) throw new Error('an order has an item')
  const seats = [30, 31, 32]
  takeSeats(tx, tx.must('ticket_groups', item.ticket_group_id), seats)
  tx.put('items', { ...item, id: item.id + 1_000, quantity: 3, seats })
  supplySeats(tx, tx.must('orders', id), [11, 12, 21, 22, 23])
  expect(tx.list('items', 'by_order', id).map((each) => each.seats)).toEqual([
    [11, 12],
    [21, 22, 23],
  ])
  expect(refusalOf(() => supplySeats(tx, tx.must('orders', id), [1]))).toMatch(
    /^seats names 1 seats; order \d+ is for 5\./,
  )
})

test('an item is delivered with its shipment, or where etickets are sent, once they are complete', async () => {
  const { tx, front } = await begin()
  const [item] = tx.list('items', 'by_order', front.id)
  if (item === undefined) throw new Error('an order has an item')
  const shipment = tx.must('shipments', item.shipment_id)
  const is = (state: typeof shipment.state, fields: Partial<typeof item>) => {
    tx.put('shipments', { ...shipment, state })
    return isDelivered(tx, { ...item, ...fields })
  }
  for (const state of ['delivered', 'completed', 'pending', 'in_transit'] as const) {
    const shipped = state === 'delivered' || state === 'completed'
    expect(is(state, { eticket_delivery: false, eticket_finalized_at: 5 })).toBe(shipped)
    expect(is(state, { eticket_delivery: true, eticket_finalized_at: 5 })).toBe(true)
    expect(is(state, { eticket_delivery: true, eticket_finalized_at: null })).toBe(false)
  }
})

test('with Minfraud on an order to a client says from where it was made', async () => {
  const server = await serve()
  await server.settings({ minfraud: true })
  const refused = await server.post('/v9/orders', orderBody())
  expect([refused.status, refused.text]).toEqual([
    422,
    expect.stringContaining("can't be blank: this brokerage has enabled Minfraud"),
  ])
})
