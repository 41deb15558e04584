import type { RequestSummary } from '../../../journal/show.ts'
import type { Reader } from '../../../store/state.ts'
import type { Visit } from '../../page.ts'
import { wordsOf } from '../orders/act.ts'

/** Records that belong to an order are shown on its page. */
const OF_ORDERS = { item: 'items', shipment: 'shipments', payment: 'payments', note: 'notes' } as const

interface RecordLinksProps {
  readonly visit: Visit
  readonly records: RequestSummary['created']
}

/** The records that a request made or changed, each with a link to where it is shown. */
export const RecordLinks = ({ visit: { read, link }, records }: RecordLinksProps) => (
  <ul class="records">
    {records.map((record) => {
      const order_id = orderOf(read, record)
      const text = `${wordsOf(record.type)} ${record.id}`
      return <li>{order_id === null ? text : <a href={link(`orders/${order_id}`)}>{text}</a>}</li>
    })}
  </ul>
)

function orderOf(read: Reader, { type, id }: RequestSummary['created'][number]): number | null {
  if (type === 'order') return read.get('orders', id) === undefined ? null : id
  for (const [name, table] of Object.entries(OF_ORDERS)) if (name === type) return read.get(table, id)?.order_id ?? null
  return null
}
