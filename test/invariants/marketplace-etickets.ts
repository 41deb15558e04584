import { base64, ticketPdf } from '../pdf/fixtures.ts'
import type { IntentOf } from './marketplace-intents.ts'
import {
  chainOf,
  finalize,
  type Item,
  itemAt,
  type Market,
  type Order,
  seatsFrom,
  sees,
  sum,
} from './marketplace-model.ts'
import { type Aim, aimAt, NO_ID, type Plan, statusFor, withChain } from './marketplace-plan.ts'
import type { Party } from './marketplace-world.ts'

/** Etickets of items, as tiny PDFs of so many pages. */

const MAX_PAGES = 30
const files = await Promise.all(
  seatsFrom(1, MAX_PAGES, 1).map(async (pages) => base64(await ticketPdf(seatsFrom(1, pages, 1).map(String)))),
)
const fileOf = (pages: number): string => files[pages - 1] ?? ''

interface Ticketed {
  readonly order: Order
  readonly nth: number
  readonly item: Item
}

const ticketedOf = ({ orders }: Market): Ticketed[] =>
  orders.flatMap((order) => order.items.map((item, nth) => ({ order, nth, item })))

/** Design: only on an accepted order, by its seller, on items that go as etickets, until they are finalised. */
const mayChange = ({ order, item }: Ticketed, { account }: Party): boolean =>
  order.seller === account && order.back === null && order.state === 'accepted' && item.isEticket && !item.isFinal

const aimAtItem = (market: Market, aim: Aim, isReady: (item: Item) => boolean = () => true) =>
  aimAt(
    aim,
    ticketedOf(market),
    ({ order }, party) => sees(party, order),
    (each, party) => mayChange(each, party) && isReady(each.item),
  )

type EticketsIntent = IntentOf<'add etickets' | 'finalize etickets' | 'remove etickets'>

function onItem(
  market: Market,
  intent: EticketsIntent,
  call: string,
  plan: (item: Item | null) => {
    readonly body?: object
    readonly isComplete?: boolean
    readonly perform: (ticketed: Ticketed) => boolean
  },
): Plan {
  const isReady = ({ pages, quantity }: Item) => intent.kind === 'add etickets' || (pages ?? 0) >= quantity
  const { party, thing } = aimAtItem(market, intent, isReady)
  const { body, isComplete = true, perform } = plan(thing?.item ?? null)
  const isDone = () => thing !== null && mayChange(thing, party) && perform(thing)
  return {
    party,
    method: body === undefined ? 'GET' : 'POST',
    target: `/v9/orders/${thing?.order.id ?? NO_ID}/items/${thing?.item.id ?? NO_ID}/${call}`,
    ...(body === undefined ? {} : { body }),
    status: statusFor(party, { isComplete, isSeen: thing !== null && sees(party, thing.order) }, isDone),
    call: 'complete',
    about: withChain(thing?.order ?? null),
  }
}

/** The same tickets in front. */
function setPages({ order, nth }: Ticketed, pages: number | null): void {
  for (const each of chainOf(order)) itemAt(each, nth).pages = pages
}

export const planAddition = (market: Market, intent: IntentOf<'add etickets'>): Plan =>
  onItem(market, intent, 'add_etickets', (item) => {
    const pages = intent.pages ?? [item?.quantity ?? 1]
    return {
      body: { files: [...pages.map(fileOf), ...(intent.isBroken ? [fileOf(2).slice(0, 300)] : [])] },
      perform: (ticketed) => {
        if (intent.isBroken) return false
        setPages(ticketed, (ticketed.item.pages ?? 0) + sum(pages))
        return true
      },
    }
  })

export const planFinal = (market: Market, intent: IntentOf<'finalize etickets'>): Plan =>
  onItem(market, intent, 'finalize_etickets', (item) => {
    const quantity = item?.quantity ?? 1
    const pages = item?.pages ?? 0
    const keep_pages = {
      'one a ticket': seatsFrom(1, quantity, 1),
      all: seatsFrom(1, pages, 1),
      'one too few': seatsFrom(1, quantity - 1, 1),
      'one that is not there': [...seatsFrom(1, quantity - 1, 1), pages + 1],
    }[intent.keep]
    const { ignore_quantity } = intent
    const kept = new Set(keep_pages).size
    return {
      body: { keep_pages, ...(ignore_quantity ? { ignore_quantity } : {}) },
      isComplete: kept > 0,
      perform: ({ order, nth }) => {
        const isThere = keep_pages.every((page) => page <= pages)
        if (!isThere || (kept !== quantity && !ignore_quantity)) return false
        finalize(market, order, nth, kept)
        return true
      },
    }
  })

export const planRemoval = (market: Market, intent: IntentOf<'remove etickets'>): Plan =>
  onItem(market, intent, 'remove_etickets', () => ({
    perform: (ticketed) => {
      setPages(ticketed, null)
      return true
    },
  }))

/** W:9470128: a whole file for each item, which goes by its other id. */
export function planDelivery(market: Market, intent: IntentOf<'deliver etickets'>): Plan {
  const { party, thing } = aimAtItem(market, intent)
  const order = thing?.order ?? null
  const own = thing === null ? [] : ticketedOf(market).filter((each) => each.order === order)
  const chosen = own.filter(({ item }) => item.isEticket && !item.isFinal)
  const delivered = chosen.length === 0 ? own : chosen
  const { isWhole, isOfItem } = intent
  const etickets = delivered.map(({ item }) => ({
    item_id: isOfItem ? item.order_item_id : item.id,
    eticket: fileOf(item.quantity + (isWhole ? 0 : 1)),
  }))
  const isOwnSale = order !== null && order.seller === party.account && order.back === null
  const isDone = () => {
    if (!isOwnSale || !isWhole || delivered.length === 0) return false
    if (!delivered.every((each) => mayChange(each, party))) return false
    for (const { nth, item } of delivered) finalize(market, order, nth, item.quantity)
    return true
  }
  const isFound = order !== null && sees(party, order) && (isOfItem || !isOwnSale)
  return {
    party,
    method: 'POST',
    target: `/v9/orders/${order?.id ?? NO_ID}/deliver_etickets`,
    body: { etickets: etickets.length === 0 ? [{ item_id: NO_ID, eticket: fileOf(1) }] : etickets },
    status: statusFor(party, { isSeen: isFound }, isDone),
    call: 'complete',
    about: withChain(order),
  }
}
