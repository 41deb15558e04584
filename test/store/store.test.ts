import { expect, test } from 'vitest'
import type { Account, Company, Payment } from '../../src/store/records.ts'
import { DEFAULT_SETTINGS } from '../../src/store/settings.ts'
import { emptyState, Reader, recordIn, type State } from '../../src/store/state.ts'
import { Store } from '../../src/store/store.ts'
import { Transaction } from '../../src/store/transaction.ts'
import fc from '../properties.ts'
import { write } from './write.ts'

const NOW = Date.parse('2026-01-01T00:00:00Z')
const ACCOUNTS: readonly Account[] = ['brokerage:1', 'brokerage:2', 'store:3']
const NAMES = ['The Leftorium', 'Stoner’s Pot Palace', 'Frying Dutchman']
const nameKey = (company: Company) => `${company.account}|${company.name}`

const newStore = () => new Store(emptyState({}))
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
          write(store, (tx) => {
            apply(tx, writes)
            expectSame(tx, after)
            if (fails) throw new RangeError('on second thoughts')
          })
        if (fails) expect(work).toThrow(RangeError)
        else {
          work()
          model = after
        }
        expectSame(readerOf(store.state), model)
      }
      for (const snapshot of snapshots) expectSame(readerOf(snapshot.state), snapshot.model)
      for (const snapshot of snapshots) {
        write(store, (tx) => tx.replace(snapshot.state))
        expectSame(readerOf(store.state), snapshot.model)
      }
    }),
    { numRuns: 60 },
  )
})

test('a snapshot that is restored can be written to, and stays as it was', () => {
  const store = newStore()
  write(store, (tx) => tx.put('companies', company(1)))
  const snapshot = store.state
  write(store, (tx) => tx.put('companies', company(2)))
  write(store, (tx) => tx.replace(snapshot))
  write(store, (tx) => tx.put('companies', company(3)))
  expect(ids(readerOf(store.state))).toEqual([3, 1])
  expect(ids(readerOf(snapshot))).toEqual([1])
})

const ids = (read: Reader) => [...read.all('companies')].map(({ id }) => id)

test('merged keys give their records newest first', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anId, fc.constantFrom(...ACCOUNTS))), (companies) => {
      const store = newStore()
      write(store, (tx) => {
        for (const [id, account] of companies) tx.put('companies', company(id, account))
      })
      const read = readerOf(store.state)
      const merged = [...read.merge('companies', 'by_account', ACCOUNTS)].map(({ id }) => id)
      expect(merged).toEqual(ids(read))
    }),
  )
})

test('a merge of keys that hold nothing is empty', () => {
  const read = readerOf(newStore().state)
  expect([...read.merge('companies', 'by_account', ['brokerage:1', 'store:3'])]).toEqual([])
  expect([...read.merge('companies', 'by_account', [])]).toEqual([])
})

test('a refused transaction uses no id, and ids in use are skipped', () => {
  const store = new Store(emptyState({ company: 5 }))
  const make = (tx: Transaction) => tx.put('companies', company(tx.nextId('companies'))).id
  write(store, (tx) => tx.put('companies', company(6)))
  expect(() =>
    write(store, (tx) => {
      make(tx)
      throw new RangeError('refused')
    }),
  ).toThrow(RangeError)
  expect(write(store, (tx) => [make(tx), make(tx)]).result).toEqual([5, 7])
})

test('a commit is net: one row a record, with the record as it is now, and the sequences that moved', () => {
  const store = newStore()
  const commits = [
    write(store, (tx) => tx.put('companies', company(tx.nextId('companies'))), NOW).commit,
    write(store, (tx) => tx.count('companies')).commit,
    write(store, (tx) => {
      tx.put('companies', company(1, 'brokerage:2'))
      tx.put('companies', company(1, 'store:3'))
      tx.put('companies', company(9))
      tx.delete('companies', 9)
    }).commit,
    write(store, (tx) => tx.put('companies', tx.must('companies', 1))).commit,
    write(store, (tx) => tx.delete('companies', 1)).commit,
  ]

  expect(commits).toEqual([
    { version: 1, at: NOW, changes: [{ table: 'companies', id: 1, record: company(1) }], sequences: { company: 2 } },
    null,
    { version: 2, at: 0, changes: [{ table: 'companies', id: 1, record: company(1, 'store:3') }], sequences: {} },
    null,
    { version: 3, at: 0, changes: [{ table: 'companies', id: 1, record: null }], sequences: {} },
  ])
  expect(store.version).toBe(3)
})

