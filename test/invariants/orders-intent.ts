import fc from '../properties.ts'
import { BUYING_OFFICE, linesOf, officeOf, paymentsOf, type Seller } from './orders-model.ts'

/** What a client may ask for: orders of both versions, legal and not, and what becomes of them. */

const MOE = { client_id: 107655, email_address_id: 33333, credit_card_id: 2222 }
const SHELBY = { client_id: 107700, email_address_id: 33400, credit_card_id: 2300 }
const MAX = { client_id: 1507094, email_address_id: 1965046, credit_card_id: 327284 }
export const SELLERS: readonly Seller[] = [
  { as: 'website', version: 9, brokerage_id: 1930, offices: [1691, 1937], ...MOE },
  { as: 'shelbyville', version: 9, brokerage_id: 1931, offices: [1700], ...SHELBY },
  { as: 'store', version: 10, brokerage_id: null, offices: [], ...MAX },
  { as: 'website', version: 10, brokerage_id: 1930, offices: [1691], ...MOE },
]

export interface Intent {
  readonly seller: Seller
  readonly office: number
  /** `stock`: the office buys for itself. In v10 it is always the client. */
  readonly buyer: 'client' | 'stock' | 'office'
  readonly ownTickets: boolean
  readonly items: readonly {
    readonly group: number
    readonly quantity: number
    /** Its quantity is in the group's splits only by chance. */
    readonly isWild: boolean
    readonly margin: number
  }[]
  readonly shipping: number
  readonly service_fee: number
  readonly additional_expense: number
  readonly tax: number
  readonly discount: number
  readonly deliveryCost: number
  readonly payments: readonly {
    readonly type: string
    readonly amount: number | null
    readonly byToken: boolean
    readonly is_completed: boolean
    readonly is_refund: boolean
  }[]
  readonly style: 'number' | 'two decimals' | 'few decimals'
  /** Goes in one request with the next order of the same seller, and with it or not at all. */
  readonly withNext: boolean
  readonly fate: 'leave' | 'accept' | 'accept with other seats' | 'complete' | 'reject'
}

const oneIn = (times: number) => fc.integer({ min: 0, max: times - 1 }).map((roll) => roll === times - 1)
const cents = (max: number) => fc.oneof(fc.constant(0), fc.integer({ min: 1, max }))
const mostly = <Value>(usual: fc.Arbitrary<Value>, rare: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: rare })

export const intent: fc.Arbitrary<Intent> = fc.record({
  seller: fc.constantFrom(...SELLERS),
  office: fc.nat(),
  buyer: fc.constantFrom('client', 'client', 'client', 'stock', 'office'),
  ownTickets: fc.boolean(),
  items: fc
    .array(
      fc.record({
        group: fc.nat(),
        quantity: fc.nat(),
        isWild: oneIn(12),
        margin: mostly(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: -900, max: -1 })),
      }),
      { minLength: 1, maxLength: 3 },
    )
    .chain((items) => fc.boolean().map((isOne) => (isOne ? items.slice(0, 1) : items))),
  shipping: cents(5_000),
  service_fee: cents(5_000),
  additional_expense: cents(5_000),
  tax: cents(5_000),
  discount: mostly(cents(3_000), cents(100_000)),
  deliveryCost: cents(2_000),
  payments: fc.array(
    fc.record({
      type: fc.constantFrom('credit_card', 'credit_card', 'cash', 'check', 'evopay', 'money_order', 'offline', 'tbd'),
      // The whole total, a part of it, or so much that a test gateway may not take it.
      amount: fc.oneof(
        fc.constant(null),
        cents(30_000),
        mostly(cents(30_000), fc.integer({ min: 199_900, max: 410_000 })),
      ),
      byToken: fc.boolean(),
      is_completed: fc.boolean(),
      is_refund: oneIn(6),
    }),
    { maxLength: 4 },
  ),
  style: fc.constantFrom('number', 'two decimals', 'few decimals'),
  withNext: oneIn(3),
  fate: fc.constantFrom('leave', 'accept', 'accept with other seats', 'complete', 'reject'),
})

