import * as z from 'zod'
import { defineOperation } from '../../operation.ts'
import { updateShipment } from '../../rules/shipments/changes.ts'
import { findShipment } from '../../rules/shipments/moves.ts'
import { createShipment } from '../../rules/shipments/packing.ts'
import { searchShipments } from '../../rules/shipments/search.ts'
import type { Shipment } from '../../store/records.ts'
import { createdShape } from '../../wire/client-shapes.ts'
import { batch, flat } from '../../wire/envelopes.ts'
import { equalFilters, id, instantFilters } from '../../wire/fields.ts'
import { matches, matchesInstants, pageFields, pageOf, pageShape } from '../../wire/pages.ts'
import {
  isOfType,
  packingOf,
  ShipmentChanges,
  ShipmentFields,
  shipmentUpdateOf,
  typeFilter,
} from '../../wire/shipment-input.ts'
import { WholeShipmentShape } from '../../wire/shipment-shapes.ts'
import { presentListedShipment, presentWholeShipment } from '../../wire/shipments.ts'
import { BROKERS, wiki } from './sources.ts'

const shipmentsIndex = defineOperation({
  id: 'shipments.index',
  method: 'GET',
  path: '/v9/shipments',
  summary: 'The shipments of all orders that your brokerage sells or buys, newest first.',
  source: wiki(9994290),
  fidelity: 'documented',
  credentials: BROKERS,
  input: () => ({
    query: z.object({
      ...pageFields,
      order_id: id().optional(),
      type: typeFilter(),
      ...equalFilters('state', z.string),
      ...equalFilters('tracking_number', z.string),
      ...instantFilters('created_at'),
      ...instantFilters('updated_at'),
    }),
  }),
  indexed: true,
  status: 200,
  output: () => pageShape('shipments', WholeShipmentShape()),
  handle: ({ tx, caller, query }) => {
    const keep = (shipment: Shipment) =>
      isOfType(shipment.type, query.type) &&
      matches(query, 'state', shipment.state) &&
      matches(query, 'tracking_number', shipment.tracking_number) &&
      matchesInstants(query, 'created_at', shipment.created_at) &&
      matchesInstants(query, 'updated_at', shipment.updated_at)
    const records = searchShipments(tx, caller, query)
    return pageOf('shipments', query, { records, keep }, (shipment) => presentListedShipment(tx, shipment))
  },
})

const shipmentsShow = defineOperation({
  id: 'shipments.show',
  method: 'GET',
  path: '/v9/shipments/:shipment_id',
  summary: 'One shipment of an order that your brokerage sells or buys.',
  source: wiki(9994290),
  fidelity: 'documented',
  credentials: BROKERS,
  status: 200,
  output: WholeShipmentShape,
  handle: ({ tx, caller, params }) => presentWholeShipment(tx, findShipment(tx, caller, params.shipment_id)),
})

const shipmentsCreate = defineOperation({
  id: 'shipments.create',
  method: 'POST',
  path: '/v9/shipments',
  summary: 'Puts items of an existing order into a new shipment, in place of the one they were in.',
  source: wiki(9994308),
  fidelity: 'documented',
  credentials: BROKERS,
  input: () => ({ body: batch('shipments', ShipmentFields()) }),
  status: 201,
  output: () => createdShape('shipments', WholeShipmentShape()),
  handle: ({ tx, caller, body }) => {
    const made = body.shipments.map((entry, nth) => createShipment(tx, caller, packingOf(entry), nth))
    return { shipments: made.map((shipment) => presentWholeShipment(tx, shipment)) }
  },
})

const shipmentsUpdate = defineOperation({
  id: 'shipments.update',
  method: 'PUT',
  path: '/v9/shipments/:shipment_id',
  summary: 'Says how tickets are transferred, where to meet or who gets them; the answer is a new shipment.',
  source: wiki(185466902),
  fidelity: 'documented',
  credentials: BROKERS,
  input: () => ({ body: flat(ShipmentChanges()) }),
  status: 200,
  output: WholeShipmentShape,
  handle: ({ tx, caller, params, body }) =>
    presentListedShipment(tx, updateShipment(tx, caller, params.shipment_id, shipmentUpdateOf(body))),
})

export const shipments = [shipmentsIndex, shipmentsShow, shipmentsCreate, shipmentsUpdate]
