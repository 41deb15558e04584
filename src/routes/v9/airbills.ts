import * as z from 'zod'
import { DocumentAnswer } from '../../answer.ts'
import { defineOperation } from '../../operation.ts'
import type { Caller } from '../../rules/caller.ts'
import {
  airbillOf,
  checkUploadable,
  generateAirbill,
  prepareAirbill,
  readAirbill,
  uploadAirbill,
} from '../../rules/shipments/airbills.ts'
import { findOwnShipment, findShipment } from '../../rules/shipments/moves.ts'
import type { Reader } from '../../store/state.ts'
import { flat } from '../../wire/envelopes.ts'
import { ProvidedAirbillFields, RecipientFields } from '../../wire/shipment-input.ts'
import { WholeShipmentShape } from '../../wire/shipment-shapes.ts'
import { presentWholeShipment } from '../../wire/shipments.ts'
import { FILES_LIMIT_BYTES } from './orders.ts'
import { BROKERS, PHP_CLIENT, wiki } from './sources.ts'

const shipmentsAirbill = defineOperation({
  id: 'shipments.airbill',
  method: 'POST',
  path: '/v9/shipments/:shipment_id/airbill',
  summary: 'The first step to a FedEx airbill: generates it, with its tracking number.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  status: 200,
  output: WholeShipmentShape,
  prepare: ({ read, caller, params }) => prepareAirbill(read, findOwnShipment(read, caller, params.shipment_id)),
  handle: ({ tx, caller, params, prepared }) => {
    const own = findOwnShipment(tx, caller, params.shipment_id)
    return presentWholeShipment(tx, generateAirbill(tx, own, prepared))
  },
})

const shipmentsGetAirbill = defineOperation({
  id: 'shipments.get_airbill',
  method: 'GET',
  path: '/v9/shipments/:shipment_id/get_airbill',
  summary: 'The second step: the airbill as a PDF, for both sides of the order.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  status: 200,
  output: () => z.strictObject({ airbill: z.string() }),
  handle: ({ tx, caller, params }) =>
    new DocumentAnswer('airbill', airbillOf(tx, findShipment(tx, caller, params.shipment_id))),
})

const shipmentsEmailAirbill = defineOperation({
  id: 'shipments.email_airbill',
  method: 'POST',
  path: '/v9/shipments/:shipment_id/email_airbill',
  summary: 'Emails an airbill; here the journal says so, and no email is sent.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  input: () => ({ body: flat(RecipientFields()) }),
  status: 200,
  output: () => z.strictObject({ result: z.literal('success') }),
  handle: ({ tx, caller, params, body, note }) => {
    const shipment = findShipment(tx, caller, params.shipment_id)
    airbillOf(tx, shipment)
    note(
      `The airbill of shipment ${shipment.id} would be emailed to ${body.recipients.length} recipients; none is sent`,
    )
    return { result: 'success' }
  },
})

/** A shipment whose airbill the caller may upload. */
function findUploadable(read: Reader, caller: Caller, id: string) {
  const shipment = findShipment(read, caller, id)
  const order = read.must('orders', shipment.order_id)
  checkUploadable(order, shipment)
  return { order, shipment }
}

const shipmentsUploadAirbill = defineOperation({
  id: 'shipments.upload_airbill',
  method: 'POST',
  path: '/v9/shipments/:shipment_id/upload_airbill',
  summary: 'Uploads the airbill that a ProvidedAirbill promised, as base64, with its carrier and tracking number.',
  source: wiki(73302018),
  fidelity: 'decided',
  credentials: BROKERS,
  bodyLimit_bytes: FILES_LIMIT_BYTES,
  input: () => ({ body: flat(ProvidedAirbillFields()) }),
  status: 200,
  output: WholeShipmentShape,
  prepare: ({ read, caller, params, body }) => {
    findUploadable(read, caller, params.shipment_id)
    return readAirbill(body.file)
  },
  handle: ({ tx, caller, params, body, prepared }) => {
    const { order, shipment } = findUploadable(tx, caller, params.shipment_id)
    return presentWholeShipment(tx, uploadAirbill(tx, order, shipment, body, prepared))
  },
})

export const airbills = [shipmentsAirbill, shipmentsGetAirbill, shipmentsEmailAirbill, shipmentsUploadAirbill]
