import { createHash } from 'node:crypto'
import type { TicketGroup } from '../store/records.ts'

/**
 * The signature that a group is shown with now. It is opaque to clients (S4 shows 32 hex digits); a world file may give
 * a group one of its own, which stands for as long as the wholesale price does.
 */
export function ticketGroupSignature(group: TicketGroup): string {
  for (const [signature, wholesale_cents] of Object.entries(group.signatures))
    if (wholesale_cents === group.wholesale_price_cents) return signature
  return createHash('md5').update(`${group.id}|${group.wholesale_price_cents}`).digest('hex')
}
