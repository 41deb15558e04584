import type { Order } from '../../../store/records.ts'
import { Table } from '../../components/table.tsx'
import { When } from '../../components/when.tsx'
import type { Visit } from '../../page.ts'
import { wordsOf } from './act.ts'

interface UpcomingProps {
  readonly visit: Visit
  readonly orders: readonly Order[]
}

/** What the autopilot is going to do to the orders, and what it could not do. */
export function Upcoming({ visit: { read }, orders }: UpcomingProps) {
  const steps = orders.flatMap(({ id }) => read.list('autopilot_steps', 'by_order', id))
  return steps.length === 0 ? null : (
    <section aria-labelledby="upcoming">
      <h2 id="upcoming">What falls due</h2>
      <Table
        label="What falls due"
        headings={['When', 'Order', 'What', 'By']}
        rows={steps.map(({ due_at, order_id, deed, cast, problem }) => [
          <When at={due_at} now={read.now} />,
          <span class="id">{order_id}</span>,
          problem === null ? (
            wordsOf(deed)
          ) : (
            <span class="bad">{`${wordsOf(deed)} could not be done: ${problem}`}</span>
          ),
          `the cast ${cast}`,
        ])}
      />
    </section>
  )
}
