import type { Order, Shipment } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import { type ShipmentType, type TicketFormat, TRANSFER_TYPES } from '../../store/words.ts'
import type { Printed } from '../printed-text.ts'
import { stale, unprocessable } from '../refusal.ts'
import type { Settings } from '../settings.ts'
import { generateAirbill, prepareAirbill } from '../shipments/airbills.ts'
import { chooseType } from '../shipments/changes.ts'
import { type DrawnTickets, finalizeDrawn, prepareTickets } from '../shipments/drawn-tickets.ts'
import { type CarrierCall, completeTransfer, moveShipment, type OwnShipment, scanPackage } from '../shipments/moves.ts'
import { isCarried, isEticket, isTransfer } from '../shipments/shipments.ts'
import { shipmentMoveOf } from '../shipments/states.ts'
import { isDelivered } from './fulfilment.ts'
import { checkIsOwners } from './states.ts'

/** What a seller can do to bring the tickets of an order to its buyer, with one deed for all of its shipments. */
export const HAND_OVERS = ['generate_airbill', 'ship', 'transfer', 'confirm_pickup', 'deliver'] as const
export type HandOver = (typeof HAND_OVERS)[number]

export const isHandOver = (deed: string): deed is HandOver => HAND_OVERS.some((each) => each === deed)

interface Reach {
  /** Of which types its shipments are; null: of any. */
  readonly types: readonly ShipmentType[] | null
  /** Whether a shipment of such a type still waits for it. */
  readonly isLeft: (shipment: Shipment, read: Reader) => boolean
}

const isPending = ({ state }: Shipment): boolean => state === 'pending'
const isUndelivered = ({ id }: Shipment, read: Reader): boolean =>
  read.list('items', 'by_shipment', id).some((item) => !isDelivered(read, item))
const needsAirbill = ({ type, tracking_number }: Shipment): boolean => type === 'FedEx' && tracking_number === null

const REACHES: { readonly [Deed in HandOver]: Reach } = {
  generate_airbill: { types: ['FedEx'], isLeft: (shipment) => isPending(shipment) && needsAirbill(shipment) },
  ship: { types: ['FedEx', 'UPS', 'ProvidedAirbill'], isLeft: isPending },
  transfer: { types: TRANSFER_TYPES, isLeft: isUndelivered },
  confirm_pickup: { types: ['LocalPickup', 'WillCall', 'PickupAtOffice'], isLeft: isUndelivered },
  deliver: { types: null, isLeft: isUndelivered },
}

/** What has to be drawn before tickets can be handed over. */
export class Papers {
  /** By the id of the shipment. */
  readonly airbills = new Map<number, Printed>()
  /** By the id of the item. */
  readonly tickets = new Map<number, DrawnTickets>()
}

export async function preparePapers(read: Reader, order: Order, deed: HandOver): Promise<Papers> {
  const papers = new Papers()
  for (const shipment of shipmentsLeft(read, order, deed)) {
    if (isPending(shipment) && needsAirbill(shipment))
      papers.airbills.set(shipment.id, await prepareAirbill(read, { order, shipment }))
    if (isEticket(chosenType(read, shipment)))
      for (const item of openItems(read, shipment)) papers.tickets.set(item.id, await prepareTickets(read, order, item))
  }
  return papers
}

/** @throws stale when something has to be drawn that is not among the papers, or that changed since */
export function handOver(tx: Transaction, settings: Settings, { id }: Order, deed: HandOver, papers: Papers): void {
  for (const shipment of shipmentsLeft(tx, tx.must('orders', id), deed)) {
    // W:185466902: a `Tbd` becomes a shipment of the type that the seller chooses.
    const chosen =
      shipment.type === 'Tbd' ? chooseType(tx, tx.must('orders', id), shipment, chosenType(tx, shipment)) : shipment
    const own = { order: tx.must('orders', id), shipment: chosen }
    if (isEticket(chosen.type)) deliverEtickets(tx, settings, own, papers)
    else if (isTransfer(chosen.type)) transfer(tx, settings, own)
    else if (isCarried(chosen.type)) send(tx, settings, own, deed, papers)
    else moveShipment(tx, settings, own, 'deliver')
  }
}

const openItems = (read: Reader, { id }: Shipment) =>
  read.list('items', 'by_shipment', id).filter((item) => item.eticket_finalized_at === null)

