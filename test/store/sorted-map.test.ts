import { expect, test } from 'vitest'
import { type Key, SortedMap } from '../../src/store/sorted-map.ts'
import fc from '../properties.ts'

/** It says what a plain Map says whose keys were sorted, and no clone sees what was written into another. */

type Write<K extends Key> = { readonly clone: number; readonly key: K; readonly value: number | null }

const ascending = fc.integer({ min: 0, max: 400 })
const words = fc.integer({ min: 0, max: 200 }).map((nth) => `key ${nth}`)

const writesOf = <K extends Key>(keys: fc.Arbitrary<K>): fc.Arbitrary<Write<K>[]> =>
  fc.array(
    fc.record({ clone: fc.nat(3), key: keys, value: fc.oneof({ weight: 3, arbitrary: fc.nat() }, fc.constant(null)) }),
    { maxLength: 300 },
  )

/** Like the ids of new records, with a few that are not. */
const mostlyNew = writesOf(ascending).map((writes) =>
  writes.map((write, nth) => (nth % 5 === 0 ? write : { ...write, key: 400 + nth, value: nth })),
)

test.for([
  ['numbers', writesOf<Key>(ascending)],
  ['text', writesOf<Key>(words)],
  ['ascending numbers', mostlyNew],
] as const)('with %s as keys', ([, writes]) => {
  fc.assert(
    fc.property(writes, ascending, (all, before) => {
      let map = new SortedMap<Key, number>()
      let model = new Map<Key, number>()
      const earlier: [SortedMap<Key, number>, Map<Key, number>][] = []
      for (const { clone, key, value } of all) {
        if (clone === 0) {
          earlier.push([map, model])
          map = map.clone()
          model = new Map(model)
        }
        // What was written into the last one comes to nothing, as that of a request which is refused.
        const [mapThen, modelThen] = clone === 1 ? (earlier.at(-1) ?? []) : []
        if (mapThen !== undefined && modelThen !== undefined) {
          map = mapThen.clone()
          model = new Map(modelThen)
        }
        if (value === null) {
          map.delete(key)
          model.delete(key)
        } else {
          map.set(key, value)
          model.set(key, value)
        }
        expect([map.get(key), map.has(key)]).toEqual([model.get(key), model.has(key)])
      }
      for (const [each, its] of [...earlier, [map, model] as const]) {
        const sorted = [...its].sort(([one], [other]) => (one < other ? -1 : 1))
        const keys: Key[] = []
        each.forEachKey((key) => {
          keys.push(key)
        })
        expect(each.size).toBe(its.size)
        expect(each.minKey()).toBe(sorted[0]?.[0])
        expect(keys).toEqual(sorted.map(([key]) => key))
        expect([...each.values()]).toEqual(sorted.map(([, value]) => value))
        expect([...each.descending()]).toEqual(sorted.toReversed())
        if (typeof keys[0] === 'number')
          expect([...each.descending(before)]).toEqual(sorted.filter(([key]) => Number(key) < before).toReversed())
      }
    }),
    { numRuns: 60 },
  )
})

test.for([1, 5, 32, 33, 34, 70])('of %i keys those below one are told, and not that one', (count) => {
  const map = new SortedMap<number, string>()
  for (let key = 1; key <= count; key += 1) map.set(key, `${key}`)
  for (let before = 0; before <= count + 1; before += 1) {
    const below = Array.from({ length: Math.max(0, Math.min(count, before - 1)) }, (_, nth) => nth + 1).reverse()
    expect([...map.descending(before)]).toEqual(below.map((key) => [key, `${key}`]))
  }
})
