import { describe, expect, test } from 'vitest'
import defaultWorld from '../../../fixtures/default.json' with { type: 'json' }
import { type Caller, callerByToken } from '../../../src/rules/caller.ts'
import { findAccount, moveMoney, statementOf } from '../../../src/rules/money/evopay.ts'
import { paymentsOfOffice } from '../../../src/rules/money/office-payments.ts'
import {
  addPayment,
  applyPayment,
  cancelPayment,
  checkBillingAddress,
  giveBack,
  refundPayment,
  refundPayments,
  settlePayments,
  voidPayments,
} from '../../../src/rules/money/payments.ts'
import { balanceChangedAt, clientBalance, dollars, moneyString } from '../../../src/rules/money/totals.ts'
import type { NewPayment } from '../../../src/store/placements.ts'
import type { Order, Payment } from '../../../src/store/records.ts'
import { DEFAULT_SETTINGS } from '../../../src/store/settings.ts'
import { Transaction } from '../../../src/store/transaction.ts'
import type { OrderState, PaymentState, PaymentType } from '../../../src/store/words.ts'
import { loadWorld } from '../../../src/store/world.ts'
import { serve } from '../../harness.ts'
import { place } from '../../orders/journey.ts'
import fc from '../../properties.ts'

/** The rules of payments by themselves, on a transaction: every state that a payment can be in. */

const NOW = Date.parse('2026-01-01T00:00:00Z')
const WORLD = loadWorld(defaultWorld, NOW)
const TOKEN = 'springfieldwebsite00000000000001'
const OFFICE = 1691
const OTHER_OFFICE = 1700
const CLIENT = 107655

const begin = (at = NOW) => new Transaction(WORLD, at)
/** With one whole order, from which a test makes others. */
async function beginWithOrder(): Promise<{ tx: Transaction; some: Order }> {
  const server = await serve({ clock_ms: NOW })
  const { front } = await place(server)
  const tx = new Transaction(server.state(), NOW)
  return { tx, some: { ...tx.must('orders', front), front_order_id: null, back_order_id: null } }
}

const ORDER = { id: 1, total_cents: 5_000, seller_state: 'pending' } as const
const payment = (fields: Partial<NewPayment>): NewPayment => ({
  type: 'cash',
  amount_cents: null,
  credit_card_id: null,
  token: null,
  is_completed: false,
  is_refund: false,
  ...fields,
})
const CARD = { type: 'credit_card', token: 'tok_visa' } as const

function pay(tx: Transaction, fields: Partial<NewPayment> = {}, seller_state: OrderState = 'pending', id = 1): Payment {
  return addPayment(tx, DEFAULT_SETTINGS, { ...ORDER, id, seller_state }, null, payment(fields), 0)
}
const paid = (amount_cents: number): Partial<NewPayment> => ({ amount_cents, is_completed: true })
const all = (tx: Transaction, order_id = 1) =>
  tx
    .list('payments', 'by_order', order_id)
    .map(({ type, state, amount_cents, is_refund }) => `${is_refund ? '-' : ''}${amount_cents} ${type} ${state}`)

const STATES: readonly PaymentState[] = ['pending', 'completed', 'canceled', 'authorized', 'captured', 'voided']
/** One payment in each state. */
function oneOfEach(tx: Transaction, type: PaymentType, order_id = 1): void {
  for (const state of STATES)
    tx.put('payments', { ...pay(tx, { amount_cents: 100 }, 'pending', order_id), type, state })
}
const eachOf = (type: PaymentType, states: Partial<Record<PaymentState, PaymentState>> = {}) =>
  STATES.map((state) => `100 ${type} ${states[state] ?? state}`)

