import { expect } from 'vitest'
import type { TestServer } from '../harness.ts'
import { same } from './marketplace-checks.ts'
import { freeSeats, type Item, type Market, type Order, sees, sum, totalOf } from './marketplace-model.ts'
import { leftOf, paidOf, pendingOf, refundedOf } from './marketplace-money.ts'
import { isDead } from './marketplace-table.ts'
import { EVENTS, PARTIES, type Party, STORE } from './marketplace-world.ts'

/** What the parties are shown is what the model says. */

/** One of each pair that acts for the same account. */
const VIEWERS = PARTIES.filter(({ as }) => as !== 'shelbyville')

const balanceOf = (order: Order): number => totalOf(order) - paidOf(order.payments) + refundedOf(order.payments)

const centsOf = (money: string): number => {
  expect(money).toMatch(/^-?\d+\.\d{1,2}$/)
  return Math.round(Number(money) * 100)
}

interface ShownItem {
  readonly seats: readonly number[]
  readonly ticket_group: { readonly id: string; readonly seats: readonly string[] }
  readonly eticket_pdf_pages: number | null
  readonly eticket_finalized: boolean | null
  readonly needs_eticket: boolean
}

interface ShownPayment {
  readonly id: number
  readonly state: string
  readonly amount: string
  readonly refundable_amount: number
  readonly is_refund: boolean
}

/** What each party is shown of an order, on the way that it reads orders. */
export async function checkShown(server: TestServer, order: Order): Promise<void> {
  for (const party of VIEWERS.filter((each) => sees(each, order))) {
    const { status, text, body } = await server.get(`/v${party === STORE ? 10 : 9}/orders/${order.id}`, party.as)
    const name = `order ${order.id} for ${party.as}`
    expect(status, `${name}: ${text.slice(0, 300)}`).toBe(200)
    const { payments } = order
    same(
      {
        state: body.state,
        total: centsOf(body.total),
        balance: centsOf(body.balance),
        pending: centsOf(body.pending_balance),
        refunded: centsOf(body.refunded),
        returned: Math.round(body.returns_total * 100),
        child_orders: body.child_orders,
        payments: body.payments.map(({ id, state, amount, refundable_amount, is_refund }: ShownPayment) => ({
          id,
          state,
          amount: centsOf(amount),
          left: Math.round(refundable_amount * 100),
          is_refund,
        })),
        items: body.items.map((item: ShownItem) => ({
          group: Number(item.ticket_group.id),
          seats: item.seats,
          named: item.ticket_group.seats,
          pages: item.eticket_pdf_pages,
          isFinal: item.eticket_finalized === true,
          isNeeded: item.needs_eticket,
        })),
      },
      {
        state: order.state,
        total: totalOf(order),
        balance: balanceOf(order),
        pending: pendingOf(payments),
        refunded: refundedOf(payments),
        returned: order.returned,
        child_orders: order.back === null ? [] : [order.back.id],
        payments: payments.map((each) => ({
          id: each.id,
          state: each.state,
          amount: each.amount,
          left: leftOf(payments, each),
          is_refund: each.is_refund,
        })),
        items: order.items.map(({ group, seats, pages, isFinal, isEticket }: Item) => ({
          group: group.id,
          seats,
          named: seats.map(String),
          pages,
          isFinal,
          isNeeded: isEticket && !isFinal,
        })),
      },
      name,
    )
  }
}

/** The lists of orders, what clients owe, and what is for sale. */
export async function checkLists(server: TestServer, { orders, groups }: Market): Promise<void> {
  for (const party of VIEWERS) {
    const seen = orders.filter((order) => sees(party, order))
    const sales = seen.filter(({ seller, isOutside }) => seller === party.account && !isOutside)
    const count = async (query: string) => (await server.get(`/v9/orders${query}`, party.as)).body.total_entries
    expect(await count(''), `orders of ${party.as}`).toBe(seen.length)
    expect(await count('?type=Order'), `sales of ${party.as}`).toBe(sales.length)
    expect(await count('?type=PurchaseOrder'), `purchases of ${party.as}`).toBe(seen.length - sales.length)
    const pending = sales.filter(({ state }) => state === 'pending')
    expect(await count('?state=pending&type=Order'), `${party.as} polls`).toBe(pending.length)
    if (party.client !== null) await checkClient(server, party, party.client.id, orders)
  }
  for (const event_id of EVENTS) {
    const { body } = await server.get(`/v9/listings?event_id=${event_id}`)
    const shown = body.ticket_groups.map(({ id, quantity }: { id: number; quantity: number }) => [id, quantity])
    const left = groups
      .filter((group) => group.event_id === event_id && !group.isDeleted && freeSeats(group).length > 0)
      .map((group) => [group.id, freeSeats(group).length])
    same(shown.sort(), left.sort(), `listings of event ${event_id}`)
  }
}

/** What is open of its orders that stand. */
async function checkClient(server: TestServer, { as, account }: Party, id: number, orders: readonly Order[]) {
  const standing = orders.filter(({ isToClient, seller, state }) => isToClient && seller === account && !isDead(state))
  const { body } = await server.get(`/v9/clients/${id}`, as)
  expect(centsOf(body.balance), `client ${id}`).toBe(sum(standing.map(balanceOf)))
}
