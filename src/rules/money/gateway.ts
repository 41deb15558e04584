import type { Settings } from '../settings.ts'

/** The card gateway: what it says about card numbers and charges. */

const COMPANIES: readonly (readonly [company: string, number: RegExp])[] = [
  ['Visa', /^4(?:\d{12}|\d{15}|\d{18})$/],
  ['MasterCard', /^(?:5[1-5]\d{14}|2[2-7]\d{14})$/],
  ['American Express', /^3[47]\d{13}$/],
  ['Discover', /^6(?:011|5\d{2}|4[4-9]\d)\d{12}$/],
  ['Diners Club', /^3(?:0[0-5]|[68]\d)\d{11}$/],
  ['JCB', /^35(?:2[89]|[3-8]\d)\d{12}$/],
]

/** The card company of a number, or null when it is not a card number: also when its check digit is wrong. */
export function cardCompany(number: string): string | null {
  const digits = number.replace(/[\s-]/g, '')
  if (!hasCheckDigit(digits)) return null
  return COMPANIES.find(([, pattern]) => pattern.test(digits))?.[0] ?? null
}

/** ISO/IEC 7812: every second digit from the right counts twice. */
function hasCheckDigit(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, nth) => {
    const value = Number(digit) * (nth % 2 === 1 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

/** Braintree's test number for a card that its bank declines. */
const DECLINED_NUMBERS: ReadonlySet<string> = new Set(['4000111111111115'])

/** W:3599302780: a card is stored after an authorisation of $1.00, which its bank may decline. */
export const isDeclined = (number: string): boolean => DECLINED_NUMBERS.has(number.replace(/[\s-]/g, ''))

/**
 * The gateways' own test values that are declined:
 * https://developer.paypal.com/braintree/docs/reference/general/testing and https://docs.stripe.com/testing
 */
const DECLINED_TOKENS: { readonly [token: string]: string } = {
  'fake-processor-declined-visa-nonce': '2000 Do Not Honor',
  'fake-processor-declined-mastercard-nonce': '2000 Do Not Honor',
  'fake-processor-declined-amex-nonce': '2000 Do Not Honor',
  'fake-processor-declined-discover-nonce': '2000 Do Not Honor',
  'fake-processor-failure-jcb-nonce': '3000 Processor Network Unavailable',
  'fake-gateway-rejected-fraud-nonce': 'Gateway Rejected: fraud',
  'fake-luhn-invalid-nonce': 'Credit card number is invalid',
  'fake-consumed-nonce': 'Cannot use a payment_method_nonce more than once',
  tok_chargeDeclined: 'card_declined',
  tok_chargeDeclinedInsufficientFunds: 'card_declined (insufficient_funds)',
  tok_chargeDeclinedLostCard: 'card_declined (lost_card)',
  tok_chargeDeclinedStolenCard: 'card_declined (stolen_card)',
  tok_chargeDeclinedFraudulent: 'card_declined (fraudulent)',
  tok_chargeDeclinedExpiredCard: 'expired_card',
  tok_chargeDeclinedIncorrectCvc: 'incorrect_cvc',
  tok_chargeDeclinedProcessingError: 'processing_error',
}

/** Tokens that are authorised, and whose capture fails. */
const UNCAPTURED_TOKENS: ReadonlySet<string> = new Set(['tok_chargeCustomerFail'])

interface Charge {
  readonly amount_cents: number
  readonly token: string | null
  readonly is_declined?: boolean
}

const isBetween = (cents: number, from: number, to: number): boolean => cents >= from * 100 && cents < (to + 1) * 100
const codeOf = (cents: number): number => Math.floor(cents / 100)

type Account = Pick<Settings, 'gateway' | 'forced'>

/** Why a charge is declined, or null when it is authorised. Only Braintree has test amounts. */
export function declineOf({ amount_cents, token, is_declined }: Charge, { gateway, forced }: Account): string | null {
  if (forced === 'payment_declined' || is_declined)
    return gateway === 'braintree' ? '2000 Do Not Honor' : 'card_declined'
  if (token !== null && Object.hasOwn(DECLINED_TOKENS, token)) return DECLINED_TOKENS[token] ?? null
  if (gateway !== 'braintree') return null
  if (isBetween(amount_cents, 2_000, 2_999)) return `${codeOf(amount_cents)} Processor Declined`
  if (isBetween(amount_cents, 3_000, 3_000)) return '3000 Processor Network Unavailable'
  return null
}

/** Why an authorised charge cannot be captured, or null when it can. */
export function captureFailureOf({ amount_cents, token }: Charge, { gateway, forced }: Account): string | null {
  if (forced === 'payment_declined') return gateway === 'braintree' ? '4001 Settlement Declined' : 'card_declined'
  if (token !== null && UNCAPTURED_TOKENS.has(token)) return 'card_declined'
  if (gateway === 'braintree' && isBetween(amount_cents, 4_001, 4_001)) return '4001 Settlement Declined'
  return null
}