describe('a payment begins', () => {
  test.for<[what: string, fields: Partial<NewPayment>, state: OrderState, expected: string]>([
    ['as pending', {}, 'pending', '5000 cash pending'],
    ['as completed, where it says so', { is_completed: true }, 'pending', '5000 cash completed'],
    ['with its own amount', { amount_cents: 1 }, 'pending', '1 cash pending'],
    ['with an amount of nothing', { amount_cents: 0 }, 'pending', '0 cash pending'],
    ['authorised by card', CARD, 'pending', '5000 credit_card authorized'],
    ['captured of an accepted order', CARD, 'accepted', '5000 credit_card captured'],
    ['captured of a completed order', CARD, 'completed', '5000 credit_card captured'],
    ['pending of an accepted order, not by card', {}, 'accepted', '5000 cash pending'],
    ['authorised of a canceled order', CARD, 'canceled', '5000 credit_card authorized'],
    ['as a refund', { is_refund: true }, 'pending', '-5000 cash pending'],
  ])('%s', ([, fields, state, expected]) => {
    const tx = begin()
    expect(pay(tx, fields, state)).toMatchObject({ created_at: NOW, updated_at: NOW, refunded_from_id: null })
    expect(all(tx)).toEqual([expected])
  })

  test.for<[what: string, fields: Partial<NewPayment>, words: RegExp]>([
    [
      'a card of a client, without a client',
      { ...CARD, credit_card_id: 1 },
      /names a card of a client, and this order has/,
    ],
    ['a card without anything of it', { type: 'credit_card' }, /needs a credit_card_id, a credit_card, or a token/],
    ['a token that is declined', { ...CARD, token: 'tok_chargeDeclined' }, /declined: card_declined/],
    [
      'an address of a client, without a client',
      { billing_address_id: 1 },
      /and this order has no client: leave it out/,
    ],
  ])('refused is %s', ([, fields, words]) => {
    expect(() => pay(begin(), fields)).toThrow(words)
  })

  test('and a capture that fails says of which', () => {
    const failing = { ...CARD, token: 'tok_chargeCustomerFail' }
    expect(() => pay(begin(), failing, 'accepted')).toThrow(
      /^Payment \d+ of order 1 could not be captured: card_declined$/,
    )
  })

  test('and no billing address needs no client', () => {
    expect(() => checkBillingAddress(begin(), null, null, 0)).not.toThrow()
  })
})

test.for<
  [
    what: string,
    work: (tx: Transaction) => void,
    type: PaymentType,
    states: Partial<Record<PaymentState, PaymentState>>,
  ]
>([
  [
    'acceptance captures cards',
    (tx) => settlePayments(tx, DEFAULT_SETTINGS, 1),
    'credit_card',
    { authorized: 'captured' },
  ],
  [
    'acceptance completes evopay',
    (tx) => settlePayments(tx, DEFAULT_SETTINGS, 1),
    'evopay',
    { authorized: 'captured', pending: 'completed' },
  ],
  ['acceptance leaves cash', (tx) => settlePayments(tx, DEFAULT_SETTINGS, 1), 'cash', { authorized: 'captured' }],
  ['failure voids and cancels', (tx) => voidPayments(tx, 1), 'cash', { authorized: 'voided', pending: 'canceled' }],
])('%s, and nothing else, of no other order', ([, work, type, states]) => {
  const tx = begin()
  oneOfEach(tx, type)
  oneOfEach(tx, type, 2)
  work(tx)
  expect(all(tx)).toEqual(eachOf(type, states))
  expect(all(tx, 2)).toEqual(eachOf(type))
})

describe('a pending payment', () => {
  test('is applied, with the number of a check, or canceled', () => {
    const tx = begin()
    const applied = applyPayment(tx, pay(tx, { type: 'check' }), '17')
    expect(applied).toMatchObject({ state: 'completed', check_number: '17' })
    expect(applyPayment(tx, { ...applied, state: 'pending' }, null)).toMatchObject({ check_number: '17' })
    expect(cancelPayment(tx, pay(tx))).toMatchObject({ state: 'canceled' })
  })

  test.for(STATES.filter((state) => state !== 'pending'))('is not one that is %s', (state) => {
    const tx = begin()
    const other = { ...pay(tx), state }
    expect(() => applyPayment(tx, other, null)).toThrow(`is ${state}; only a payment that is pending can be applied`)
    expect(() => cancelPayment(tx, other)).toThrow(`is ${state}; only a payment that is pending can be canceled`)
  })
})

