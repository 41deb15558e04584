import type * as z from 'zod'
import { nameOf, valueAt } from '../json.ts'
import { printable } from '../log/printable.ts'
import { cut } from '../shorten.ts'
import { fieldOf } from './places.ts'
import type { Drift } from './report.ts'

type Issue = z.core.$ZodIssue

const MAX_SHOWN_CHARS = 60

/** How an answer differs from its shape: each field once, however many entries have it. */
export function shapeDrifts(shape: z.ZodType, body: unknown): readonly Drift[] {
  const { error } = shape.safeParse(body)
  const drifts = new Map<string, Drift>()
  for (const issue of error?.issues ?? [])
    for (const drift of driftsOf(issue, body, [])) {
      const key = `${drift.kind} ${drift.field}`
      if (!drifts.has(key)) drifts.set(key, drift)
    }
  return [...drifts.values()]
}

function driftsOf(issue: Issue, body: unknown, before: readonly PropertyKey[]): readonly Drift[] {
  const path = [...before, ...issue.path]
  const pointer = path.map((step) => `/${String(step)}`).join('')
  const value = valueAt(body, path.map(String))
  const drift = (kind: Drift['kind'], expected: string, got = shown(value)): Drift => ({
    kind,
    field: fieldOf(pointer) || '/',
    expected,
    got,
  })
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        kind: 'unknown',
        field: `${fieldOf(pointer)}/${printable(cut(key, MAX_SHOWN_CHARS))}`,
        expected: 'no such field',
        got: shown(valueAt(value, [key])),
      }))
    case 'invalid_union': {
      if (value === undefined) return [drift('missing', 'one of the documented variants')]
      const nearest = nearestOf(issue.errors)
      if (nearest === undefined) return [drift('value', 'one of the documented variants')]
      if (nearest.every(({ path: at, code }) => at.length === 0 && code === 'invalid_type'))
        return [drift('type', issue.errors.map(([first]) => expectedOf(first)).join(' or '))]
      return nearest.flatMap((each) => driftsOf(each, body, path))
    }
    case 'invalid_type':
      return [
        drift(value === undefined ? 'missing' : 'type', expectedOf(issue), value === undefined ? 'nothing' : undefined),
      ]
    case 'invalid_value':
      if (value === undefined) return [drift('missing', expectedOf(issue), 'nothing')]
      // A closed list holds words of the API; a word that is not in it is one, too.
      return [drift('value', expectedOf(issue), typeof value === 'string' ? quoted(value) : shown(value))]
    case 'invalid_format':
      return [drift('value', `text as ${'pattern' in issue ? issue.pattern : issue.format}`, masked(value))]
    default:
      return [drift('value', issue.message)]
  }
}

/** Of the variants of a shape the one that differs least. */
const nearestOf = (variants: readonly Issue[][]): Issue[] | undefined =>
  [...variants].sort((one, other) => weight(one) - weight(other))[0]

/** A variant of another kind differs most. */
const weight = (issues: readonly Issue[]): number =>
  issues.reduce((sum, { code, path }) => sum + (path.length === 0 && code === 'invalid_type' ? 1_000 : 1), 0)

function expectedOf(issue: Issue | undefined): string {
  if (issue?.code === 'invalid_value') return cut(issue.values.map((value) => JSON.stringify(value)).join(' or '), 200)
  if (issue?.code !== 'invalid_type') return issue?.message ?? 'something else'
  const { expected } = issue
  return expected === 'null'
    ? 'null'
    : `${/^[aeiou]/.test(expected) ? 'an' : 'a'} ${expected === 'int' ? 'integer' : expected}`
}

const quoted = (text: string): string => JSON.stringify(printable(cut(text, MAX_SHOWN_CHARS)))

/** What kind of value it is: the values of an account stay out of reports. */
const shown = (value: unknown): string => (value === undefined ? 'nothing' : nameOf(value))

/** A text with its form alone: `2026-01-31 19:00` is `9999-99-99 99:99`. */
const masked = (value: unknown): string =>
  typeof value === 'string'
    ? quoted(
        value
          .replaceAll(/\p{Lu}/gu, 'A')
          .replaceAll(/(?!A)\p{L}/gu, 'a')
          .replaceAll(/\d/g, '9'),
      )
    : shown(value)
