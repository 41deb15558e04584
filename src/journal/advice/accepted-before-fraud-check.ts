import { textOf } from '../entry.ts'
import type { Piece } from './piece.ts'

/** The accepted order shows its check before its lists, and so before the journal cuts it. */
const PENDING = /"fraud_check_status":"pending"/

export const acceptedBeforeFraudCheck: Piece = {
  id: 'accepted-before-fraud-check',
  title: 'It accepted an order whose fraud check was pending.',
  instead:
    'Wait while fraud_check_status is pending: look again after the webhook fraud_response_received, and accept at approved. Null means that the order is not screened.',
  source: 'https://ticketevolution.atlassian.net/wiki/spaces/API/pages/3083141149',
  find: (entries) =>
    entries.filter(
      ({ operation, written, answer }) =>
        operation === 'orders.accept' && written !== null && PENDING.test(textOf(answer)),
    ),
}
