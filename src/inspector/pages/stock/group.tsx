import { stepOfGroup, ticketCounts } from '../../../rules/inventory/availability.ts'
import type { TicketGroup } from '../../../store/records.ts'
import { seatsIn } from '../../../store/seats.ts'
import { Badge } from '../../components/badge.tsx'
import { Facts } from '../../components/facts.tsx'
import { money } from '../../components/money.ts'
import { Table } from '../../components/table.tsx'
import { When } from '../../components/when.tsx'
import { firstOf } from '../../first.ts'
import type { Shown, Visit } from '../../page.ts'
import { recordAt } from '../../record-at.ts'
import { Counts, inWords, Legend, Seats, seatsAt } from './seats.tsx'

const SEATS_DRAWN = 400
const MAX_LISTED = 50

/** One ticket group: a stretch of its seats, who holds some, and the orders that have some. */
export function showGroup(visit: Visit, { from }: { readonly from: number }): Shown {
  const { read, link } = visit
  const group = recordAt(visit, 'ticket_groups')
  const event = read.must('events', group.event_id)
  const seats = seatsAt(read, group, from, SEATS_DRAWN)
  return {
    title: `Ticket group ${group.id}`,
    body: (
      <>
        <p class="crumbs">
          <a href={link(`stock/events/${event.id}`)}>{event.name}</a>
        </p>
        <Facts
          facts={[
            ['Section and row', `${group.section}, row ${group.row}`],
            ['Tickets', <Counts counts={ticketCounts(read, group)} />],
            ['Retail', money(group.retail_price_cents)],
            ['Wholesale', money(group.wholesale_price_cents)],
            ['Format', group.format],
            ['Owner', read.must('offices', group.office_id).name],
            ['Broadcast', group.broadcast ? 'yes' : 'no'],
            ['Public notes', group.external_notes],
            ['Deleted', group.deleted_at === null ? null : <When at={group.deleted_at} now={read.now} />],
            ['Record', <a href={link(`world/ticket_groups/${group.id}`)}>ticket_groups/{group.id}</a>],
          ]}
        />
        <section aria-labelledby="seats">
          <h2 id="seats">Seats</h2>
          <Legend />
          <Seats seats={seats} />
          <p class="quiet words">{inWords(seats)}</p>
          <Stretches visit={visit} group={group} from={from} />
        </section>
        <Holds visit={visit} group={group} />
        <Orders visit={visit} group={group} />
      </>
    ),
  }
}

interface OfGroup {
  readonly visit: Visit
  readonly group: TicketGroup
}

/** From one stretch of the seats to the next. */
function Stretches({ visit: { link }, group, from }: OfGroup & { readonly from: number }) {
  if (group.quantity <= SEATS_DRAWN && from === 0) return null
  const to = Math.min(from + SEATS_DRAWN, group.quantity)
  const here = (position: number) => link(`stock/groups/${group.id}?from=${position}`)
  return (
    <nav class="pager" aria-label="More seats">
      {from === 0 ? null : <a href={here(Math.max(0, from - SEATS_DRAWN))}>Seats before</a>}
      <span class="quiet">
        {(from + 1).toLocaleString('en')}–{to.toLocaleString('en')} of {group.quantity.toLocaleString('en')}
      </span>
      {to >= group.quantity ? null : <a href={here(to)}>Seats after</a>}
    </nav>
  )
}

function Holds({ visit: { read, link }, group }: OfGroup) {
  const holds = firstOf(read.find('ticket_holds', 'by_group', group.id), MAX_LISTED)
  return holds.length === 0 ? null : (
    <section aria-labelledby="holds">
      <h2 id="holds">Holds and takes</h2>
      <Table
        label="Holds and takes"
        headings={['Hold', 'State', 'Seats', 'For', 'Until', 'Notes']}
        rows={holds.map(({ id, state, seats, quantity, held_for_type, held_for_id, hold_until, notes }) => [
          <a class="id" href={link(`world/ticket_holds/${id}`)}>
            {id}
          </a>,
          <Badge word={state} tone="waiting" />,
          quantity > MAX_LISTED ? `${quantity} of them` : seatsIn(seats, stepOfGroup(group)).join(', '),
          `${held_for_type} ${held_for_id}`,
          hold_until === null ? 'it is let go' : <When at={hold_until} now={read.now} />,
          <span class="words">{notes}</span>,
        ])}
      />
    </section>
  )
}

function Orders({ visit: { read, link }, group }: OfGroup) {
  const items = firstOf(read.find('items', 'by_ticket_group', group.id), MAX_LISTED)
  return items.length === 0 ? null : (
    <section aria-labelledby="orders">
      <h2 id="orders">Orders of its tickets</h2>
      <Table
        label="Orders of its tickets"
        headings={['Order', 'State', 'Seats']}
        rows={items.map(({ order_id, seats }) => [
          <a class="id" href={link(`orders/${order_id}`)}>
            {order_id}
          </a>,
          <Badge word={read.must('orders', order_id).seller_state} />,
          seats.slice(0, MAX_LISTED).join(', '),
        ])}
      />
    </section>
  )
}
