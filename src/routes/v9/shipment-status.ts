import * as z from 'zod'
import { defineOperation, once } from '../../operation.ts'
import { isOfficeIn, searchShipments } from '../../rules/shipments/search.ts'
import { startOfDay } from '../../store/times.ts'
import { id, instant, instantFilters } from '../../wire/fields.ts'
import { matchesInstants, pageFields, pageOf, pageShape } from '../../wire/pages.ts'
import { isOfType, typeFilter } from '../../wire/shipment-input.ts'
import { ShipmentStatusShape } from '../../wire/shipment-shapes.ts'
import { presentStatus, type ShipmentStatus } from '../../wire/shipments.ts'
import { BROKERS, wiki } from './sources.ts'

/** W:4751368: only filters can be ordered by; but the page's own example orders by id. */
const ORDERABLE = [
  'id',
  'type',
  'state',
  'order_group_id',
  'order_link_id',
  'tracking_number',
  'ship_to_name',
  'ship_from_name',
  'first_event_occurs_at',
] as const satisfies (keyof ShipmentStatus)[]

const StatusQuery = once(() =>
  z.object({
    ...pageFields,
    ...instantFilters('first_event_occurs_at'),
    first_event_occurs_at: instant().optional(),
    type: typeFilter(),
    state: z.string().optional(),
    order_group_id: id().optional(),
    order_link_id: id().optional(),
    tracking_number: z.string().optional(),
    ship_to_name: z.string().optional(),
    ship_from_name: z.string().optional(),
    order_by: z.enum(ORDERABLE).default('id'),
    order_direction: z.enum(['asc', 'desc']).optional(),
  }),
)
type StatusQuery = z.output<ReturnType<typeof StatusQuery>>

const COMPARED = [
  'state',
  'order_group_id',
  'order_link_id',
  'tracking_number',
  'ship_to_name',
  'ship_from_name',
] as const satisfies (keyof StatusQuery & keyof ShipmentStatus)[]

function isAskedFor(query: StatusQuery, status: ShipmentStatus): boolean {
  const isSame = COMPARED.every((field) => query[field] === undefined || query[field] === status[field])
  return isSame && isOfType(status.type.replace(/^Delivery::/, ''), query.type) && occursWhen(query, status)
}

/** A day alone, `2013-04-10`, matches the whole day (W:4751368); with an operator it means the day's beginning. */
function occursWhen(query: StatusQuery, { first_event_occurs_at: at }: ShipmentStatus): boolean {
  if (at === null) return !Object.keys(query).some((filter) => filter.startsWith('first_event_occurs_at'))
  const at_ms = Date.parse(at)
  const { first_event_occurs_at: wanted_ms, ...limits } = query
  const isThen = wanted_ms === undefined || wanted_ms === at_ms || wanted_ms === startOfDay(at_ms)
  return isThen && matchesInstants(limits, 'first_event_occurs_at', at_ms)
}

/** Lines without a value come last in both directions; equal ones are listed newest first. */
function compare(one: ShipmentStatus, other: ShipmentStatus, { order_by, order_direction }: StatusQuery): number {
  const [first, second] = [one[order_by], other[order_by]]
  if (first === second) return other.id - one.id
  if (first === null || second === null) return first === null ? 1 : -1
  const isDescending = order_direction === undefined ? order_by === 'id' : order_direction === 'desc'
  return first < second === isDescending ? 1 : -1
}

const shipmentsStatus = defineOperation({
  id: 'shipments.status',
  method: 'GET',
  path: '/v9/shipments/status',
  summary: 'The states of the shipments of the orders that your office sells or buys.',
  source: wiki(4751368),
  fidelity: 'documented',
  credentials: BROKERS,
  input: () => ({ query: StatusQuery() }),
  indexed: true,
  status: 200,
  output: () => pageShape('shipments', ShipmentStatusShape()),
  handle: ({ tx, caller, query }) => {
    const office_id = caller.office_id ?? 0
    const statuses: ShipmentStatus[] = []
    for (const shipment of searchShipments(tx, caller, { ...query, order_id: query.order_link_id })) {
      const order = tx.must('orders', shipment.order_id)
      if (isOfficeIn(caller, order)) statuses.push(presentStatus(tx, shipment, order, office_id))
    }
    const records = statuses.filter((status) => isAskedFor(query, status))
    records.sort((one, other) => compare(one, other, query))
    return pageOf('shipments', query, { records, total: records.length }, (status) => status)
  },
})

export const shipmentStatus = [shipmentsStatus]
