import { expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { type Caller, callerByToken } from '../../src/rules/caller.ts'
import { nextDue } from '../../src/rules/due.ts'
import { holdTickets } from '../../src/rules/inventory/holds.ts'
import { queueOrders } from '../../src/rules/orders/queue.ts'
import { DEFAULT_SETTINGS } from '../../src/store/settings.ts'
import { Reader } from '../../src/store/state.ts'
import { Store } from '../../src/store/store.ts'
import type { Transaction } from '../../src/store/transaction.ts'
import { loadWorld } from '../../src/store/world.ts'
import fc from '../properties.ts'
import { write } from '../store/write.ts'

const NOW = Date.parse('2026-01-01T00:00:00Z')
const WORLD = loadWorld(defaultWorld, NOW)
const TOKEN = 'springfieldwebsite00000000000001'
const GROUP = 52554290
const CLIENT = 107655
/** How long a queued order waits. */
const QUEUED_MS = 60_000

/** What can wait for a time. The key of one is `ticket_holds/12`, say. */
type Kind = 'ticket_holds' | 'queued_orders'

function callerIn(tx: Transaction): Caller {
  const caller = callerByToken(tx, TOKEN)
  if (caller === undefined) throw new Error('the default world has no credential of that token')
  return caller
}

/** Holds of one seat each that run out so many milliseconds from now, in the order in which they are made: their keys. */
function makeHolds(store: Store, lengths_ms: readonly number[], first_seat = 1): string[] {
  const fields = { quantity: 1, price_cents: 3_000, held_for_type: 'Client', held_for_id: CLIENT, notes: null } as const
  const make = (tx: Transaction) =>
    lengths_ms.map((length_ms, nth) => {
      const group = tx.must('ticket_groups', GROUP)
      const own = { low_seat: first_seat + nth, hold_until: NOW + length_ms }
      return `ticket_holds/${holdTickets(tx, callerIn(tx), group, { ...fields, ...own }).id}`
    })
  return write(store, make, NOW).result
}

/** A queued order that falls due so many milliseconds from now: its key. */
function queueOrder(store: Store, due_ms: number): string {
  const queue = (tx: Transaction) => queueOrders(tx, callerIn(tx), { entries: [], params: {} })
  return `queued_orders/${write(store, queue, NOW + due_ms - QUEUED_MS).result.id}`
}

/** Does everything that falls due, one after another: the keys in the order in which it is done. */
function runOut(store: Store): string[] {
  const done: string[] = []
  for (;;) {
    const task = nextDue(new Reader(store.state.tables, NOW), DEFAULT_SETTINGS)
    if (task === undefined) return done
    expect(done, 'what was done, and falls due again').not.toContain(task.key)
    const { commit } = write(store, (tx) => task.run(tx, DEFAULT_SETTINGS, undefined), task.at)
    const waited = commit?.changes.filter(({ table }) => table === 'ticket_holds' || table === 'queued_orders')
    expect(waited?.map(({ table, id }) => `${table}/${id}`)).toEqual([task.key])
    done.push(task.key)
  }
}

const idOf = (key: string) => Number(key.split('/')[1])

test.for([2, 3, 40])('of %i holds that run out in the same millisecond, the one made first goes first', (count) => {
  const store = new Store(WORLD)
  const later = makeHolds(store, [60_001])
  const made = makeHolds(store, Array<number>(count).fill(60_000), 2)
  expect(made).toEqual([...made].sort((one, other) => idOf(one) - idOf(other)))
  expect(runOut(store)).toEqual([...made, ...later])
})

test('holds run out by their times, and those of one millisecond in the order in which they were made', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 60, size: 'max' }), (lengths_ms) => {
      const store = new Store(WORLD)
      const made = makeHolds(store, lengths_ms)
      const inOrder = [1, 2, 3, 4].flatMap((length_ms) => made.filter((_, nth) => lengths_ms[nth] === length_ms))
      expect(runOut(store)).toEqual(inOrder)
    }),
    { numRuns: 50 },
  )
})

test('a queued order is made before a hold that runs out a millisecond later', () => {
  const store = new Store(WORLD)
  const [hold] = makeHolds(store, [60_001])
  const order = queueOrder(store, 60_000)
  expect(runOut(store)).toEqual([order, hold])
})

test('what waits is done by its time; in one millisecond holds run out first, then queued orders are made', () => {
  const kinds: readonly Kind[] = ['ticket_holds', 'queued_orders']
  const waiting = fc.record({ kind: fc.constantFrom(...kinds), due_ms: fc.integer({ min: 60_001, max: 60_004 }) })
  fc.assert(
    fc.property(fc.array(waiting, { maxLength: 40, size: 'max' }), (all) => {
      const store = new Store(WORLD)
      const made = all.flatMap(({ kind, due_ms }, nth) => {
        const keys = kind === 'ticket_holds' ? makeHolds(store, [due_ms], 1 + nth) : [queueOrder(store, due_ms)]
        return keys.map((key) => ({ key, kind, due_ms }))
      })
      const inOrder = [60_001, 60_002, 60_003, 60_004].flatMap((due_ms) =>
        kinds.flatMap((kind) => made.filter((each) => each.due_ms === due_ms && each.kind === kind)),
      )
      expect(runOut(store)).toEqual(inOrder.map(({ key }) => key))
    }),
    { numRuns: 50 },
  )
})
