import { describe, expect, test } from 'vitest'
import type { JournalEntry } from '../../src/journal/entry.ts'
import { Journal } from '../../src/journal/ring.ts'
import { decider, type Match } from '../../src/journal/search.ts'
import { verify } from '../../src/journal/verify.ts'
import fc from '../properties.ts'
import { enter } from './entries.ts'

function sent(body: string) {
  const journal = new Journal()
  return { journal, entry: enter(journal, { target: '/v9/orders', body: Buffer.from(body) }) }
}

const decide = (entry: JournalEntry, match: Match) => decider(match)(entry)

const step = (key: string) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`

/** Every value in a value, by its pointer. */
function pointersInto(value: unknown, path = ''): [pointer: string, value: unknown][] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return [[path, value], ...inner.flatMap(([key, each]) => pointersInto(each, path + step(key)))]
}

const json = fc.jsonValue({ maxDepth: 4 }).map((value): unknown => JSON.parse(JSON.stringify(value)))

describe('where', () => {
  test('finds every value of every body at its pointer', () => {
    fc.assert(
      fc.property(json, (value) => {
        const { entry } = sent(JSON.stringify(value))
        for (const [pointer, each] of pointersInto(value))
          expect(decide(entry, { where: { [pointer]: each } }), pointer).toBe('yes')
      }),
    )
  })

  test('takes no other value for it, and nothing for what is not there', () => {
    fc.assert(
      fc.property(json, (value) => {
        const { entry } = sent(JSON.stringify(value))
        for (const [pointer, each] of pointersInto(value)) {
          expect(decide(entry, { where: { [pointer]: [each] } }), pointer).toBe('no')
          expect(decide(entry, { where: { [`${pointer}/no such key`]: null } }), pointer).toBe('no')
          if (typeof each === 'number') expect(decide(entry, { where: { [pointer]: String(each) } })).toBe('no')
        }
      }),
    )
  })
})

test('whatever was sent and whatever is asked for, a count that is not met is explained', () => {
  fc.assert(
    fc.property(json, json, fc.constantFrom('', '/a', '/0', '/name', '/__proto__'), (value, expected, pointer) => {
      const { journal } = sent(JSON.stringify(value))
      const { isMet, found, detail } = verify(journal, { where: { [pointer]: expected } }, { min: 2, max: null })
      expect(isMet).toBe(false)
      expect(detail).toMatch(/^Expected at least 2 requests to match; of the 1 in the journal, [01] did/)
      expect(JSON.parse(JSON.stringify(found))).toHaveProperty('nearest')
    }),
  )
})

test('fault is the id of one that acted', () => {
  const { entry } = sent('')
  const faulty = enter(new Journal(), { faults: [{ id: 'lost-order', effect: 'reset' }] })

  expect(decide(faulty, { fault: 'lost-order' })).toBe('yes')
  expect(decide(faulty, { fault: 'lost' })).toBe('no')
  expect(decide(entry, { fault: 'lost-order' })).toBe('no')
})
