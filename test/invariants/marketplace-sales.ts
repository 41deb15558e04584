import type { IntentOf } from './marketplace-intents.ts'
import {
  freeSeats,
  type Group,
  groupOf,
  type Hold,
  type Item,
  isLive,
  itemAt,
  letGo,
  type Market,
  type Order,
  seatsFrom,
  sum,
  take,
  totalOf,
} from './marketplace-model.ts'
import { type AskedPayment, pay } from './marketplace-money.ts'
import { type Aim, type Answer, aimAtOrder, dollars, NO_ID, type Plan, pick } from './marketplace-plan.ts'
import { BROKERS, OFFICES, type Party, STORE, TEVO } from './marketplace-world.ts'

/** Orders as they are asked for, and what the model makes of them. */

interface Line {
  readonly group: Group
  readonly quantity: number
  readonly price: number
  /** Whether the request says so, or leaves it to the hold. */
  readonly isPriced: boolean
  readonly low_seat: number | null
  readonly signature: string | null
  readonly hold: Hold | null
}

interface Sale {
  readonly party: Party
  /** Null: the store's. */
  readonly office: number | null
  /** The account of the office that buys; null: the party's own client does. */
  readonly buyer: string | null
  readonly isForStock: boolean
  readonly consignment: boolean
  readonly isScreened: boolean
  readonly lines: readonly Line[]
  readonly fees: number
  readonly payments: readonly AskedPayment[]
}

type AskedLine = IntentOf<'sell'>['lines'][number]

const UNKNOWN_SIGNATURE = '0123456789abcdef0123456789abcdef'

function lineOf(asked: AskedLine, group: Group, hold: Hold | null, isFirst: boolean): Line {
  const free = freeSeats(group)
  const fitting = (group.splits ?? [1, 2, 3, 4, 5, 6]).filter((split) => split <= free.length)
  const quantity = asked.isWild ? 1 + asked.quantity * 2 : (pick(fitting, asked.quantity) ?? 1)
  const isPriced = hold === null || asked.margin % 2 === 1
  const unknown = asked.isWild || group.signatures.size === 0 ? [UNKNOWN_SIGNATURE] : []
  const seats = asked.isWild ? [...group.seats.keys()] : free
  return {
    group,
    hold,
    quantity: hold?.seats.length ?? quantity,
    price: isPriced ? Math.max(0, group.wholesale + asked.margin) : (hold?.price ?? 0),
    isPriced,
    low_seat: asked.low_seat === null || hold !== null || !isFirst ? null : pick(seats, asked.low_seat),
    signature: asked.signature === null ? null : pick([...group.signatures.keys(), ...unknown], asked.signature),
  }
}

/** S4, GBA, W:2853797930: what is left, in one of the group's splits, not under its cost, nor at a cost that has risen. */
function areSellable(lines: readonly Line[], party: Party): boolean {
  const wanted = new Map<Group, number>()
  const used = new Set<Hold>()
  return lines.every(({ group, quantity, price, low_seat, signature, hold }) => {
    if (group.isDeleted || price < group.wholesale) return false
    if (signature !== null && group.wholesale > (group.signatures.get(signature) ?? -1)) return false
    if (hold !== null) {
      const isMine = hold.account === party.account && isLive(hold) && !used.has(hold)
      used.add(hold)
      return isMine
    }
    const total = (wanted.get(group) ?? 0) + quantity
    wanted.set(group, total)
    const free = freeSeats(group)
    if (total > free.length || (group.splits !== null && !group.splits.includes(quantity))) return false
    return low_seat === null || seatsFrom(low_seat, quantity, group.step).every((seat) => free.includes(seat))
  })
}

const itemOf = ({ group, quantity, price }: Line): Item => ({
  id: 0,
  order_item_id: 0,
  group,
  quantity,
  price,
  isEticket: group.isEticket,
  seats: [],
  pages: null,
  isFinal: false,
})

const BLANK = {
  id: 0,
  buyerState: 'accepted',
  proposer: null,
  returned: 0,
  front: null,
  back: null,
  isOutside: false,
  fraud: null,
} as const

