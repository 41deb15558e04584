import { describe, expect, test } from 'vitest'
import { captureFailureOf, cardCompany, declineOf, isDeclined } from '../../../src/rules/money/gateway.ts'
import type { Settings } from '../../../src/rules/settings.ts'
import fc from '../../properties.ts'

/** The card with these first digits and this length whose check digit is right (ISO/IEC 7812). */
function card(prefix: string, length: number): string {
  const rest = prefix.padEnd(length - 1, '0')
  for (const check of '0123456789') {
    const digits = rest + check
    let sum = 0
    for (let at = 0; at < length; at++) {
      const twice = (length - at) % 2 === 0
      const value = Number(digits[at]) * (twice ? 2 : 1)
      sum += Math.floor(value / 10) + (value % 10)
    }
    if (sum % 10 === 0) return digits
  }
  throw new Error('one of ten digits is right')
}

describe('the company of a card', () => {
  test.for<[company: string | null, length: number, prefixes: string]>([
    ['Visa', 13, '4 49'],
    ['Visa', 16, '4 42'],
    ['Visa', 19, '4'],
    [null, 12, '4'],
    [null, 14, '4'],
    [null, 15, '4 5 6'],
    [null, 17, '4'],
    [null, 18, '4'],
    [null, 20, '4'],
    ['MasterCard', 16, '51 52 53 54 55 22 23 24 25 26 27'],
    [null, 16, '50 56 57 21 28 29'],
    [null, 17, '51 22'],
    [null, 15, '51 22'],
    ['American Express', 15, '34 37'],
    [null, 15, '35 36 33 39'],
    [null, 14, '34'],
    [null, 16, '34 37'],
    ['Discover', 16, '6011 650 659 6500 6599 644 645 649'],
    [null, 16, '6010 6012 66 60 643 640 62'],
    [null, 15, '6011'],
    [null, 17, '6011'],
    ['Diners Club', 14, '300 305 36 38'],
    [null, 14, '306 309 37 39 31'],
    [null, 13, '300 36'],
    [null, 15, '300'],
    ['JCB', 16, '3528 3529 353 358'],
    [null, 16, '3527 359 3520 36'],
    [null, 15, '3528'],
    [null, 17, '3528'],
    [null, 16, '1 7 8 9 04 14'],
  ])('%s: %i digits from %s', ([company, length, prefixes]) => {
    for (const prefix of prefixes.split(' ')) {
      const number = card(prefix, length)
      expect(cardCompany(number), number).toBe(company)
    }
  })

  test('is found whatever stands between the digits, and not among other letters', () => {
    expect(cardCompany('4111-1111 1111-1111')).toBe('Visa')
    for (const text of ['x4111111111111111', '4111111111111111x', '', '4111.1111.1111.1111'])
      expect(cardCompany(text), text).toBeNull()
  })

  test('is none when one digit is another, whichever', () => {
    const right = '4111111111111111'
    fc.assert(
      fc.property(fc.nat({ max: 15 }), fc.integer({ min: 1, max: 9 }), (at, more) => {
        const other = (Number(right[at]) + more) % 10
        expect(cardCompany(`${right.slice(0, at)}${other}${right.slice(at + 1)}`)).toBeNull()
      }),
    )
  })
})

test("a card is declined by its bank when it is Braintree's number for that", () => {
  expect(isDeclined('4000111111111115')).toBe(true)
  expect(isDeclined('4000-1111 1111-1115')).toBe(true)
  expect(isDeclined('4111111111111111')).toBe(false)
})

type Gateway = Settings['gateway']
const account = (gateway: Gateway, forced?: NonNullable<Settings['forced']>) => ({
  gateway,
  ...(forced === undefined ? {} : { forced }),
})
const NO_TOKEN = { token: null }

