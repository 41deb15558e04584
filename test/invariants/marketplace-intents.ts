import * as fc from 'fast-check'
import type { Settings } from './marketplace-model.ts'
import { EVENTS, PARTIES } from './marketplace-world.ts'

/**
 * What the parties of the marketplace try: legal and not. An intent says which thing it is about by a number alone; what
 * that is, and whether it is legal, is known when its turn comes.
 */

const OPENING = { minLength: 4, maxLength: 8, size: 'max' } as const
const CALLS = { minLength: 50, maxLength: 90, size: 'max' } as const

const oneIn = (times: number) => fc.integer({ min: 0, max: times - 1 }).map((roll) => roll === times - 1)
const mostly = <Value>(usual: fc.Arbitrary<Value>, rare: fc.Arbitrary<Value>, times = 9) =>
  fc.oneof({ weight: times, arbitrary: usual }, { weight: 1, arbitrary: rare })
const kind = <const Kind extends string>(name: Kind) => fc.constant(name)

const nth = fc.nat({ max: 999 })
const party = fc.constantFrom(...PARTIES)

/** Who calls, on what: mostly somebody who may on something that it may be done to, else anybody on anything. */
const target = {
  party,
  nth,
  aim: fc.oneof(
    { weight: 7, arbitrary: fc.constant('legal' as const) },
    { weight: 2, arbitrary: fc.constant('seen' as const) },
    { weight: 1, arbitrary: fc.constant('any' as const) },
  ),
}
const reviewer = mostly(fc.constant('own' as const), fc.constantFrom('foreign' as const, 'none' as const), 15)
const hasReason = mostly(fc.constant(true), fc.constant(false), 15)

const CARDS = ['card', 'card', 'token', 'foreign card', 'declined token', 'failing token', 'nothing'] as const
const payment = fc.record({
  type: fc.constantFrom('credit_card', 'credit_card', 'cash', 'check', 'evopay', 'tbd'),
  amount: mostly(
    fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 30_000 })),
    // What Braintree's sandbox declines, or authorises and does not settle.
    fc.constantFrom(0, 2_000_00, 3_000_99, 4_001_50, 1_999_99, 3_001_00),
    12,
  ),
  by: mostly(fc.constantFrom('card', 'token'), fc.constantFrom(...CARDS)),
  is_completed: fc.boolean(),
  is_refund: oneIn(9),
})
const payments = fc.array(payment, { maxLength: 2 })

const line = fc.record({
  group: nth,
  quantity: fc.nat({ max: 5 }),
  /** A quantity that is in the group's splits, and left, only by chance. */
  isWild: oneIn(12),
  margin: mostly(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: -500, max: -1 }), 15),
  low_seat: fc.option(fc.nat({ max: 14 }), { freq: 6 }),
  signature: fc.option(nth, { freq: 4 }),
  hold: fc.option(nth, { freq: 8 }),
})

const sale = {
  ...target,
  lines: mostly(fc.array(line, { minLength: 1, maxLength: 1 }), fc.array(line, { minLength: 2, maxLength: 3 }), 3),
  shipping: fc.nat({ max: 2_000 }),
  discount: mostly(fc.nat({ max: 2_000 }), fc.integer({ min: 2_000, max: 90_000 }), 20),
  payments,
}

const look = fc.record({ kind: kind('look'), ...target })

const orders = [
  {
    weight: 14,
    arbitrary: fc.record({
      kind: kind('sell'),
      ...sale,
      ownTickets: fc.boolean(),
      office: nth,
      buyer: mostly(fc.constant('client' as const), fc.constant('office' as const), 3),
      check_fraud: mostly(fc.constant(true), fc.constant(false), 6),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: kind('buy for stock'), ...sale, consignment: fc.boolean(), office: nth }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kind('buy outside'),
      ...target,
      consignment: fc.boolean(),
      event_id: fc.constantFrom(...EVENTS),
      quantity: fc.integer({ min: 1, max: 4 }),
      low_seat: fc.integer({ min: 0, max: 9 }),
      seat_order: fc.constantFrom('consecutive', 'odd_even'),
      price: fc.integer({ min: 100, max: 5_000 }),
      payments,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: kind('sell through v10'),
      ...sale,
      hasSession: mostly(fc.constant(true), fc.constant(false)),
    }),
  },
] as const

/**
 * What is tried in a marketplace that is set up so: more often what there is something to do for. The first, a look at
 * an order, is what everything shrinks to.
 */