/** The order that a sale makes, with the one behind it if there is one; null: it is refused. */
function orderOf({ settings }: Market, sale: Sale): Order | null {
  const { party, office, buyer, isForStock, lines, fees } = sale
  const [first] = lines
  const isOfOffice = lines.every(({ group }) => group.office_id === office)
  // S4: one item an order, unless each one is owned by the office that makes it.
  if (first === undefined || (lines.length > 1 && !isOfOffice) || !areSellable(lines, party)) return null
  const { owner } = first.group
  const isOwn = owner === party.account
  if (isForStock && isOwn) return null

  const isToClient = buyer === null
  const isReviewed = settings.order_review === 'hold'
  const order: Order = {
    ...BLANK,
    seller: isForStock ? owner : party.account,
    buyer: buyer ?? party.account,
    isToClient,
    fees,
    items: lines.map(itemOf),
    payments: [],
    fraud: isToClient && sale.isScreened && settings.fraud === 'hold' ? 'pending' : null,
    state: isForStock ? (isReviewed ? 'open' : sale.consignment ? 'pending_consignment' : 'pending') : 'pending',
  }
  const total = totalOf(order)
  if (total < 0) return null
  for (const asked of sale.payments) {
    const payment = pay(asked, { total, isToClient, isAccepted: false })
    if (payment === null) return null
    order.payments.push(payment)
  }
  if (isOwn || isForStock) return order
  order.back = backOf(order, {
    seller: owner,
    buyer: party === STORE ? TEVO : party.account,
    isOpen: isReviewed || order.fraud === 'pending',
    items: lines.map(itemOf),
  })
  return order
}

/** Design: the owner's sale, at cost, without fees, paid through TEvo. */
function backOf(
  front: Order,
  { isOpen, items, ...parties }: { seller: string; buyer: string; isOpen: boolean; items: readonly Item[] },
): Order {
  const atCost = items.map((item) => ({ ...item, price: item.group.wholesale }))
  const amount = sum(atCost.map(({ price, quantity }) => price * quantity))
  return {
    ...BLANK,
    ...parties,
    isToClient: false,
    fees: 0,
    items: atCost,
    payments: [{ id: 0, type: 'evopay', amount, is_refund: false, of: null, failsToSettle: false, state: 'pending' }],
    state: isOpen ? 'open' : 'pending',
    front,
  }
}

/** Takes the seats and ids that the server chose for a new order. */
function enter(market: Market, order: Order, lines: readonly Line[], shown: Answer): void {
  order.id = shown.id
  if (shown.child_orders.length !== (order.back === null ? 0 : 1)) throw new Error('the order has another chain')
  if (order.back !== null) {
    order.back.id = shown.child_orders[0]
    // S2: the order behind is made first.
    if (order.back.id >= order.id) throw new Error('the order behind was made after the one in front')
    market.orders.push(order.back)
  }
  market.orders.push(order)
  for (const [nth, line] of lines.entries()) {
    const seats = takeSeats(line, order.back ?? order, shown.items[nth])
    for (const each of [order, order.back]) if (each !== null) itemAt(each, nth).seats = seats
  }
}

function takeSeats({ group, hold, low_seat, quantity }: Line, keeper: Order, shown: Answer): readonly number[] {
  const seats: number[] = shown.seats
  const due = hold?.seats ?? (low_seat === null ? null : seatsFrom(low_seat, quantity, group.step))
  if (seats.length !== quantity || (due !== null && String(due) !== String(seats)))
    throw new Error(`seats ${seats} were sold for ${due ?? quantity}`)
  if (hold !== null) letGo(hold, 'used')
  take(group, seats, keeper)
  return seats
}

const shipmentType = (group: Group | null): string => (group?.isEticket === false ? 'LocalPickup' : 'Eticket')

const itemBody = (line: Line): object => ({
  ...(line.hold === null
    ? { ticket_group_id: line.group.id, quantity: line.quantity }
    : { ticket_hold_id: line.hold.id }),
  ...(line.isPriced ? { price: dollars(line.price) } : {}),
  ...(line.low_seat === null ? {} : { low_seat: line.low_seat }),
  ...(line.signature === null ? {} : { ticket_group_signature: line.signature }),
})

