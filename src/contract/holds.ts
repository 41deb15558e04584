import { type Found, fill } from './fill.ts'
import { fieldOf, placesAt, valuesAt } from './places.ts'
import type { Drift } from './report.ts'
import type { Truth } from './suite.ts'

/** What is not true of an answer that should be. */
export const brokenTruths = (body: unknown, truths: readonly Truth[], found: Found): readonly Drift[] =>
  truths.flatMap((truth) => {
    const broken = placesAt(body, truth.at).flatMap(({ pointer, value }) =>
      brokenAt(truth, value, fieldOf(pointer), found),
    )
    return broken.slice(0, 1)
  })

function brokenAt(truth: Truth, value: unknown, field: string, found: Found): readonly Drift[] {
  if ('equals' in truth) {
    if (String(value) === String(fill(truth.equals, found))) return []
    return [{ kind: 'value', field, expected: JSON.stringify(truth.equals), got: 'another value' }]
  }
  if ('same' in truth) {
    const [one, other] = truth.same
    if (String(valuesAt(value, one)) === String(valuesAt(value, other))) return []
    return [{ kind: 'invariant', field: `${field}${one}`, expected: `what ${other} is`, got: 'another value' }]
  }
  const { sum, minus = [], is } = truth
  const total_cents = centsAt(value, is)
  const parts = [...sum.map((part) => centsAt(value, part)), ...minus.map((part) => -centsAt(value, part))]
  // A part that is missing or no money is told of as drift of the shape.
  const sum_cents = parts.reduce((before, cents) => before + cents, 0)
  if (Number.isNaN(sum_cents) || Number.isNaN(total_cents) || sum_cents === total_cents) return []
  const words = [sum.join(' + '), ...minus].join(' − ')
  return [{ kind: 'invariant', field: `${field}${is}`, expected: words, got: 'another amount' }]
}

/** NaN where the value is not money. */
const centsAt = (value: unknown, pointer: string): number => {
  const [money] = valuesAt(value, pointer)
  return Math.round(Number(money) * 100)
}