/** Intents that go in one request: v9 takes several orders at once. */
export function requestsOf(intents: readonly Intent[]): Intent[][] {
  const requests: Intent[][] = []
  let isOpen = false
  for (const each of intents) {
    const last = requests.at(-1)
    if (isOpen && each.seller.version === 9 && last?.[0]?.seller === each.seller) last.push(each)
    else requests.push([each])
    isOpen = each.withNext
  }
  return requests
}

/** How tickets of a format go to their buyer (W:357204018). */
const SHIPMENT_TYPES = new Map([
  ['Physical', 'LocalPickup'],
  ['Eticket', 'Eticket'],
  ['TM_mobile', 'TMMobile'],
  ['Flash_seats', 'FlashSeats'],
  ['Guest_list', 'GuestList'],
  ['Paperless', 'Paperless'],
])

/** The body of a request. */
export function bodyOf(request: readonly Intent[]): object {
  const [first] = request
  return first?.seller.version === 10 ? { order: entryV10(first) } : { orders: request.map(entryV9) }
}

const moneyOf =
  ({ style }: Intent) =>
  (cents: number): number | string => {
    if (style === 'number') return cents / 100
    return style === 'two decimals' ? (cents / 100).toFixed(2) : String(cents / 100)
  }

const isToClient = ({ seller, buyer }: Intent): boolean => seller.version === 10 || buyer === 'client'

function feesOf(asked: Intent) {
  const money = moneyOf(asked)
  const { shipping, service_fee, additional_expense, tax, discount } = asked
  return {
    shipping: money(shipping),
    service_fee: money(service_fee),
    additional_expense: money(additional_expense),
    tax: money(tax),
    discount: money(discount),
  }
}

const shipmentOf = (asked: Intent, format: string) => ({
  type: SHIPMENT_TYPES.get(format) ?? format,
  cost: moneyOf(asked)(asked.deliveryCost),
  ...(isToClient(asked) ? { email_address_id: asked.seller.email_address_id } : {}),
})

const cardOf = (asked: Intent, byToken: boolean) =>
  byToken || !isToClient(asked) ? { token: 'fake-valid-nonce' } : { credit_card_id: asked.seller.credit_card_id }

function entryV10(asked: Intent): object {
  const [line] = linesOf(asked)
  return {
    client_id: asked.seller.client_id,
    ticket_group: { id: line?.group.id, price: moneyOf(asked)(line?.price ?? 0), quantity: line?.quantity },
    delivery: shipmentOf(asked, line?.group.format ?? ''),
    // S2: an amount that is sent is ignored.
    payments: paymentsOf(asked).map(({ type, byToken }) => ({ type, ...cardOf(asked, byToken), amount: 1 })),
    ...feesOf(asked),
  }
}

function entryV9(asked: Intent): object {
  const money = moneyOf(asked)
  const office_id = officeOf(asked.seller, asked.office)
  const buyer = {
    client: { client_id: asked.seller.client_id },
    stock: { is_purchase: true, buyer_id: office_id },
    office: { buyer_id: BUYING_OFFICE },
  }[asked.buyer]
  return {
    seller_id: office_id,
    ...buyer,
    shipped_items: linesOf(asked).map(({ group, quantity, price }) => ({
      ...shipmentOf(asked, group.format),
      items: [{ ticket_group_id: group.id, quantity, price: money(price) }],
    })),
    payments: paymentsOf(asked).map(({ type, amount, byToken, is_completed, is_refund }) => ({
      type,
      ...(amount === null ? {} : { amount: money(amount) }),
      ...(type === 'credit_card' ? cardOf(asked, byToken) : { is_completed }),
      ...(is_refund ? { is_refund } : {}),
    })),
    ...feesOf(asked),
  }
}