export const paymentBody = ({ type, amount, by, is_completed, is_refund }: AskedPayment, party: Party): object => {
  const cards = {
    card: { credit_card_id: party.client?.card ?? NO_ID },
    'foreign card': { credit_card_id: NO_ID },
    token: { token: 'fake-valid-nonce' },
    'declined token': { token: 'tok_chargeDeclined' },
    'failing token': { token: 'tok_chargeCustomerFail' },
    nothing: {},
  }
  return {
    type,
    ...(amount === null ? {} : { amount: dollars(amount) }),
    ...(type === 'credit_card' ? cards[by] : { is_completed }),
    ...(is_refund ? { is_refund } : {}),
  }
}

function shippedItems(lines: readonly Line[], email: number | null): object[] {
  return [true, false].flatMap((isEticket) => {
    const own = lines.filter(({ group }) => group.isEticket === isEticket)
    const [first] = own
    if (first === undefined) return []
    const to = email === null ? {} : { email_address_id: email }
    return [{ type: shipmentType(first.group), ...to, items: own.map(itemBody) }]
  })
}

/** Etickets first, as their shipment comes first in the request. */
const inOrder = (lines: readonly Line[]): Line[] =>
  [true, false].flatMap((isEticket) => lines.filter(({ group }) => group.isEticket === isEticket))

/** No source says what a refund counts for while it is not completed, so there are none; an office has no stored card. */
export const payable = (asked: AskedPayment, isOffice: boolean): AskedPayment => {
  const is_refund = asked.is_refund && asked.type !== 'credit_card'
  const by = isOffice && asked.by === 'card' ? 'token' : asked.by
  return { ...asked, by, is_refund, is_completed: asked.is_completed || is_refund }
}

function created(market: Market, sale: Sale, version: 9 | 10, body: object, isRefused = false): Plan {
  const { party, lines } = sale
  const isAllowed = version === 10 || party !== STORE
  const order = isAllowed && !isRefused ? orderOf(market, sale) : null
  const about = order === null ? [] : [order, ...(order.back === null ? [] : [order.back])]
  return {
    party,
    method: 'POST',
    target: `/v${version}/orders`,
    body,
    status: !isAllowed ? 401 : order === null ? 422 : 201,
    about,
    learn: (answer) => order !== null && enter(market, order, lines, version === 10 ? answer : answer.orders[0]),
  }
}

/** Who can sell, and what there is to sell, unless the intent is to try anything. */
const sellerFor = ({ party, nth, aim }: Aim): Party =>
  aim !== 'any' && party.offices.length === 0 ? (pick(BROKERS, nth) ?? party) : party

const onSale = (groups: readonly Group[], isAimed: boolean): readonly Group[] => {
  const left = groups.filter((group) => freeSeats(group).length > 0)
  return isAimed && left.length > 0 ? left : groups
}

export function planSale(market: Market, intent: IntentOf<'sell'>): Plan {
  const { ownTickets } = intent
  const isAimed = intent.aim !== 'any'
  const party = sellerFor(intent)
  const office = pick(party.offices, intent.office)
  const groups = market.groups.filter(
    ({ owner, office_id }) => !isAimed || (owner === party.account && office_id === office) === ownTickets,
  )
  const holds = market.holds.filter((hold) => !isAimed || (isLive(hold) && hold.account === party.account))
  const asked = isAimed && !ownTickets ? intent.lines.slice(0, 1) : intent.lines
  const lines = inOrder(
    asked.flatMap((each, nth) => {
      const hold = each.hold === null ? null : pick(holds, each.hold)
      const group = hold?.group ?? pick(onSale(groups, isAimed), each.group)
      return group === null ? [] : [lineOf(each, group, hold, nth === 0)]
    }),
  )
  const isToClient = intent.buyer === 'client' && party.client !== null
  const buyer = pick(OFFICES, intent.office) ?? { id: NO_ID, account: '' }
  const payments = intent.payments.map((each) => payable(each, isAimed && !isToClient))
  const { shipping, discount, check_fraud } = intent
  const body = {
    ...(check_fraud ? {} : { check_fraud }),
    orders: [
      {
        seller_id: office ?? NO_ID,
        ...(isToClient ? { client_id: party.client?.id } : { buyer_id: buyer.id }),
        shipped_items: shippedItems(lines, isToClient ? (party.client?.email ?? null) : null),
        payments: payments.map((each) => paymentBody(each, party)),
        shipping: dollars(shipping),
        discount: dollars(discount),
      },
    ],
  }
  const sale = {
    party,
    office,
    buyer: isToClient ? null : buyer.account,
    isForStock: false,
    consignment: false,
    isScreened: check_fraud,
    lines,
    fees: shipping - discount,
    payments,
  }
  return created(market, sale, 9, body)
}

