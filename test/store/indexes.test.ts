import { describe, expect, test } from 'vitest'
import type { Account, Company } from '../../src/store/records.ts'
import { emptyState, Reader, type State } from '../../src/store/state.ts'
import { Transaction } from '../../src/store/transaction.ts'
import fc from '../properties.ts'

/** How an index keeps the ids under one key: up to 16 as a list, more as a tree. Nobody may see the difference. */

const NOW = Date.parse('2026-01-01T00:00:00Z')
const LISTED = 16

const KEY: Account = 'brokerage:2'
const LOWER: Account = 'brokerage:1'
const HIGHER: Account = 'brokerage:3'
const KEYS = [LOWER, KEY, HIGHER] as const

const company = (id: number, account: Account = KEY): Company => ({
  id,
  account,
  name: 'The Leftorium',
  updated_at: NOW,
})

/** Ids that leave room between them: 2, 4, 6, … */
const evenIds = (count: number): number[] => Array.from({ length: count }, (_, nth) => 2 * (nth + 1))

type Write = { readonly id: number; readonly account: Account } | { readonly id: number; readonly account: null }

function write(tx: Transaction, writes: readonly Write[]): void {
  for (const { id, account } of writes) {
    if (account === null) tx.delete('companies', id)
    else tx.put('companies', company(id, account))
  }
}

const put = (...ids: readonly number[]): Write[] => ids.map((id) => ({ id, account: KEY }))
const drop = (...ids: readonly number[]): Write[] => ids.map((id) => ({ id, account: null }))

/** The state after a transaction that was kept. */
function stateAfter(state: State, writes: readonly Write[]): State {
  const tx = new Transaction(state, NOW)
  write(tx, writes)
  return tx.finish()
}

/** Runs a transaction that throws when it has written everything. */
function failAfter(state: State, writes: readonly Write[]): void {
  const work = () => {
    const tx = new Transaction(state, NOW)
    write(tx, writes)
    throw new RangeError('on second thoughts')
  }
  expect(work).toThrow(RangeError)
}

const readerOf = (state: State) => new Reader(state.tables, NOW)
const stateOf = (ids: readonly number[]): State => stateAfter(emptyState({}), put(...ids))

/** Everything an index tells of a key, the oldest first, and that all its ways of telling agree. */
function idsUnder(read: Reader, key: Account): number[] {
  const ids = read.list('companies', 'by_account', key).map(({ id }) => id)
  expect([...read.find('companies', 'by_account', key)].map(({ id }) => id)).toEqual(ids.toReversed())
  expect(read.count('companies', 'by_account', key)).toBe(ids.length)
  return ids
}

const lowestOf = (read: Reader) => read.lowest('companies', 'by_account')?.id

describe('a transaction that throws leaves what an index lists as it was', () => {
  test.for<[string, number, readonly Write[]]>([
    ['it added the 16th id', LISTED - 1, put(99)],
    ['it added the 17th id', LISTED, put(99)],
    ['it added the 17th to the 30th id', LISTED, put(...evenIds(30))],
    ['it added the 18th id', LISTED + 1, put(99)],
    ['it added an id between the others', LISTED + 1, put(7)],
    ['it deleted one of 16 ids', LISTED, drop(8)],
    ['it deleted one of 17 ids', LISTED + 1, drop(8)],
    ['it deleted all of 17 ids', LISTED + 1, drop(...evenIds(LISTED + 1))],
    ['it deleted all of 17 ids and added one', LISTED + 1, [...drop(...evenIds(LISTED + 1)), ...put(99)]],
    ['it moved one of 17 ids to another key', LISTED + 1, [{ id: 8, account: LOWER }]],
  ])('%s', ([, count, writes]) => {
    const ids = evenIds(count)
    const state = stateOf(ids)

    failAfter(state, writes)

    expect(idsUnder(readerOf(state), KEY)).toEqual(ids)
    expect(idsUnder(readerOf(state), LOWER)).toEqual([])
    expect(lowestOf(readerOf(state))).toBe(2)
    // Nor does the next transaction meet anything of it.
    expect(idsUnder(readerOf(stateAfter(state, put(51))), KEY)).toEqual([...ids, 51])
  })
})

describe('a state that was kept lists what it listed', () => {
  test('when later transactions make a tree of its list', () => {
    const kept = stateOf(evenIds(LISTED))
    const later = stateAfter(kept, put(99))
    expect(idsUnder(readerOf(later), KEY)).toEqual([...evenIds(LISTED), 99])
    expect(idsUnder(readerOf(kept), KEY)).toEqual(evenIds(LISTED))
  })

  test('when later transactions add to its tree, delete from it, and empty it', () => {
    const ids = evenIds(40)
    const kept = stateOf(ids)
    const grown = stateAfter(kept, put(99))
    const shrunk = stateAfter(grown, drop(2, 40, 99))
    const emptied = stateAfter(shrunk, drop(...ids))
    expect(idsUnder(readerOf(emptied), KEY)).toEqual([])
    expect(idsUnder(readerOf(shrunk), KEY)).toEqual(ids.filter((id) => id !== 2 && id !== 40))
    expect(idsUnder(readerOf(grown), KEY)).toEqual([...ids, 99])
    expect(idsUnder(readerOf(kept), KEY)).toEqual(ids)
  })

  test('and what goes on from it goes on from that', () => {
    const ids = evenIds(LISTED + 1)
    const kept = stateOf(ids)
    stateAfter(kept, [...drop(2), ...put(99)])
    const other = stateAfter(kept, put(51))
    expect(idsUnder(readerOf(other), KEY)).toEqual([...ids, 51])
    expect(idsUnder(readerOf(kept), KEY)).toEqual(ids)
  })
})

