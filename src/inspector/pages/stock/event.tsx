import { ticketCounts } from '../../../rules/inventory/availability.ts'
import type { TicketGroup } from '../../../store/records.ts'
import { Empty } from '../../components/empty.tsx'
import { Facts } from '../../components/facts.tsx'
import { money } from '../../components/money.ts'
import { Pager } from '../../components/pager.tsx'
import { When } from '../../components/when.tsx'
import type { Shown, Visit } from '../../page.ts'
import { recordAt } from '../../record-at.ts'
import { Counts, Legend, Seats, seatsAt } from './seats.tsx'

const PER_PAGE = 25
const SEATS_DRAWN = 40

/** An event, and its ticket groups with their seats. */
export function showEvent(visit: Visit, { before }: { readonly before?: number | undefined }): Shown {
  const { read, link } = visit
  const event = recordAt(visit, 'events')
  const { groups, next } = groupsOf(visit, event.id, before)
  const here = `stock/events/${event.id}`
  return {
    title: event.name,
    body: (
      <>
        <p class="crumbs">
          <a href={link('stock')}>All events</a>
        </p>
        <Facts
          facts={[
            ['Event', event.id],
            ['Where', read.must('venues', event.venue_id).name],
            ['Local time', <When at={event.occurs_at} />],
            ['Ticket groups', read.count('ticket_groups', 'by_event', event.id)],
          ]}
        />
        {groups.length === 0 ? (
          <section aria-label="Ticket groups">
            <Empty title="No ticket groups">
              <p>
                Make one as a broker with <code>POST /v9/ticket_groups</code>.
              </p>
            </Empty>
          </section>
        ) : (
          <>
            <Legend />
            <ul class="groups">
              {groups.map((group) => (
                <li class="group">
                  <Group visit={visit} group={group} />
                </li>
              ))}
            </ul>
          </>
        )}
        <Pager address={link(here)} from={before} next={next} />
      </>
    ),
  }
}

interface GroupsPage {
  readonly groups: readonly TicketGroup[]
  readonly next: number | null
}

/** A page of the groups of an event, the newest first. */
function groupsOf({ read }: Visit, event_id: number, before = Number.POSITIVE_INFINITY): GroupsPage {
  const groups: TicketGroup[] = []
  for (const group of read.find('ticket_groups', 'by_event', event_id)) {
    if (group.id >= before) continue
    if (groups.length === PER_PAGE) return { groups, next: groups.at(-1)?.id ?? null }
    groups.push(group)
  }
  return { groups, next: null }
}

function Group({ visit: { read, link }, group }: { readonly visit: Visit; readonly group: TicketGroup }) {
  const { id, section, row, quantity, format, office_id, retail_price_cents, wholesale_price_cents } = group
  const seats = seatsAt(read, group, 0, SEATS_DRAWN)
  const more = quantity - seats.length
  return (
    <>
      <p class="group-head">
        <a class="id" href={link(`stock/groups/${id}`)}>
          {id}
        </a>
        <span class="words">
          {section}, row {row}
        </span>
        <Counts counts={ticketCounts(read, group)} />
        <span class="quiet words">
          {money(retail_price_cents)} retail, {money(wholesale_price_cents)} wholesale, {format},{' '}
          {read.must('offices', office_id).name}
          {group.broadcast ? '' : ', not broadcast'}
        </span>
      </p>
      <Seats seats={seats} />
      {more <= 0 ? null : (
        <p class="quiet">
          and <a href={link(`stock/groups/${id}?from=${SEATS_DRAWN}`)}>{more.toLocaleString('en')} more seats</a>
        </p>
      )}
    </>
  )
}