export function planPurchase(market: Market, intent: IntentOf<'buy for stock'>): Plan {
  const { consignment, shipping, discount } = intent
  const isAimed = intent.aim !== 'any'
  const party = sellerFor(intent)
  const office = pick(party.offices, intent.office)
  const groups = market.groups.filter(({ owner }) => !isAimed || owner !== party.account)
  const [asked] = intent.lines
  const group = asked === undefined ? null : pick(onSale(groups, isAimed), asked.group)
  const lines = asked === undefined || group === null ? [] : [lineOf(asked, group, null, true)]
  const payments = intent.payments.map((each) => payable(each, isAimed))
  const order = {
    is_purchase: true,
    buyer_id: office ?? NO_ID,
    ...(intent.nth % 2 === 0 ? { seller_id: office ?? NO_ID } : {}),
    ...(consignment ? { consignment } : {}),
    shipped_items: shippedItems(lines, null),
    payments: payments.map((each) => paymentBody(each, party)),
    shipping: dollars(shipping),
    discount: dollars(discount),
  }
  const sale = {
    party,
    office,
    buyer: party.account,
    isForStock: true,
    consignment,
    isScreened: true,
    lines,
    fees: shipping - discount,
    payments,
  }
  return created(market, sale, 9, { orders: [order] })
}

export function planV10(market: Market, intent: IntentOf<'sell through v10'>): Plan {
  const party = intent.aim !== 'any' ? STORE : intent.party
  const [asked] = intent.lines
  const group = asked === undefined ? null : pick(onSale(market.groups, intent.aim !== 'any'), asked.group)
  const lines = asked === undefined || group === null ? [] : [{ ...lineOf(asked, group, null, true), low_seat: null }]
  const [line] = lines
  // S2: one payment, by card, of what the order comes to.
  const [payment] = intent.payments
  const card = { type: 'credit_card', amount: null, by: payment?.by ?? 'card', is_completed: false, is_refund: false }
  const { shipping, discount, hasSession } = intent
  const body = {
    order: {
      client_id: party.client?.id ?? STORE.client?.id,
      ticket_group: {
        id: line?.group.id ?? NO_ID,
        price: dollars(line?.price ?? 0),
        quantity: line?.quantity,
        ...(line?.signature === null ? {} : { ticket_group_signature: line?.signature }),
      },
      delivery: { type: shipmentType(group), email_address_id: party.client?.email, cost: 1.25 },
      payments: [{ ...paymentBody(card, party), amount: 0.01 }],
      shipping: dollars(shipping),
      discount: dollars(discount),
      ...(hasSession ? { session_id: 'f3b1' } : {}),
    },
  }
  const sale = {
    party,
    office: party.offices[0] ?? null,
    buyer: null,
    isForStock: false,
    consignment: false,
    isScreened: true,
    lines,
    fees: shipping + 125 - discount,
    payments: [card],
  }
  const isRefused = party.client === null || (!hasSession && market.settings.fraud !== 'off')
  return created(market, sale, 10, body, isRefused)
}

