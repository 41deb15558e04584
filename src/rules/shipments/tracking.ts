import type { Shipment, TrackingEvent } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import type { Scan } from '../../store/words.ts'
import type { Caller } from '../caller.ts'
import { seenAs } from '../orders/visibility.ts'
import { notFound } from '../refusal.ts'

export function recordScan(tx: Transaction, tracking_number: string, type: Scan): void {
  tx.put('tracking_events', { id: tx.nextId('tracking_events'), tracking_number, type, occurred_at: tx.now })
}

export interface TrackedPackage {
  readonly shipment: Shipment
  /** Newest first. */
  readonly events: readonly TrackingEvent[]
}

/** A package of an order that the caller sells or buys. */
export function findPackage(read: Reader, caller: Caller, tracking_number: string): TrackedPackage {
  for (const shipment of read.list('shipments', 'by_tracking_number', tracking_number))
    if (seenAs(caller, read.must('orders', shipment.order_id)) !== undefined)
      return { shipment, events: [...read.find('tracking_events', 'by_tracking_number', tracking_number)] }
  throw notFound('TrackDetail', tracking_number)
}
