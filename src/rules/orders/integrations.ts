import type { OrderIntegration, TicketGroup } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import { accountOfOffice, type Caller } from '../caller.ts'

/** The brokers' own services that are asked before their tickets are sold (W:2321547302). */

/** The office that buys for a store: TEvo's own (S3). */
export const TEVO_OFFICE_ID = 6

/** Whether any broker has a service: where none has, no order waits for one. */
export const hasServices = (read: Reader): boolean => read.count('order_integrations') > 0

/** The service that is asked for the tickets of an office when another office buys them (S003: not every buyer uses it). */
export function serviceFor(read: Reader, office_id: number, buying_office_id: number): OrderIntegration | undefined {
  const [service] = read.find('order_integrations', 'by_office', office_id)
  if (service === undefined) return undefined
  const { buying_office_ids } = service
  return buying_office_ids === null || buying_office_ids.includes(buying_office_id) ? service : undefined
}

/** W:2895052808: whether a purchase of these tickets by the caller is confirmed at once, by their owner's service. */
export function isAutomated(read: Reader, caller: Caller, group: TicketGroup): boolean {
  if (!hasServices(read) || accountOfOffice(read, group.office_id) === caller.account) return false
  return serviceFor(read, group.office_id, caller.office_id ?? TEVO_OFFICE_ID) !== undefined
}