/** The shipments of an order that a deed is for. @throws what says why there is none */
function shipmentsLeft(read: Reader, order: Order, deed: HandOver): Shipment[] {
  checkIsOwners(order)
  const { id, seller_state } = order
  if (seller_state !== 'accepted') {
    const advice = seller_state.startsWith('pending') ? ': accept it first' : ''
    throw unprocessable(`Order ${id} is ${seller_state}; ${deed} is for an order that is accepted${advice}`)
  }
  const { types, isLeft } = REACHES[deed]
  const packed = read
    .list('shipments', 'by_order', id)
    .filter((shipment) => read.count('items', 'by_shipment', shipment.id) > 0)
  const reached = packed.filter(({ type }) => types === null || types.some((each) => each === type))
  if (reached.length === 0)
    throw unprocessable(
      `Order ${id} goes by ${packed.map(({ type }) => type).join(', ')}; ${deed} is for ${(types ?? []).join(', ')}`,
    )
  const left = reached.filter((shipment) => isLeft(shipment, read))
  if (left.length === 0)
    throw unprocessable(`Order ${id} has nothing left for ${deed}: ${reached.map(describe).join(', ')}`)
  return left
}

const describe = ({ id, type, state, tracking_number }: Shipment): string =>
  `shipment ${id} (${type}) is ${state}${tracking_number === null ? '' : ` and has tracking number ${tracking_number}`}`

function deliverEtickets(tx: Transaction, settings: Settings, { order, shipment }: OwnShipment, papers: Papers): void {
  for (const item of openItems(tx, shipment)) {
    const drawn = papers.tickets.get(item.id)
    if (drawn === undefined) throw stale()
    finalizeDrawn(tx, settings, tx.must('orders', order.id), item, drawn)
  }
}

/** What a seller makes of a `Tbd`, by the format of its tickets; `fitting.ts` says what fits. */
const CHOSEN: { readonly [Format in TicketFormat]: ShipmentType } = {
  Eticket: 'Eticket',
  Physical: 'Offline',
  TM_mobile: 'TMMobileLink',
  Flash_seats: 'FlashSeats',
  Guest_list: 'GuestList',
  Paperless: 'Paperless',
}

/** The type of a shipment, once its seller has chosen one. */
function chosenType(read: Reader, { id, type }: Shipment): ShipmentType {
  if (type !== 'Tbd') return type
  const groups = read.list('items', 'by_shipment', id).map((item) => read.must('ticket_groups', item.ticket_group_id))
  const [first, ...others] = new Set(groups.map(({ format }) => CHOSEN[format]))
  return first === undefined || others.length > 0 ? 'Offline' : first
}

function transfer(tx: Transaction, settings: Settings, { order, shipment }: OwnShipment): void {
  const { id, type } = shipment
  const tm_mobile_link = type === 'TMMobileLink' ? `https://tickets.example.com/claim/${order.id}-${id}` : null
  completeTransfer(tx, settings, { order, shipment }, { tm_mobile_link, transfer_source: null })
}

/** As far as the deed goes: to the airbill, to the carrier, or to the buyer. */
function send(
  tx: Transaction,
  settings: Settings,
  { order, shipment }: OwnShipment,
  deed: HandOver,
  papers: Papers,
): void {
  shipmentMoveOf(order, shipment, 'deliver')
  const ready = withAirbill(tx, { order, shipment }, papers)
  if (deed === 'generate_airbill') return
  const { tracking_number } = ready
  if (tracking_number === null) {
    // Of a UPS shipment TEvo knows no more than its seller says.
    if (ready.type !== 'UPS' || deed === 'ship') throw unprocessable(withoutNumber(ready))
    moveShipment(tx, settings, { order, shipment: ready }, 'deliver')
    return
  }
  const scan = (scanned: Shipment, call: CarrierCall) =>
    scanPackage(tx, settings, { order, shipment: scanned }, tracking_number, call)
  const underWay = isPending(ready) ? scan(ready, 'pick_up') : ready
  if (deed === 'deliver') scan(underWay, 'deliver')
}

const withoutNumber = ({ id, type }: Shipment): string =>
  type === 'ProvidedAirbill'
    ? `Shipment ${id} has no airbill yet: its buyer uploads it with POST /v9/shipments/${id}/upload_airbill`
    : `Shipment ${id} has no tracking number yet: its seller sets it with PUT /v9/shipments/${id}`

function withAirbill(tx: Transaction, own: OwnShipment, papers: Papers): Shipment {
  if (!needsAirbill(own.shipment) || !isPending(own.shipment)) return own.shipment
  const printed = papers.airbills.get(own.shipment.id)
  if (printed === undefined) throw stale()
  return generateAirbill(tx, own, printed)
}
