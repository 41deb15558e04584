import { readPdfIn } from '../../pdf/pdfs.ts'
import type { Order, Shipment } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import { DEAD_STATES } from '../orders/states.ts'
import { checkFresh, endLines, type Printed, printed, refusing, ticketLine } from '../printed-text.ts'
import { unprocessable } from '../refusal.ts'
import { trackingNumberOf } from './fedex.ts'
import { fedExServiceOf } from './fedex-service.ts'
import type { OwnShipment } from './moves.ts'
import { changeShipment } from './parcels.ts'
import { recipientOf, senderOf } from './recipient.ts'
import { checkAccepted } from './states.ts'
import { recordScan } from './tracking.ts'

/** S3: the first of FedEx's two steps. */
export const prepareAirbill = (read: Reader, own: OwnShipment): Promise<Printed> =>
  printed(airbillLines(read, own), `Airbill ${trackingNumberOf(own.shipment.id)}`)

export function generateAirbill(tx: Transaction, own: OwnShipment, prepared: Printed): Shipment {
  checkFresh(airbillLines(tx, own), prepared)
  const tracking_number = trackingNumberOf(own.shipment.id)
  const airbill_file_id = storeAirbill(tx, own.shipment, Buffer.from(prepared.bytes).toString('base64'))
  recordScan(tx, tracking_number, 'OC')
  return changeShipment(tx, own.shipment, { tracking_number, airbill_file_id })
}

function storeAirbill(tx: Transaction, { airbill_file_id }: Shipment, base64: string): number {
  if (airbill_file_id !== null) tx.delete('files', airbill_file_id)
  return tx.put('files', { id: tx.nextId('files'), base64 }).id
}

function airbillLines(read: Reader, { order, shipment }: OwnShipment): string[] {
  checkGenerable(order, shipment)
  const items = read.list('items', 'by_shipment', shipment.id)
  return [
    'FEDEX AIRBILL',
    `Tracking number: ${trackingNumberOf(shipment.id)}`,
    `Service: ${fedExServiceOf(read, shipment, read.now)}`,
    `Signature: ${shipment.signature_type || 'none'}`,
    '',
    'FROM',
    ...endLines(senderOf(read, shipment)),
    '',
    'TO',
    ...endLines(recipientOf(read, shipment)),
    '',
    `Order ${order.order_group_id}-${order.id}, shipment ${shipment.id}`,
    ...items.map((item) => ticketLine(read, item)),
  ]
}

function checkGenerable(order: Order, shipment: Shipment): void {
  const { id, type, state, tracking_number } = shipment
  if (type !== 'FedEx')
    throw unprocessable(`Shipment ${id} is of type ${type}; airbills are generated for FedEx shipments`)
  checkAccepted(order, shipment)
  if (tracking_number !== null)
    throw unprocessable(
      `Shipment ${id} has its airbill already, with tracking number ${tracking_number}; get it with GET /v9/shipments/${id}/get_airbill`,
    )
  if (state !== 'pending')
    throw unprocessable(`Shipment ${id} is ${state}; an airbill is generated while a shipment is pending`)
}

// --- An airbill that the buyer provides

export interface ProvidedAirbill {
  readonly file: string
  readonly tracking_number: string
  readonly carrier: string
}

/** Reads an uploaded airbill. */
export const readAirbill = async (file: string): Promise<string> => (await refusing(readPdfIn(file, 'file'))).base64

/** W:73302018: a buyer who ordered with a ProvidedAirbill uploads it; the seller then gets it. */
export function uploadAirbill(
  tx: Transaction,
  order: Order,
  shipment: Shipment,
  { tracking_number, carrier }: ProvidedAirbill,
  base64: string,
): Shipment {
  checkUploadable(order, shipment)
  const airbill_file_id = storeAirbill(tx, shipment, base64)
  const isNew = shipment.tracking_number !== tracking_number
  if (isNew) recordScan(tx, tracking_number, 'OC')
  return changeShipment(tx, shipment, { tracking_number, carrier, airbill_file_id, available: true })
}

export function checkUploadable(order: Order, { id, type, state }: Shipment): void {
  if (type !== 'ProvidedAirbill')
    throw unprocessable(`Shipment ${id} is of type ${type}; airbills are uploaded for ProvidedAirbill shipments`)
  if (DEAD_STATES.has(order.seller_state) || order.seller_state === 'completed')
    throw unprocessable(`Order ${order.id} is ${order.seller_state}; nothing is shipped for it any more`)
  if (state !== 'pending')
    throw unprocessable(`Shipment ${id} is ${state}; an airbill can be uploaded while a shipment is pending`)
}

/** The airbill of a shipment, for both of its sides. */
export function airbillOf(read: Reader, { id, type, airbill_file_id }: Shipment): Uint8Array {
  if (airbill_file_id !== null) return Buffer.from(read.must('files', airbill_file_id).base64, 'base64')
  const step = {
    FedEx: `; generate it with POST /v9/shipments/${id}/airbill`,
    ProvidedAirbill: `; it is uploaded with POST /v9/shipments/${id}/upload_airbill`,
  }
  const advice = type === 'FedEx' || type === 'ProvidedAirbill' ? step[type] : `: it is of type ${type}`
  throw unprocessable(`Shipment ${id} has no airbill${advice}`)
}