test('a state in place of the current one is in its commit as it is, and what follows is on top of it', () => {
  const store = newStore()
  write(store, (tx) => tx.put('companies', company(1)))
  const other = newStore()
  write(other, (tx) => tx.put('companies', company(2)))
  const { commit } = write(store, (tx) => {
    tx.put('companies', company(3))
    tx.replace(other.state)
    tx.put('companies', company(4))
  })

  expect(commit?.replaces).toBe(other.state)
  expect(commit?.changes).toEqual([{ table: 'companies', id: 4, record: company(4) }])
  expect(ids(readerOf(store.state))).toEqual([4, 2])
  expect(ids(readerOf(other.state))).toEqual([2])
  expect(store.lives).toBe(2)
})

test('a commit that does not follow the last one is not applied', () => {
  const store = newStore()
  const { commit } = write(store, (tx) => tx.put('companies', company(1)))
  if (commit === null) throw new Error('it changed something')
  expect(() => store.apply(commit)).toThrow('commit 1 does not follow version 1')
})

test.for([9_007_199_254_740_991, 999_999_999_999_999])(
  'a sequence that has come to %d refuses, and does not go round for ever',
  (next) => {
    const store = new Store(emptyState({ company: next }))
    write(store, (tx) => tx.put('companies', company(999_999_999_999_999)))
    expect(() => write(store, (tx) => tx.nextId('companies'))).toThrow(/no company id left: ids have at most 15 digits/)
  },
)

test('a transaction reads its own writes, and nobody else does before it is kept', () => {
  const store = newStore()
  write(store, (tx) => {
    tx.put('companies', company(1))
    expect(tx.must('companies', 1)).toEqual(company(1))
    expect(readerOf(store.state).get('companies', 1)).toBeUndefined()
  })
  expect(readerOf(store.state).must('companies', 1)).toEqual(company(1))
})

test('a record that another one names and that is not there is told by its name', () => {
  expect(() => readerOf(newStore().state).must('companies', 7)).toThrow(
    'Company 7 is named by a record but is not stored',
  )
})

test('what changes nothing leaves the same state', () => {
  const store = newStore()
  write(store, (tx) => tx.put('companies', company(1)))
  const same = (work: (tx: Transaction) => unknown) => {
    const { commit, state } = store.attempt(work, NOW)
    expect([commit, state === store.state]).toEqual([null, true])
  }
  same((tx) => tx.get('companies', 1))
  same((tx) => tx.put('companies', tx.must('companies', 1)))
  same((tx) => {
    tx.put('companies', company(2))
    tx.delete('companies', 2)
  })
  same((tx) => tx.delete('companies', 9))
})

test('a sequence that moved, and a sandbox that changed, are a commit on their own', () => {
  const sandbox = {
    frozen_at: NOW,
    ahead_ms: 0,
    began_at: NOW,
    life: 1,
    settings: DEFAULT_SETTINGS,
  }
  const store = new Store({ ...emptyState({ order_group: 5 }), sandbox })
  expect(write(store, (tx) => tx.nextOf('order_group', () => false)).commit).toEqual({
    version: 1,
    at: 0,
    changes: [],
    sequences: { order_group: 6 },
  })
  expect(write(store, (tx) => tx.changeSandbox({ life: 2 })).commit).toEqual({
    version: 2,
    at: 0,
    changes: [],
    sequences: {},
    sandbox: { ...sandbox, life: 2 },
  })
  write(store, (tx) => {
    tx.changeSandbox({ life: 3 })
    expect([tx.sandbox.life, tx.sandboxBefore.life]).toEqual([3, 2])
    const { commit, result } = store.attempt((other) => other.replace({ ...store.state, sandbox }), NOW)
    expect(result).toBeUndefined()
    expect(commit?.sandbox).toBeUndefined()
  })
  const replaced = write(store, (tx) => {
    tx.replace({ ...emptyState({}), sandbox })
    tx.changeSandbox({ life: 9 })
  }).commit
  expect([replaced?.sandbox?.life, store.state.sandbox?.life, store.lives]).toEqual([9, 9, 2])
})

test('a world that no sandbox has begun with has neither a clock nor settings', () => {
  const tx = new Transaction(emptyState({}), NOW)
  for (const asked of [() => tx.sandbox, () => tx.sandboxBefore, () => recordIn(emptyState({}))])
    expect(asked).toThrow('the state has no record of its sandbox')
})