describe('a refund', () => {
  test('of a card that is not captured voids it, as a whole', () => {
    const tx = begin()
    expect(refundPayment(tx, pay(tx, CARD), null)).toMatchObject({ state: 'voided', is_refund: false })
    expect(refundPayment(tx, pay(tx, CARD), 5_000)).toMatchObject({ state: 'voided' })
    for (const part of [4_999, 5_001, 0])
      expect(() => refundPayment(tx, pay(tx, CARD), part)).toThrow('it can only be voided as a whole: leave amount out')
    expect(all(tx).filter((each) => each.startsWith('-'))).toEqual([])
  })

  test('is of so much as is left, in parts or at once', () => {
    const tx = begin()
    const given = pay(tx, { type: 'check', ...paid(5_000) })
    expect(refundPayment(tx, given, 2_000)).toMatchObject({ refunded_from_id: given.id, amount_cents: 2_000 })
    expect(() => refundPayment(tx, given, 3_001)).toThrow(
      `Payment ${given.id} is completed and has 30.00 left to refund; 30.01 was asked for`,
    )
    expect(refundPayment(tx, given, null)).toMatchObject({ amount_cents: 3_000, state: 'completed', is_refund: true })
    expect(() => refundPayment(tx, given, null)).toThrow('has 0.00 left to refund; 0.00 was asked for')
    expect(() => refundPayment(tx, given, 0)).toThrow('0.00 was asked for')
    expect(all(tx)).toEqual(['5000 check completed', '-2000 check completed', '-3000 check completed'])
  })

  test('of a failed order is of all that was paid, once, and of no other order', () => {
    const tx = begin()
    oneOfEach(tx, 'cash')
    oneOfEach(tx, 'cash', 2)
    refundPayments(tx, 1)
    const refunds = ['-100 cash completed', '-100 cash completed']
    expect(all(tx)).toEqual([...eachOf('cash'), ...refunds])
    refundPayments(tx, 1)
    expect(all(tx)).toEqual([...eachOf('cash'), ...refunds])
    expect(all(tx, 2)).toEqual(eachOf('cash'))
  })

  test('of an amount goes to the oldest payments first, and to no more than was paid', async () => {
    const { some } = await beginWithOrder()
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat({ max: 1_500 }), { minLength: 1, maxLength: 5 }),
        (amounts, returns) => {
          const tx = begin()
          const order = { ...some, id: 1 }
          for (const amount_cents of amounts) pay(tx, paid(amount_cents))
          pay(tx, { amount_cents: 7 })
          const most = amounts.reduce((sum, each) => sum + each, 0)
          let given = 0
          for (const amount of returns) {
            if (given + amount > most)
              expect(() => giveBack(tx, order, amount)).toThrow(
                `${dollars(amount)} is more than the ${dollars(most - given)} that was paid for order 1 and not given back yet`,
              )
            else {
              giveBack(tx, order, amount)
              given += amount
            }
          }
          // And all that is left, to the cent.
          giveBack(tx, order, most - given)
          given = most
          let rest = given
          const expected = amounts.map((amount) => {
            const part = Math.min(amount, rest)
            rest -= part
            return part
          })
          const payments = tx.list('payments', 'by_order', 1)
          const refundedOf = ({ id }: Payment) =>
            payments.filter((each) => each.refunded_from_id === id).reduce((sum, each) => sum + each.amount_cents, 0)
          expect(payments.filter(({ is_refund }) => !is_refund).map(refundedOf)).toEqual([...expected, 0])
          expect(payments.every(({ amount_cents }) => amount_cents > 0)).toBe(true)
        },
      ),
    )
  })
})

