import type { WebhookDelivery } from '../../../store/records.ts'
import { OrderLink } from '../../components/order-link.tsx'
import type { Visit } from '../../page.ts'

interface SubjectProps {
  readonly visit: Visit
  readonly delivery: WebhookDelivery
}

/** What a notification is about: an order, or a record of the catalogue. */
export function Subject({ visit, delivery: { recipient, subject_id, event_type } }: SubjectProps) {
  if (recipient === 'catalog') return <span>{`${event_type.split('_')[0]} ${subject_id}`}</span>
  return <OrderLink visit={visit} id={subject_id} />
}