test('whether the work asked what time it is, is known', () => {
  const store = newStore()
  expect(store.attempt((tx) => tx.at, NOW)).toMatchObject({ result: NOW, readsClock: false })
  expect(store.attempt((tx) => tx.now, NOW)).toMatchObject({ result: NOW, readsClock: true })
})

test('what came after a state that is gone back to has used its version up', () => {
  const store = newStore()
  write(store, (tx) => tx.put('companies', company(1)))
  const kept = store.state
  write(store, (tx) => tx.put('companies', company(2)))
  expect([store.version, store.lives]).toEqual([2, 1])
  store.goBackTo(kept)
  expect([store.version, store.lives, store.state === kept]).toEqual([3, 2, true])
  expect(write(store, (tx) => tx.put('companies', company(3))).commit?.version).toBe(4)
})

test('what was changed is told, table by table, in the order of the writes', () => {
  const store = newStore()
  write(store, (tx) => {
    tx.put('companies', company(5))
    tx.put('companies', company(7))
  })
  write(store, (tx) => {
    expect([...tx.changedIds('companies')]).toEqual([])
    expect(tx.changedIn('companies')).toEqual([])
    tx.put('companies', company(9))
    tx.put('companies', company(5, 'brokerage:2'))
    tx.put('companies', company(5, 'store:3'))
    tx.delete('companies', 7)
    tx.put('companies', company(3))
    tx.delete('companies', 3)
    expect([...tx.changedIds('companies')]).toEqual([9, 5, 7, 3])
    expect(tx.changedIn('companies')).toEqual([
      { id: 9, before: undefined, after: company(9) },
      { id: 5, before: company(5), after: company(5, 'store:3') },
      { id: 7, before: company(7), after: undefined },
    ])
    expect([...tx.changedIds('pins')]).toEqual([])
  })
})

test('two tables that share a sequence never have the same id', () => {
  const store = new Store(emptyState({ payment: 45 }))
  const made = write(store, (tx) => {
    tx.put('payments', { ...PAYMENT, id: 46 })
    return [tx.nextId('evopay_transactions'), tx.nextId('payments')]
  })
  expect(made.result).toEqual([45, 47])
})

const PAYMENT: Payment = {
  id: 46,
  order_id: 1,
  type: 'cash',
  state: 'pending',
  amount_cents: 1,
  is_refund: false,
  refunded_from_id: null,
  credit_card_id: null,
  token: null,
  card: null,
  check_number: null,
  created_at: NOW,
  updated_at: NOW,
}

test('all records under an index come in the order of its keys, under one key oldest first', () => {
  const store = newStore()
  const pin = (id: number, account: Account) => ({ id, account, event_id: 1, created_at: NOW })
  write(store, (tx) => {
    for (let id = 1; id <= 40; id += 1) tx.put('pins', pin(id, id % 2 === 0 ? 'brokerage:2' : 'brokerage:1'))
  })
  const idsOf = (read: Reader) => [...read.inOrder('pins', 'by_account')].map(({ id }) => id)
  const odd = Array.from({ length: 20 }, (_, nth) => 2 * nth + 1)
  expect(idsOf(readerOf(store.state))).toEqual([...odd, ...odd.map((id) => id + 1)])
  expect(
    readerOf(store.state)
      .listAll('pins')
      .map(({ id }) => id),
  ).toEqual(odd.flatMap((id) => [id, id + 1]))
  expect(readerOf(store.state).oldest('pins', 'by_account', 'brokerage:2')?.id).toBe(2)
  expect(readerOf(store.state).oldest('pins', 'by_account', 'brokerage:3')).toBeUndefined()
  expect(idsOf(readerOf(newStore().state))).toEqual([])
})

test('a list goes on below an id, and the rest of the table is not in it', () => {
  const store = newStore()
  write(store, (tx) => {
    for (let id = 1; id <= 100; id += 1) tx.put('companies', company(id))
  })
  const below = (before: number) => [...readerOf(store.state).all('companies', before)].map(({ id }) => id)
  expect(below(4)).toEqual([3, 2, 1])
  expect(below(1)).toEqual([])
  expect(below(101)).toHaveLength(100)
})

test('a record that is looked up without an id is a mistake that is told', () => {
  expect(() => readerOf(newStore().state).get('companies', Number.NaN)).toThrow(
    'a record of companies is looked up without an id',
  )
})