export function planOutside(market: Market, intent: IntentOf<'buy outside'>): Plan {
  const { quantity, low_seat, seat_order, event_id, price, consignment } = intent
  const party = sellerFor(intent)
  const office = party.offices[0] ?? NO_ID
  const asked = intent.payments.map((each) => payable(each, intent.aim !== 'any'))
  const isAccepted = !consignment
  const payer = { total: price * quantity, isToClient: false, isAccepted }
  const payments = asked.flatMap((each) => pay(each, payer) ?? [])
  const isMade = payments.length === asked.length
  const item = {
    ticket_group: { event_id, section: 'B', row: '1', format: 'Eticket' },
    quantity,
    low_seat,
    seat_order,
    price: dollars(price),
  }
  const order = {
    is_purchase: true,
    buyer_id: office,
    ...(consignment ? { consignment } : {}),
    shipped_items: [{ type: 'Eticket', items: [item] }],
    payments: asked.map((each) => paymentBody(each, party)),
  }
  const made: Order = {
    ...BLANK,
    seller: party.account,
    buyer: party.account,
    isToClient: false,
    isOutside: true,
    fees: 0,
    items: [],
    payments,
    state: consignment ? 'pending_consignment' : 'accepted',
  }
  return {
    party,
    method: 'POST',
    target: '/v9/orders',
    body: { orders: [order] },
    status: party === STORE ? 401 : isMade ? 201 : 422,
    about: [made],
    learn: ({ orders: [shown] }) => {
      const tickets = { event_id, quantity, low_seat, seat_order, office_id: office, splits: null } as const
      const id = Number(shown.items[0].ticket_group.id)
      const group = groupOf({ ...tickets, id, format: 'Eticket', wholesale_price_cents: price })
      market.groups.push(group)
      const line = { group, quantity, price, hold: null, low_seat: null, signature: null, isPriced: true }
      made.id = shown.id
      made.items.push({ ...itemOf(line), seats: [...group.seats.keys()] })
      market.orders.push(made)
    },
  }
}

/** W:1524891662: other tickets for the same client, once the first ones are not to be had. */
export function planSubstitution(market: Market, intent: IntentOf<'substitute'>): Plan {
  const isSought = (order: Order, { account }: Party) =>
    order.front?.state === 'pending_substitution' && order.front.back === order && order.buyer === account
  const { party, order: rejected } = aimAtOrder(market, intent, isSought)
  const sold = rejected?.front?.items[0] ?? null
  // W:1666678785: they go as the first ones would have gone, so they have to fit that.
  const fits = ({ isEticket }: Group) => sold === null || isEticket === sold.isEticket
  const groups = market.groups.filter(
    (group) =>
      group.owner !== party.account && group.event_id === (sold?.group.event_id ?? group.event_id) && fits(group),
  )
  const group = pick(
    intent.aim !== 'any' && groups.length > 0 ? onSale(groups, true) : market.groups,
    intent.line.group,
  )
  if (group === null) throw new Error('there are always ticket groups')
  const line = {
    ...lineOf(intent.line, group, null, true),
    quantity: (sold?.quantity ?? 1) + (intent.isWrong ? 1 : 0),
  }
  const isLegal =
    rejected !== null &&
    sold !== null &&
    isSought(rejected, party) &&
    line.quantity === sold.quantity &&
    group.event_id === sold.group.event_id &&
    group.owner !== party.account &&
    fits(group) &&
    areSellable([line], party)
  const body = {
    orders: [{ substitute_order_link_id: rejected?.id ?? NO_ID, shipped_items: [{ items: [itemBody(line)] }] }],
  }
  return {
    party,
    method: 'POST',
    target: '/v9/orders',
    body,
    status: party === STORE ? 401 : isLegal ? 201 : 422,
    call: 'substitute',
    about: [rejected, rejected?.front].flatMap((order) => order ?? []),
    learn: ({ orders: [shown] }) => {
      const front = rejected?.front
      if (front === null || front === undefined || sold === null) return
      const isOpen = market.settings.order_review === 'hold'
      const item = { ...itemOf(line), isEticket: sold.isEticket }
      const order = backOf(front, { seller: group.owner, buyer: party.account, isOpen, items: [item] })
      const seats = takeSeats(line, order, shown.items[0])
      order.id = shown.id
      itemAt(order, 0).seats = seats
      Object.assign(sold, { group, seats, pages: null, isFinal: false })
      front.back = order
      front.state = 'pending'
      market.orders.push(order)
    },
  }
}
