import { expect, test } from 'vitest'
import { moneyString } from '../../src/rules/money/totals.ts'
import { money } from '../../src/wire/fields.ts'
import fc from '../properties.ts'

/** Money is the same amount to the cent as a number and as text, in a request and in an answer. */

const MAX_CENTS = 99_999_999_99
const cents = fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: MAX_CENTS }))
const outcomeOf = (sent: unknown) => {
  const { success, data, error } = money().safeParse(sent)
  return success ? data : error.issues.map(({ message }) => message)
}

test('an amount in a request is understood to the cent, however it is written', () => {
  fc.assert(
    fc.property(cents, (amount) => {
      const text = (amount / 100).toFixed(2)
      expect([outcomeOf(amount / 100), outcomeOf(text)]).toEqual([amount, amount])
    }),
  )
})

test('a number is taken, or refused in the same words, as its text is', () => {
  const numbers = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.double({ noNaN: true, min: -1, max: 200_000_000 }),
  )
  fc.assert(
    fc.property(numbers, (number) => {
      expect(outcomeOf(number)).toEqual(outcomeOf(String(number)))
    }),
  )
})

test('nothing below zero is nothing', () => expect(outcomeOf(-0)).toBe(0))

test('an amount is printed with as few decimals as Ruby prints, and reads as the same amount', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        cents,
        cents.map((amount) => -amount),
      ),
      (amount) => {
        const printed = moneyString(amount)
        expect(printed).toMatch(/^-?\d+\.(?:0|\d|\d[1-9])$/)
        expect(Math.round(Number(printed) * 100)).toBe(amount === 0 ? 0 : amount)
      },
    ),
  )
})