describe('the EvoPay account of an office', () => {
  const callerIn = (tx: Transaction): Caller => callerByToken(tx, TOKEN) as Caller
  const springfield = { type: 'Office', id: OFFICE, account: 'brokerage:1930' } as const
  const client = { type: 'Client', id: CLIENT, account: 'brokerage:1930' } as const

  test('is found by its number alone', () => {
    const tx = begin()
    const caller = callerIn(tx)
    expect(findAccount(tx, caller, String(OFFICE))).toBe(OFFICE)
    for (const id of [
      `x${OFFICE}`,
      `${OFFICE}x`,
      `0${OFFICE}`,
      `${OFFICE}.0`,
      '0',
      '',
      '9'.repeat(16),
      String(OTHER_OFFICE),
    ])
      expect(() => findAccount(tx, caller, id), id).toThrow('not-found')
  })

  test('moves with its transactions and its evopay payments, in the order in which they were completed', async () => {
    const { tx, some } = await beginWithOrder()
    const order = (id: number, fields: Partial<Order>) => tx.put('orders', { ...some, ...fields, id })
    const caller = callerIn(tx)
    // The placed order's own payment is pending.
    const statement = () => statementOf(tx, caller, OFFICE).filter((line) => (line.order?.id ?? 901) < 1_000)
    const move = (
      type: 'deposit' | 'withdrawal' | 'transfer',
      amount_cents: number,
      recipient_id: number | null = null,
    ) => moveMoney(tx, caller, OFFICE, { type, amount_cents, recipient_id, notes: null }, 0)
    expect(() => move('withdrawal', 1)).toThrow(
      'Not Enough EvoPay Available: account 1691 has 0.00, and 0.01 was asked for',
    )
    move('deposit', 1_000)
    expect(() => move('deposit', 0)).toThrow(/greater than 0/)
    expect(() => move('transfer', 1_001, OTHER_OFFICE)).toThrow(/has 10.00, and 10.01 was asked/)
    for (const wrong of [OFFICE, 999_999])
      expect(() => move('transfer', 1, wrong)).toThrow(/not the id of another office/)
    expect(() => move('transfer', 1)).toThrow(/can't be blank/)
    move('transfer', 300, OTHER_OFFICE)
    move('withdrawal', 700)
    expect(statement().map(({ balance_cents }) => balance_cents)).toEqual([0, 700, 1_000])

    order(901, { seller: springfield, buyer: client })
    order(902, { seller: client, buyer: springfield })
    const evopay = (id: number, fields: Partial<Payment>): void => {
      const made = { ...pay(tx, { type: 'evopay', ...paid(50) }, 'pending', id), ...fields }
      tx.put('payments', made)
    }
    // Completed a second before the first deposit: its balance is told from there.
    evopay(901, { updated_at: NOW - 1_000 })
    evopay(902, { state: 'pending', amount_cents: 11 })
    evopay(901, { state: 'canceled' })
    evopay(901, { type: 'cash' })
    evopay(901, { type: 'cash', state: 'pending' })
    evopay(901, { is_refund: true, amount_cents: 20 })
    evopay(902, { amount_cents: 5 })
    // A client whose id is that of the office is not the office.
    order(903, { seller: { ...client, id: OFFICE }, buyer: client })
    evopay(903, { amount_cents: 9_000 })
    const lines = statement().map(({ sender_id, recipient_id, amount_cents, state, balance_cents, completed_at }) => [
      `${sender_id} > ${recipient_id}`,
      amount_cents,
      state,
      balance_cents,
      completed_at === null ? null : completed_at - NOW,
    ])
    expect(lines).toEqual([
      ['1691 > null', 5, 'completed', 25, 0],
      ['1691 > null', 20, 'completed', 30, 0],
      ['1691 > null', 11, 'pending', 50, null],
      ['null > 1691', 50, 'completed', 50, -1_000],
      ['1691 > null', 700, 'completed', 50, 0],
      ['1691 > 1700', 300, 'completed', 750, 0],
      ['null > 1691', 1_000, 'completed', 1_050, 0],
    ])
    const ids = paymentsOfOffice(tx, caller, OFFICE).map(({ payment: { id } }) => id)
    expect(ids).toEqual([...ids].sort((one, other) => other - one))
    expect(ids).toHaveLength(9)
    expect(move('withdrawal', 25)).toMatchObject({ sender_id: OFFICE, recipient_id: null })
  })

  test('the balance of a client has changed with its newest order or payment', async () => {
    const { tx, some } = await beginWithOrder()
    const order = (id: number, fields: Partial<Order>) => tx.put('orders', { ...some, ...fields, id })
    const someone = { ...tx.must('clients', CLIENT), id: 55, created_at: 10 }
    expect(balanceChangedAt(tx, someone)).toBe(10)
    const buyer = { ...client, id: 55 }
    order(904, { buyer, updated_at: 30, total_cents: 900, seller_state: 'accepted' })
    order(905, { buyer, updated_at: 20, total_cents: 100, seller_state: 'rejected' })
    expect(balanceChangedAt(tx, someone)).toBe(30)
    expect(clientBalance(tx, 55)).toBe(900)
    tx.put('payments', { ...pay(tx, paid(150), 'pending', 905), updated_at: 40 })
    tx.put('payments', { ...pay(tx, paid(150), 'pending', 904), updated_at: 5 })
    expect(balanceChangedAt(tx, someone)).toBe(40)
    expect(clientBalance(tx, 55)).toBe(750)
  })
})

test.each([
  [0, '0.0', '0.00'],
  [5, '0.05', '0.05'],
  [50, '0.5', '0.50'],
  [100, '1.0', '1.00'],
  [992_271, '9922.71', '9922.71'],
  [-1_050, '-10.5', '-10.50'],
  [-5, '-0.05', '-0.05'],
])('%i cents are printed as Ruby does, and as a sentence of ours does', (cents, asRuby, inWords) => {
  expect([moneyString(cents), dollars(cents)]).toEqual([asRuby, inWords])
})
