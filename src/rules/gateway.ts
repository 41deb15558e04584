/** What a card gateway says of a card's number. */

const COMPANIES: readonly (readonly [company: string, number: RegExp])[] = [
  ['Visa', /^4(?:\d{12}|\d{15}|\d{18})$/],
  ['MasterCard', /^(?:5[1-5]\d{14}|2[2-7]\d{14})$/],
  ['American Express', /^3[47]\d{13}$/],
  ['Discover', /^6(?:011|5\d{2}|4[4-9]\d)\d{12}$/],
  ['Diners Club', /^3(?:0[0-5]|[68]\d)\d{11}$/],
  ['JCB', /^35(?:2[89]|[3-8]\d)\d{12}$/],
]

/** The company of a card's number, or null when it is no card number (its check digit counts). */
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

/** Braintree's test number of a card that its bank declines: https://developer.paypal.com/braintree/docs/reference/general/testing */
const DECLINED_NUMBERS: ReadonlySet<string> = new Set(['4000111111111115'])

/** W:3599302780: a card is stored after an authorisation of $1.00, which its bank may decline. */
export const isDeclined = (number: string): boolean => DECLINED_NUMBERS.has(number.replace(/[\s-]/g, ''))
