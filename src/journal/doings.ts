import type { Commit } from '../store/commit.ts'
import type { State } from '../store/state.ts'

/** Who did something that no request did: a party by a deed, or the clock, for what fell due. */
export type Doer =
  /** `seller/accept` */
  | { readonly kind: 'deed'; readonly what: string }
  /** `ticket_holds/12`: the record that waited. */
  | { readonly kind: 'due'; readonly what: string }

/** What was done to orders without a request. */
export interface Doing {
  readonly doer: Doer
  /** Epoch milliseconds of the sandbox's clock. */
  readonly at: number
  readonly orders: readonly OrderDone[]
}

/** An order that was changed, or a part of it. */
export interface OrderDone {
  readonly id: number
  /** Its state before and after; null: it was made then. */
  readonly from: string | null
  readonly to: string
}

const MAX_KEPT = 1_000

/** The last things that were done to orders without a request: those stand in the journal. */
export class Doings {
  #kept: Doing[] = []

  add(doer: Doer, commit: Commit, before: State, after: State): void {
    const ids = new Set(commit.changes.flatMap(({ table, id, record }) => orderOf(table, id, record)))
    const orders = [...ids].flatMap((id): OrderDone[] => {
      const order = after.tables.orders.records.get(id)
      if (order === undefined) return []
      return [{ id, from: before.tables.orders.records.get(id)?.seller_state ?? null, to: order.seller_state }]
    })
    if (orders.length === 0) return
    this.#kept.push({ doer: named(doer, before), at: commit.at, orders })
    if (this.#kept.length > 2 * MAX_KEPT) this.#kept = this.#kept.slice(-MAX_KEPT)
  }

  /** What was done to one of these orders, the oldest first. */
  of(orders: ReadonlySet<number>): Doing[] {
    return this.#kept.filter((doing) => doing.orders.some(({ id }) => orders.has(id)))
  }

  clear(): void {
    this.#kept = []
  }
}

function orderOf(table: string, id: number, record: object | null): number[] {
  if (table === 'orders') return [id]
  return record !== null && 'order_id' in record && typeof record.order_id === 'number' ? [record.order_id] : []
}

/** A step of the autopilot is gone when it is done: its cast and its deed are kept. */
function named(doer: Doer, before: State): Doer {
  const [table, id] = doer.what.split('/')
  const step = table === 'autopilot_steps' ? before.tables.autopilot_steps.records.get(Number(id)) : undefined
  return step === undefined ? doer : { kind: 'due', what: `${step.cast}: ${step.deed}` }
}
