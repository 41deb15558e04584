import fc from '../properties.ts'
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

const hold_minutes = mostly(fc.integer({ min: 1, max: 240 }), fc.integer({ min: -5, max: 0 }))

/** Everything that is tried. */
const INTENTS = {
  look: fc.record({ kind: kind('look'), ...target }),
  'look at tickets': fc.record({ kind: kind('look at tickets'), party, nth }),
  sell: fc.record({
    kind: kind('sell'),
    ...sale,
    ownTickets: fc.boolean(),
    office: nth,
    buyer: mostly(fc.constant('client' as const), fc.constant('office' as const), 3),
    check_fraud: mostly(fc.constant(true), fc.constant(false), 6),
  }),
  'sell through v10': fc.record({
    kind: kind('sell through v10'),
    ...sale,
    hasSession: mostly(fc.constant(true), fc.constant(false)),
  }),
  'buy for stock': fc.record({ kind: kind('buy for stock'), ...sale, consignment: fc.boolean(), office: nth }),
  'buy outside': fc.record({
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
  substitute: fc.record({ kind: kind('substitute'), ...target, line, isWrong: oneIn(6) }),
  accept: fc.record({
    kind: kind('accept'),
    ...target,
    reviewer,
    seats: mostly(fc.constant('any'), fc.constantFrom('last', 'others', 'too few', 'twice', 'sold'), 2),
  }),
  reject: fc.record({ kind: kind('reject'), ...target, reviewer, hasReason }),
  cancel: fc.record({ kind: kind('cancel'), ...target, reviewer, hasReason }),
  return: fc.record({
    kind: kind('return'),
    ...target,
    reviewer,
    hasReason,
    cancel_order: fc.boolean(),
    amount: mostly(fc.constantFrom('nothing', 'a part', 'all'), fc.constant('too much'), 4),
  }),
  complete: fc.record({ kind: kind('complete'), ...target }),
  'pend to seller': fc.record({ kind: kind('pend to seller'), ...target, payments }),
  judge: fc.record({
    kind: kind('judge'),
    ...target,
    deed: fc.constantFrom('approve', 'approve', 'decline', 'hold'),
  }),
  pay: fc.record({ kind: kind('pay'), ...target, payment }),
  'apply payment': fc.record({ kind: kind('apply payment'), ...target }),
  'cancel payment': fc.record({ kind: kind('cancel payment'), ...target }),
  'refund payment': fc.record({
    kind: kind('refund payment'),
    ...target,
    amount: fc.constantFrom('left out', 'a part', 'all', 'too much'),
  }),
  hold: fc.record({
    kind: kind('hold'),
    ...target,
    isTake: oneIn(3),
    quantity: fc.integer({ min: 1, max: 4 }),
    low_seat: nth,
    minutes: hold_minutes,
    isForClient: fc.boolean(),
    price: fc.integer({ min: 0, max: 12_000 }),
  }),
  'change hold': fc.record({
    kind: kind('change hold'),
    ...target,
    quantity: fc.option(fc.integer({ min: 1, max: 5 })),
    low_seat: fc.option(nth),
    minutes: fc.option(hold_minutes),
  }),
  'release hold': fc.record({ kind: kind('release hold'), ...target }),
  'pass time': fc.record({ kind: kind('pass time'), minutes: fc.integer({ min: 1, max: 45 }), party }),
  waste: fc.record({ kind: kind('waste'), ...target }),
  'delete tickets': fc.record({ kind: kind('delete tickets'), ...target }),
  'change price': fc.record({ kind: kind('change price'), ...target, price: fc.integer({ min: 1_000, max: 9_000 }) }),
  'add etickets': fc.record({
    kind: kind('add etickets'),
    ...target,
    /** Null: one file with a page for each ticket. */
    pages: fc.option(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 2 }), { freq: 2 }),
    isBroken: oneIn(8),
  }),
  'finalize etickets': fc.record({
    kind: kind('finalize etickets'),
    ...target,
    keep: mostly(fc.constant('one a ticket'), fc.constantFrom('all', 'one too few', 'one that is not there'), 3),
    ignore_quantity: oneIn(4),
  }),
  'remove etickets': fc.record({ kind: kind('remove etickets'), ...target }),
  'deliver etickets': fc.record({
    kind: kind('deliver etickets'),
    ...target,
    isWhole: mostly(fc.constant(true), fc.constant(false), 4),
    isOfItem: mostly(fc.constant(true), fc.constant(false), 6),
  }),
} as const

export type Kind = keyof typeof INTENTS
export type IntentOf<Name extends Kind> = (typeof INTENTS)[Name] extends fc.Arbitrary<infer Value> ? Value : never
export type Intent = { [Name in Kind]: IntentOf<Name> }[Kind]

const isKind = (name: string): name is Kind => name in INTENTS
export const KINDS: readonly Kind[] = Object.keys(INTENTS).filter(isKind)

/** How often each is tried: more often what there is something to do for. */
const weightsIn = ({ fraud, order_review, auto_cancel }: Settings): { readonly [Name in Kind]: number } => ({
  look: 2,
  'look at tickets': 1,
  sell: 14,
  'sell through v10': 6,
  'buy for stock': 4,
  'buy outside': 2,
  substitute: auto_cancel ? 1 : 9,
  accept: 20,
  reject: 5,
  cancel: 8,
  return: 8,
  complete: 3,
  'pend to seller': order_review === 'hold' ? 9 : 1,
  judge: fraud === 'hold' ? 9 : 1,
  pay: 5,
  'apply payment': 3,
  'cancel payment': 2,
  'refund payment': 4,
  hold: 6,
  'change hold': 4,
  'release hold': 2,
  'pass time': 3,
  waste: 1,
  'delete tickets': 1,
  'change price': 2,
  'add etickets': 7,
  'finalize etickets': 6,
  'remove etickets': 2,
  'deliver etickets': 3,
})

/** The first of them, a look at an order, is what everything shrinks to. */
function oneOf(settings: Settings, kinds: readonly Kind[]): fc.Arbitrary<Intent> {
  const weights = weightsIn(settings)
  const weighted = kinds.map((name) => ({ arbitrary: INTENTS[name], weight: weights[name] }))
  return fc.oneof({ withCrossShrink: true }, ...weighted)
}

/** A day in the marketplace: it opens with orders. */
export const dayIn = (settings: Settings): fc.Arbitrary<Intent[]> =>
  fc
    .tuple(
      fc.array(oneOf(settings, ['look', 'sell', 'sell through v10', 'buy for stock', 'buy outside']), OPENING),
      fc.array(oneOf(settings, KINDS), CALLS),
    )
    .map(([opening, rest]) => [...opening, ...rest])
