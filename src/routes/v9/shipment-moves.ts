import type * as z from 'zod'
import { defineOperation } from '../../operation.ts'
import type { Caller } from '../../rules/caller.ts'
import type { Settings } from '../../rules/settings.ts'
import { completeTransfer, findOwnShipment, moveShipment } from '../../rules/shipments/moves.ts'
import type { Transaction } from '../../store/transaction.ts'
import { flat } from '../../wire/envelopes.ts'
import { TransferFields, transferOf } from '../../wire/shipment-input.ts'
import { WholeShipmentShape } from '../../wire/shipment-shapes.ts'
import { presentWholeShipment } from '../../wire/shipments.ts'
import { BROKERS, PHP_CLIENT, wiki } from './sources.ts'

const shipmentsDeliver = defineOperation({
  id: 'shipments.deliver',
  method: 'GET',
  path: '/v9/shipments/:shipment_id/deliver',
  summary: 'Marks a shipment as delivered; the last delivery completes the order.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  status: 200,
  output: WholeShipmentShape,
  handle: ({ tx, caller, settings, params, note }) => {
    const own = findOwnShipment(tx, caller, params.shipment_id)
    const delivered = moveShipment(tx, settings, own, 'deliver')
    if (delivered.type === 'LocalPickup' && delivered.ship_from_name === null)
      note(
        `Shipment ${delivered.id} was handed over, but its seller never said whom to look for: PUT /v9/shipments/:id with pickup`,
      )
    return presentWholeShipment(tx, delivered)
  },
})

const shipmentsPend = defineOperation({
  id: 'shipments.pend',
  method: 'GET',
  path: '/v9/shipments/:shipment_id/pend',
  summary: 'Puts a shipment back to pending.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  status: 200,
  output: WholeShipmentShape,
  handle: ({ tx, caller, settings, params }) =>
    presentWholeShipment(tx, moveShipment(tx, settings, findOwnShipment(tx, caller, params.shipment_id), 'pend')),
})

const shipmentsCancel = defineOperation({
  id: 'shipments.cancel',
  method: 'PUT',
  path: '/v9/shipments/:shipment_id/cancel',
  summary: 'Cancels a shipment that has not left yet; its items wait for a new shipment.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  status: 200,
  output: WholeShipmentShape,
  handle: ({ tx, caller, settings, params }) =>
    presentWholeShipment(tx, moveShipment(tx, settings, findOwnShipment(tx, caller, params.shipment_id), 'cancel')),
})

const completion = {
  path: '/v9/shipments/:shipment_id/complete',
  summary:
    'Ends a mobile transfer, with the link where the buyer claims the tickets; the last delivery completes the order.',
  source: wiki(2445672450),
  fidelity: 'documented',
  credentials: BROKERS,
  input: () => ({ body: flat(TransferFields()) }),
  status: 200,
  output: WholeShipmentShape,
} as const

interface CompletionRequest {
  readonly tx: Transaction
  readonly caller: Caller
  readonly settings: Settings
  readonly params: { readonly shipment_id: string }
  readonly body: z.output<ReturnType<typeof TransferFields>>
}

const complete = ({ tx, caller, settings, params, body }: CompletionRequest) => {
  const own = findOwnShipment(tx, caller, params.shipment_id)
  return presentWholeShipment(tx, completeTransfer(tx, settings, own, transferOf(body)))
}

const shipmentsComplete = defineOperation({ ...completion, id: 'shipments.complete', method: 'PUT', handle: complete })

/** §7.15: the page allows PUT and POST. */
const shipmentsCompleteByPost = defineOperation({
  ...completion,
  id: 'shipments.complete_by_post',
  method: 'POST',
  handle: complete,
})

export const shipmentMoves = [
  shipmentsDeliver,
  shipmentsPend,
  shipmentsCancel,
  shipmentsComplete,
  shipmentsCompleteByPost,
]