describe('the lowest key', () => {
  test.for([1, LISTED, LISTED + 1])('of %i ids gives the oldest of them, however they came', (count) => {
    const ids = evenIds(count)
    expect(lowestOf(readerOf(stateOf(ids)))).toBe(2)
    expect(lowestOf(readerOf(stateOf(ids.toReversed())))).toBe(2)
  })

  test.for([1, LISTED, LISTED + 1, 40])('whose %i ids have all gone has gone: the next key is the lowest', (count) => {
    const state = stateAfter(stateOf(evenIds(count)), [{ id: 1001, account: HIGHER }])
    const tx = new Transaction(state, NOW)
    for (const id of evenIds(count)) {
      expect(lowestOf(tx)).toBe(id)
      tx.delete('companies', id)
    }
    expect(lowestOf(tx)).toBe(1001)
    expect(lowestOf(readerOf(tx.finish()))).toBe(1001)
    expect(lowestOf(readerOf(stateAfter(tx.finish(), drop(1001))))).toBeUndefined()
  })

  test.for([LISTED, LISTED + 1])('whose %i ids have all moved to another key has gone, too', (count) => {
    const ids = evenIds(count)
    const moved = stateAfter(
      stateOf(ids),
      ids.map((id) => ({ id, account: HIGHER })),
    )
    expect(lowestOf(readerOf(moved))).toBe(2)
    expect(idsUnder(readerOf(moved), KEY)).toEqual([])
    const further = stateAfter(moved, [...put(500), ...drop(500), { id: 600, account: HIGHER }])
    expect(idsUnder(readerOf(further), HIGHER)).toEqual([...ids, 600])
    expect(lowestOf(readerOf(further))).toBe(2)
  })
})

/** The index as anyone would write it first. */
type Model = ReadonlyMap<number, Account>

function modelAfter(model: Model, writes: readonly Write[]): Model {
  const next = new Map(model)
  for (const { id, account } of writes) {
    if (account === null) next.delete(id)
    else next.set(id, account)
  }
  return next
}

function expectSame(read: Reader, model: Model): void {
  const under = (key: Account) => [...model].flatMap(([id, account]) => (account === key ? [id] : [])).sort(ascending)
  for (const key of KEYS) expect(idsUnder(read, key)).toEqual(under(key))
  const lowest = KEYS.find((key) => under(key).length > 0)
  expect(lowestOf(read)).toBe(lowest === undefined ? undefined : under(lowest)[0])
  const merged = [...read.merge('companies', 'by_account', KEYS)].map(({ id }) => id)
  expect(merged).toEqual([...model.keys()].sort(ascending).reverse())
}

const ascending = (one: number, other: number): number => one - other

const anId = fc.integer({ min: 1, max: 80 })
// Most under one key, and enough of them that it is a list in one run and a tree in the next.
const aWrite: fc.Arbitrary<Write> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ id: anId, account: fc.constant(KEY) }) },
  { weight: 2, arbitrary: fc.record({ id: anId, account: fc.constantFrom(LOWER, HIGHER) }) },
  { weight: 4, arbitrary: fc.record({ id: anId, account: fc.constant(null) }) },
)
const someWrites = fc.array(aWrite, { minLength: 1, maxLength: 30, size: 'max' })
const someTransactions = fc.array(fc.record({ writes: someWrites, fails: fc.boolean() }), {
  minLength: 1,
  maxLength: 8,
  size: 'max',
})

test('any transactions, kept or not, from any number of ids: every state lists for ever what it listed at first', () => {
  fc.assert(
    fc.property(fc.integer({ min: LISTED - 4, max: LISTED + 8 }), someTransactions, (count, transactions) => {
      let state = stateOf(evenIds(count))
      let model: Model = modelAfter(new Map(), put(...evenIds(count)))
      const seen = [{ state, model }]
      for (const { writes, fails } of transactions) {
        const next = modelAfter(model, writes)
        const tx = new Transaction(state, NOW)
        write(tx, writes)
        expectSame(tx, next)
        if (fails) continue
        state = tx.finish()
        model = next
        seen.push({ state, model })
      }
      for (const each of seen) expectSame(readerOf(each.state), each.model)
    }),
    { numRuns: 100 },
  )
})
