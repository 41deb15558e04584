import type { HoldRequest, InvoiceRequest } from './shapes.ts'

/** How many tickets there are of what no stock file names, where there is none. */
const UNLIMITED_STOCK = 1_000

export type StockFile = { readonly [remote_id: string]: number }

export interface BrokerHold extends HoldRequest {
  readonly state: 'held' | 'released' | 'invoiced'
}

/** What came of a request. */
export interface Outcome {
  readonly status: number
  readonly body: object | null
}

const refused = (status: number, error: string): Outcome => ({ status, body: { status: 'refused', error } })

/** A broker's own tickets, and what is held and sold of them. */
export class Stock {
  /** What is left; without a file all there is is 1,000 of each. */
  readonly #left: Map<string, number>
  readonly #isOpen: boolean
  readonly #holds = new Map<string, BrokerHold>()
  readonly #invoices = new Map<string, InvoiceRequest>()

  constructor(file: StockFile | null) {
    this.#left = new Map(Object.entries(file ?? {}))
    this.#isOpen = file === null
  }

  show() {
    return {
      stock: Object.fromEntries(this.#left),
      holds: [...this.#holds.values()],
      invoices: [...this.#invoices.values()],
    }
  }

  /** The same hold may be asked for again. One that was released is made anew: after a reset of tevo-local ids start again. */
  hold(request: HoldRequest): Outcome {
    const { global_id, quantity } = request
    const known = this.#holds.get(global_id)
    if (known !== undefined && known.state !== 'released') {
      const isSame = known.quantity === quantity && tickets(known) === tickets(request)
      return isSame ? heldAnswer(request) : refused(409, `${global_id} is the global id of another hold`)
    }
    const key = tickets(request)
    const left = this.#left.get(key) ?? (this.#isOpen ? UNLIMITED_STOCK : undefined)
    if (left === undefined) return refused(404, `There are no tickets ${key}`)
    if (quantity > left) return refused(409, `Of ${key} ${left} are left; ${quantity} were asked for`)
    this.#left.set(key, left - quantity)
    this.#holds.set(global_id, { ...request, state: 'held' })
    return heldAnswer(request)
  }

  release(global_id: string): Outcome {
    const hold = this.#holds.get(global_id)
    if (hold === undefined) return refused(404, `There is no hold ${global_id}`)
    if (hold.state === 'invoiced') return refused(409, `${global_id} is invoiced`)
    if (hold.state === 'held') {
      const key = tickets(hold)
      this.#left.set(key, (this.#left.get(key) ?? 0) + hold.quantity)
      this.#holds.set(global_id, { ...hold, state: 'released' })
    }
    return { status: 204, body: null }
  }

  invoice(request: InvoiceRequest): Outcome {
    const { global_id, order_id } = request
    const hold = this.#holds.get(global_id)
    if (hold === undefined) return refused(404, `There is no hold ${global_id}`)
    if (hold.state === 'released') return refused(409, `${global_id} is released`)
    const known = this.#invoices.get(global_id)
    if (known !== undefined && known.order_id !== order_id)
      return refused(409, `${global_id} is invoiced already, for order ${known.order_id}`)
    this.#holds.set(global_id, { ...hold, state: 'invoiced' })
    this.#invoices.set(global_id, request)
    return { status: 201, body: { status: 'invoiced', global_id, order_id } }
  }
}

/** Tickets that the broker's system has no id of are told apart by TEvo's. */
const tickets = ({ remote_id, ticket_group_id }: HoldRequest): string => remote_id ?? `ticket_group:${ticket_group_id}`

const heldAnswer = ({ global_id, remote_id, quantity }: HoldRequest): Outcome => ({
  status: 201,
  body: { status: 'held', global_id, remote_id, quantity },
})
