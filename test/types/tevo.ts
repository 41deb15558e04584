/** What compiles, and what does not: TEvo's resources, and the records of a world. */
import type {
  ExportedWorld,
  InvariantName,
  TableName,
  Tevo,
  World,
  WorldConditions,
  WorldRecord,
  WorldRecords,
  WorldVerdict,
  WrittenRecord,
} from '../../src/index.ts'
import { exactly, type Same } from './exactly.ts'

exactly<Same<Tevo.Order['id'], number>>()
exactly<Same<Tevo.Order['total'], string>>()
exactly<Same<Tevo.Order['items'], readonly Tevo.OrderItem[]>>()
exactly<Same<Tevo.Order['shipments'], readonly Tevo.OrderShipment[]>>()
exactly<Same<Tevo.Order['payments'], readonly Tevo.OrderPayment[]>>()
exactly<Same<Tevo.OrderV10['child_orders'], readonly number[]>>()
exactly<Same<Tevo.Client['id'], string>>()
exactly<Same<Tevo.TicketGroup['id'], number>>()
exactly<Same<Tevo.Event['name'], string>>()
exactly<Same<Tevo.Venue['id'], string>>()
exactly<Same<Tevo.Performer['id'], string>>()
exactly<Same<Tevo.Shipment['items'], readonly Tevo.OrderItem[]>>()
exactly<Same<Tevo.Payment['amount'], string>>()
exactly<Same<Tevo.Answers['orders.show'], Tevo.Order>>()
exactly<Same<Tevo.Answers['orders.create']['orders'][number], Tevo.Order>>()
exactly<Same<Tevo.Answers['clients.index']['total_entries'], number>>()
// @ts-expect-error: an operation that TEvo has not
export type NoAnswer = Tevo.Answers['orders.creat']
// @ts-expect-error: a field that an order has not
export type NoField = Tevo.Order['totl']

/** A state is one of TEvo's. */
export function isDone({ state }: Tevo.Order): boolean {
  // @ts-expect-error: a state that no order has
  if (state === 'complete') return false
  return state === 'completed'
}

export const worlds: readonly World[] = [
  { brokerages: [{ id: 7, name: 'Acme' }], next_ids: { order: 5 } },
  // @ts-expect-error: a table that there is not
  { brokerage: [] },
]
export const exported: ExportedWorld = { orders: [], credentials: [] }
export const replaced: readonly World[] = [exported]
export const company: WrittenRecord<'companies'> = {
  id: 1,
  account: 'brokerage:1930',
  name: 'The Leftorium',
  updated_at: '+P1D',
}
// @ts-expect-error: an account that there cannot be
export const noAccount: WrittenRecord<'companies'> = { ...company, account: 'office:1691' }
exactly<Same<TableName, keyof WorldRecords>>()
exactly<Same<WorldRecord<'orders'>['total_cents'], number>>()
exactly<Same<WorldRecord<'companies'>, Required<WrittenRecord<'companies'>>>>()
// @ts-expect-error: a table that there is not
export type NoTable = WorldRecord<'order'>

export const conditions: readonly WorldConditions[] = [
  {
    orders: { where: { front_order_id: null, seller_state: 'pending', '/seller/id': 1691 }, times: { min: 1, max: 1 } },
  },
  // @ts-expect-error: a table that there is not
  { order: { times: { min: 1 } } },
  // @ts-expect-error: a field that the records have not
  { orders: { where: { state: 'pending' } } },
  // @ts-expect-error: a state that no order has
  { orders: { where: { seller_state: 'pend' } } },
]
exactly<Same<WorldVerdict['counts']['orders'], number | undefined>>()
exactly<Same<WorldVerdict['broken'][number]['invariant'], InvariantName>>()