const intentIn = ({ fraud, order_review, auto_cancel }: Settings) =>
  fc.oneof(
    { withCrossShrink: true },
    { weight: 2, arbitrary: look },
    { weight: 1, arbitrary: fc.record({ kind: kind('look at tickets'), party, nth }) },
    ...orders,
    {
      weight: auto_cancel ? 1 : 9,
      arbitrary: fc.record({ kind: kind('substitute'), ...target, line, isWrong: oneIn(6) }),
    },
    {
      weight: 20,
      arbitrary: fc.record({
        kind: kind('accept'),
        ...target,
        reviewer,
        seats: mostly(fc.constant('any'), fc.constantFrom('last', 'others', 'too few', 'twice', 'sold'), 2),
      }),
    },
    { weight: 5, arbitrary: fc.record({ kind: kind('reject'), ...target, reviewer, hasReason }) },
    { weight: 7, arbitrary: fc.record({ kind: kind('cancel'), ...target, reviewer, hasReason }) },
    {
      weight: 8,
      arbitrary: fc.record({
        kind: kind('return'),
        ...target,
        reviewer,
        hasReason,
        cancel_order: fc.boolean(),
        amount: mostly(fc.constantFrom('nothing', 'a part', 'all'), fc.constant('too much'), 4),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: kind('complete'), ...target }) },
    {
      weight: order_review === 'hold' ? 9 : 1,
      arbitrary: fc.record({ kind: kind('pend to seller'), ...target, payments }),
    },
    {
      weight: fraud === 'hold' ? 9 : 1,
      arbitrary: fc.record({
        kind: kind('judge'),
        ...target,
        deed: fc.constantFrom('approve', 'approve', 'decline', 'hold'),
      }),
    },
    { weight: 5, arbitrary: fc.record({ kind: kind('pay'), ...target, payment }) },
    { weight: 3, arbitrary: fc.record({ kind: kind('apply payment'), ...target }) },
    { weight: 2, arbitrary: fc.record({ kind: kind('cancel payment'), ...target }) },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: kind('refund payment'),
        ...target,
        amount: fc.constantFrom('left out', 'a part', 'all', 'too much'),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        kind: kind('hold'),
        ...target,
        isTake: oneIn(3),
        quantity: fc.integer({ min: 1, max: 4 }),
        low_seat: nth,
        minutes: mostly(fc.integer({ min: 1, max: 240 }), fc.integer({ min: -5, max: 0 })),
        isForClient: fc.boolean(),
        price: fc.integer({ min: 0, max: 12_000 }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: kind('change hold'),
        ...target,
        quantity: fc.option(fc.integer({ min: 1, max: 5 })),
        low_seat: fc.option(nth),
        minutes: fc.option(mostly(fc.integer({ min: 1, max: 240 }), fc.integer({ min: -5, max: 0 }))),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: kind('release hold'), ...target }) },
    { weight: 3, arbitrary: fc.record({ kind: kind('pass time'), minutes: fc.integer({ min: 1, max: 45 }), party }) },
    { weight: 1, arbitrary: fc.record({ kind: kind('waste'), ...target }) },
    { weight: 1, arbitrary: fc.record({ kind: kind('delete tickets'), ...target }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: kind('change price'), ...target, price: fc.integer({ min: 1_000, max: 9_000 }) }),
    },
    {
      weight: 7,
      arbitrary: fc.record({
        kind: kind('add etickets'),
        ...target,
        /** Null: one file with a page for each ticket. */
        pages: fc.option(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 2 }), { freq: 2 }),
        isBroken: oneIn(8),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        kind: kind('finalize etickets'),
        ...target,
        keep: mostly(fc.constant('one a ticket'), fc.constantFrom('all', 'one too few', 'one that is not there'), 3),
        ignore_quantity: oneIn(4),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: kind('remove etickets'), ...target }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: kind('deliver etickets'),
        ...target,
        isWhole: mostly(fc.constant(true), fc.constant(false), 4),
        isOfItem: mostly(fc.constant(true), fc.constant(false), 6),
      }),
    },
  )

/** A day in the marketplace: it opens with orders. */
export const dayIn = (settings: Settings) =>
  fc
    .tuple(
      fc.array(fc.oneof({ withCrossShrink: true }, { weight: 1, arbitrary: look }, ...orders), OPENING),
      fc.array(intentIn(settings), CALLS),
    )
    .map(([opening, rest]) => [...opening, ...rest])

export type Intent = ReturnType<typeof intentIn> extends fc.Arbitrary<infer Value> ? Value : never
export type Kind = Intent['kind']
export type IntentOf<Name extends Kind> = Extract<Intent, { kind: Name }>
