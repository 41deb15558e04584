import { createHash } from 'node:crypto'
import type { TicketGroup } from '../../store/records.ts'

/**
 * The current signature of a group. It is opaque to clients (S4 shows 32 hex digits). A world file may give a group its
 * own signature, which holds as long as the wholesale price does.
 */
export function ticketGroupSignature(group: TicketGroup): string {
  for (const [signature, wholesale_cents] of Object.entries(group.signatures))
    if (wholesale_cents === group.wholesale_price_cents) return signature
  return createHash('md5').update(`${group.id}|${group.wholesale_price_cents}`).digest('hex')
}