/** https://developer.paypal.com/braintree/docs/reference/general/testing, https://docs.stripe.com/testing */
const TOKENS: readonly (readonly [token: string, why: string])[] = [
  ['fake-processor-declined-visa-nonce', '2000 Do Not Honor'],
  ['fake-processor-declined-mastercard-nonce', '2000 Do Not Honor'],
  ['fake-processor-declined-amex-nonce', '2000 Do Not Honor'],
  ['fake-processor-declined-discover-nonce', '2000 Do Not Honor'],
  ['fake-processor-failure-jcb-nonce', '3000 Processor Network Unavailable'],
  ['fake-gateway-rejected-fraud-nonce', 'Gateway Rejected: fraud'],
  ['fake-luhn-invalid-nonce', 'Credit card number is invalid'],
  ['fake-consumed-nonce', 'Cannot use a payment_method_nonce more than once'],
  ['tok_chargeDeclined', 'card_declined'],
  ['tok_chargeDeclinedInsufficientFunds', 'card_declined (insufficient_funds)'],
  ['tok_chargeDeclinedLostCard', 'card_declined (lost_card)'],
  ['tok_chargeDeclinedStolenCard', 'card_declined (stolen_card)'],
  ['tok_chargeDeclinedFraudulent', 'card_declined (fraudulent)'],
  ['tok_chargeDeclinedExpiredCard', 'expired_card'],
  ['tok_chargeDeclinedIncorrectCvc', 'incorrect_cvc'],
  ['tok_chargeDeclinedProcessingError', 'processing_error'],
]

describe('a charge is declined', () => {
  test.for(TOKENS)('of the token %s, by any gateway', ([token, why]) => {
    for (const gateway of ['braintree', 'stripe'] as const)
      expect(declineOf({ amount_cents: 100, token }, account(gateway))).toBe(why)
  })

  test('of no other token, whatever its name', () => {
    for (const token of ['tok_visa', 'toString', '__proto__', 'tok_chargeCustomerFail'])
      expect(declineOf({ amount_cents: 100, token }, account('braintree')), token).toBeNull()
  })

  test.for<[amount: number, why: string | null]>([
    [0, null],
    [199_999, null],
    [200_000, '2000 Processor Declined'],
    [200_099, '2000 Processor Declined'],
    [204_650, '2046 Processor Declined'],
    [299_999, '2999 Processor Declined'],
    [300_000, '3000 Processor Network Unavailable'],
    [300_099, '3000 Processor Network Unavailable'],
    [300_100, null],
    [400_100, null],
  ])("of %i cents by Braintree's test amounts alone: %s", ([amount_cents, why]) => {
    expect(declineOf({ amount_cents, ...NO_TOKEN }, account('braintree'))).toBe(why)
    expect(declineOf({ amount_cents, token: 'tok_visa' }, account('braintree'))).toBe(why)
    expect(declineOf({ amount_cents, ...NO_TOKEN }, account('stripe'))).toBeNull()
  })

  test('when it is forced, and when the card is one that is', () => {
    const charge = { amount_cents: 100, ...NO_TOKEN }
    expect(declineOf(charge, account('braintree', 'payment_declined'))).toBe('2000 Do Not Honor')
    expect(declineOf(charge, account('stripe', 'payment_declined'))).toBe('card_declined')
    expect(declineOf({ ...charge, is_declined: true }, account('braintree'))).toBe('2000 Do Not Honor')
    expect(declineOf({ ...charge, is_declined: true }, account('stripe'))).toBe('card_declined')
    expect(declineOf({ ...charge, is_declined: false }, account('stripe'))).toBeNull()
  })
})

describe('a capture fails', () => {
  test.for<[amount: number, why: string | null]>([
    [400_099, null],
    [400_100, '4001 Settlement Declined'],
    [400_199, '4001 Settlement Declined'],
    [400_200, null],
    [200_000, null],
  ])('of %i cents by Braintree: %s', ([amount_cents, why]) => {
    expect(captureFailureOf({ amount_cents, ...NO_TOKEN }, account('braintree'))).toBe(why)
    expect(captureFailureOf({ amount_cents, ...NO_TOKEN }, account('stripe'))).toBeNull()
  })

  test('of the token for that, and when it is forced', () => {
    const charge = { amount_cents: 100, ...NO_TOKEN }
    expect(captureFailureOf({ ...charge, token: 'tok_chargeCustomerFail' }, account('stripe'))).toBe('card_declined')
    expect(captureFailureOf({ ...charge, token: 'tok_visa' }, account('stripe'))).toBeNull()
    expect(captureFailureOf(charge, account('braintree', 'payment_declined'))).toBe('4001 Settlement Declined')
    expect(captureFailureOf(charge, account('stripe', 'payment_declined'))).toBe('card_declined')
  })
})
