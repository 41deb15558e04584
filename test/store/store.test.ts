import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Account, Company } from '../../src/store/records.ts'
import { type Commit, emptyState, Reader, type State, Store, type Transaction } from '../../src/store/store.ts'

const NOW = Date.parse('2026-01-01T00:00:00Z')
const ACCOUNTS: readonly Account[] = ['brokerage:1', 'brokerage:2', 'store:3']
const NAMES = ['The Leftorium', 'Stoner’s Pot Palace', 'Frying Dutchman']
const nameKey = (company: Company) => `${company.account}|${company.name}`

const newStore = () => new Store(emptyState({}), () => NOW)
const company = (id: number, account: Account = 'brokerage:1', name = 'The Leftorium'): Company => ({
  id,
  account,
  name,
  updated_at: NOW,
})

type Write =
  | { readonly kind: 'put'; readonly id: number; readonly account: Account; readonly name: string }
  | { readonly kind: 'delete'; readonly id: number }

const anId = fc.integer({ min: 1, max: 60 })
const aWrite: fc.Arbitrary<Write> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('put' as const),
      id: anId,
      account: fc.constantFrom(...ACCOUNTS),
      name: fc.constantFrom(...NAMES),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), id: anId }) },
)
const someTransactions = fc.array(fc.record({ writes: fc.array(aWrite, { maxLength: 12 }), fails: fc.boolean() }), {
  maxLength: 12,
})

/** The store as anyone would write it first. */
type Model = ReadonlyMap<number, Company>

function modelAfter(model: Model, writes: readonly Write[]): Model {
  const after = new Map(model)
  for (const write of writes) {
    if (write.kind === 'put') after.set(write.id, company(write.id, write.account, write.name))
    else after.delete(write.id)
  }
  return after
}

function apply(tx: Transaction, writes: readonly Write[]): void {
  for (const write of writes) {
    if (write.kind === 'put') tx.put('companies', company(write.id, write.account, write.name))
    else tx.delete('companies', write.id)
  }
}

function expectSame(read: Reader, model: Model): void {
  const newestFirst = [...model.values()].sort((one, other) => other.id - one.id)
  expect([...read.all('companies')]).toEqual(newestFirst)
  expect(read.count('companies')).toBe(model.size)
  for (let id = 1; id <= 60; id += 1) expect(read.get('companies', id)).toEqual(model.get(id))
  for (const account of ACCOUNTS) {
    const ofAccount = newestFirst.filter((each) => each.account === account)
    expect([...read.find('companies', 'by_account', account)]).toEqual(ofAccount)
    expect(read.list('companies', 'by_account', account)).toEqual(ofAccount.toReversed())
    expect(read.count('companies', 'by_account', account)).toBe(ofAccount.length)
    for (const name of NAMES) {
      const key = `${account}|${name}`
      expect([...read.find('companies', 'by_name', key)]).toEqual(ofAccount.filter((each) => nameKey(each) === key))
    }
  }
  const two = ACCOUNTS.slice(0, 2)
  expect([...read.merge('companies', 'by_account', two)]).toEqual(
    newestFirst.filter((each) => two.includes(each.account)),
  )
}

const readerOf = (state: State) => new Reader(state.tables, NOW)

test('a transaction is kept whole or not at all; every index says what the records say; snapshots stay as they were', () => {
  fc.assert(
    fc.property(someTransactions, (transactions) => {
      const store = newStore()
      let model: Model = new Map()
      const snapshots: { state: State; model: Model }[] = []
      for (const { writes, fails } of transactions) {
        snapshots.push({ state: store.state, model })
        const after = modelAfter(model, writes)
        const work = () =>
          store.transact((tx) => {
            apply(tx, writes)
            expectSame(tx, after)
            if (fails) throw new RangeError('on second thoughts')
          })
        if (fails) expect(work).toThrow(RangeError)
        else {
          work()
          model = after
        }
        expectSame(store.reader(), model)
      }
      for (const snapshot of snapshots) expectSame(readerOf(snapshot.state), snapshot.model)
      for (const snapshot of snapshots) {
        store.restore(snapshot.state)
        expectSame(store.reader(), snapshot.model)
      }
    }),
    { numRuns: 60 },
  )
})

test('a snapshot that is restored can be written to, and stays as it was', () => {
  const store = newStore()
  store.transact((tx) => tx.put('companies', company(1)))
  const snapshot = store.state
  store.transact((tx) => tx.put('companies', company(2)))
  store.restore(snapshot)
  store.transact((tx) => tx.put('companies', company(3)))
  expect(ids(store.reader())).toEqual([3, 1])
  expect(ids(readerOf(snapshot))).toEqual([1])
})

const ids = (read: Reader) => [...read.all('companies')].map(({ id }) => id)

test('merged keys give their records newest first', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anId, fc.constantFrom(...ACCOUNTS))), (companies) => {
      const store = newStore()
      store.transact((tx) => {
        for (const [id, account] of companies) tx.put('companies', company(id, account))
      })
      const read = store.reader()
      const merged = [...read.merge('companies', 'by_account', ACCOUNTS)].map(({ id }) => id)
      expect(merged).toEqual(ids(read))
    }),
  )
})

test('a merge of keys that hold nothing is empty', () => {
  const read = newStore().reader()
  expect([...read.merge('companies', 'by_account', ['brokerage:1', 'store:3'])]).toEqual([])
  expect([...read.merge('companies', 'by_account', [])]).toEqual([])
})

test('a refused transaction uses no id, and ids in use are skipped', () => {
  const store = new Store(emptyState({ company: 5 }), () => NOW)
  const make = (tx: Transaction) => tx.put('companies', company(tx.nextId('companies'))).id
  store.transact((tx) => tx.put('companies', company(6)))
  expect(() =>
    store.transact((tx) => {
      make(tx)
      throw new RangeError('refused')
    }),
  ).toThrow(RangeError)
  expect(store.transact((tx) => [make(tx), make(tx)]).result).toEqual([5, 7])
})

test('listeners hear of each commit once, with what was there before and after, and of nothing else', () => {
  const store = newStore()
  const commits: Commit[] = []
  const stop = store.onCommit((commit) => commits.push(commit))
  const first = store.transact((tx) => tx.put('companies', company(1)))
  const reading = store.transact((tx) => tx.count('companies'))
  expect(() =>
    store.transact((tx) => {
      tx.delete('companies', 1)
      throw new RangeError('refused')
    }),
  ).toThrow(RangeError)
  store.transact((tx) => tx.delete('companies', 1))
  stop()
  store.transact((tx) => tx.put('companies', company(2)))

  expect(commits).toEqual([
    { version: 1, changes: [{ table: 'companies', id: 1, before: undefined, after: company(1) }] },
    { version: 2, changes: [{ table: 'companies', id: 1, before: company(1), after: undefined }] },
  ])
  expect(first.commit).toBe(commits[0])
  expect(reading).toEqual({ result: 1, commit: null })
  expect(store.version).toBe(3)
})

test('a transaction reads its own writes, and nobody else does before it is kept', () => {
  const store = newStore()
  store.transact((tx) => {
    tx.put('companies', company(1))
    expect(tx.must('companies', 1)).toEqual(company(1))
    expect(store.reader().get('companies', 1)).toBeUndefined()
  })
  expect(store.reader().must('companies', 1)).toEqual(company(1))
})

test('a record that another one names and that is not there is told by its name', () => {
  expect(() => newStore().reader().must('companies', 7)).toThrow('Company 7 is named by a record but is not stored')
})
