import type { Order, Party, Payment } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Caller } from '../caller.ts'
import { searchOrders } from '../orders/search.ts'

/** The payments of an office, over all orders in which it sells or buys. */

export interface OfficePayment {
  readonly payment: Payment
  readonly order: Order
}

export const isOffice = (party: Party, office_id: number): boolean => party.type === 'Office' && party.id === office_id

/** Newest first. The office is one of the caller's brokerage. */
export function paymentsOfOffice(read: Reader, caller: Caller, office_id: number): OfficePayment[] {
  const found: OfficePayment[] = []
  for (const order of searchOrders(read, caller, {}, null).records)
    if (isOffice(order.seller, office_id) || isOffice(order.buyer, office_id))
      for (const payment of read.find('payments', 'by_order', order.id)) found.push({ payment, order })
  return found.sort((one, other) => other.payment.id - one.payment.id)
}
