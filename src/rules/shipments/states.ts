import type { Order, Shipment } from '../../store/records.ts'
import type { ShipmentState } from '../../store/words.ts'
import { unprocessable } from '../refusal.ts'
import { isEticket, isTransfer } from './shipments.ts'

/** What moves a shipment: the calls of TEvo's API, and a carrier's scans. */
export type ShipmentCall = 'deliver' | 'complete' | 'pend' | 'cancel' | 'pick_up' | 'exception' | 'return'

export interface ShipmentMove {
  readonly call: ShipmentCall
  readonly from: readonly ShipmentState[]
  readonly to: ShipmentState
}

/** The state machine of a shipment: tevo-api.md §3.8 and §5, W:9994290. A call is legal only from these states. */
export const SHIPMENT_MOVES: readonly ShipmentMove[] = [
  { call: 'deliver', from: ['pending', 'in_transit', 'in_exception'], to: 'delivered' },
  { call: 'complete', from: ['pending'], to: 'completed' },
  { call: 'pend', from: ['in_transit', 'in_exception', 'delivered', 'canceled'], to: 'pending' },
  { call: 'cancel', from: ['pending'], to: 'canceled' },
  { call: 'pick_up', from: ['pending'], to: 'in_transit' },
  { call: 'exception', from: ['in_transit'], to: 'in_exception' },
  { call: 'return', from: ['in_transit', 'in_exception'], to: 'returned' },
]

export const canMove = ({ state }: Shipment, call: ShipmentCall): boolean =>
  SHIPMENT_MOVES.some((move) => move.call === call && move.from.includes(state))

/** The call in a refusal's words: "can be delivered". */
const DONE: { readonly [Call in ShipmentCall]: string } = {
  deliver: 'delivered',
  complete: 'completed',
  pend: 'put back to pending',
  cancel: 'canceled',
  pick_up: 'picked up',
  exception: 'held up by an exception',
  return: 'returned to its sender',
}

/** The move that a call makes from the shipment's state, or a refusal that names the states it needs. */
export function shipmentMoveOf(order: Order, shipment: Shipment, call: ShipmentCall): ShipmentMove {
  checkWay(shipment, call)
  checkAccepted(order, shipment)
  const moves = SHIPMENT_MOVES.filter((each) => each.call === call)
  const move = moves.find(({ from }) => from.includes(shipment.state))
  if (move !== undefined) return move
  const from = moves.flatMap((each) => each.from)
  throw unprocessable(
    `Shipment ${shipment.id} is ${shipment.state}; only a shipment that is ${from.join(' or ')} can be ${DONE[call]}`,
  )
}

/** Etickets are delivered by their files, transfers by complete, all else by deliver or by the carrier. */
function checkWay({ id, type, state }: Shipment, call: ShipmentCall): void {
  if (isEticket(type) && (call === 'deliver' || (call === 'pend' && state === 'delivered')))
    throw unprocessable(`Shipment ${id} is of type ${type}; it is delivered by finalizing the etickets of its items`)
  if (isTransfer(type) && call === 'deliver')
    throw unprocessable(`Shipment ${id} is of type ${type}; use PUT /v9/shipments/${id}/complete to end a transfer`)
  if (call !== 'complete') return
  if (type === 'Tbd')
    throw unprocessable(
      `Shipment ${id} is of type Tbd; set a mobile_transfer_type with PUT /v9/shipments/${id}, then complete the new shipment in its answer`,
    )
  if (!isTransfer(type))
    throw unprocessable(
      `Shipment ${id} is of type ${type}; only TMMobile, TMMobileLink and FlashSeats shipments are completed`,
    )
}

/** Refuses to move a shipment unless its order is accepted. */
export function checkAccepted(order: Order, shipment: Shipment): void {
  if (order.seller_state === 'accepted') return
  const advice = order.seller_state.startsWith('pending') ? ': accept it first' : ''
  throw unprocessable(
    `Order ${order.id} is ${order.seller_state}; its shipment ${shipment.id} is ${shipment.state} and can be changed only while the order is accepted${advice}`,
  )
}
