import type { Event } from '../../../store/records.ts'
import { Badge } from '../../components/badge.tsx'
import { Empty } from '../../components/empty.tsx'
import { NothingFound } from '../../components/nothing-found.tsx'
import { Pager } from '../../components/pager.tsx'
import { SearchForm } from '../../components/search-form.tsx'
import { Table } from '../../components/table.tsx'
import { When } from '../../components/when.tsx'
import { pageOf } from '../../found.ts'
import type { Shown, Visit } from '../../page.ts'

const PER_PAGE = 25

interface Asked {
  readonly find?: string | undefined
  readonly before?: number | undefined
}

export function listEvents(visit: Visit, { find = '', before }: Asked): Shown {
  const { read, link } = visit
  const wanted = find.trim().toLowerCase()
  const isMeant = ({ id, name }: Event) => wanted === '' || String(id) === wanted || name.toLowerCase().includes(wanted)
  const { rows, next } = pageOf(read.all('events', before), PER_PAGE, isMeant)
  const total = read.count('events')
  return {
    title: 'Stock',
    body: (
      <>
        <SearchForm to={link('stock')} label="Id, or part of a name" value={find} />
        {rows.length > 0 ? (
          <Table
            label="Events"
            headings={['Event', 'Name', 'Where', 'Local time', '#Ticket groups']}
            rows={rows.map((event) => rowOf(visit, event))}
          />
        ) : total > 0 ? (
          <NothingFound what="events" total={total} all={link('stock')} goesOn={next !== null} />
        ) : (
          <Empty title="No events yet">
            <p>
              A world brings them: <code>tevo-local --world FILE</code>, or <code>PUT …/world</code>.{' '}
              <code>tevo-local world new</code> makes one up.
            </p>
          </Empty>
        )}
        <Pager address={link('stock')} asked={{ find }} from={before} next={next} />
      </>
    ),
  }
}

const rowOf = ({ read, link }: Visit, { id, name, venue_id, occurs_at, state, deleted_at }: Event) => [
  <a class="id" href={link(`stock/events/${id}`)}>
    {id}
  </a>,
  <span class="words">
    {name} {deleted_at === null ? null : <Badge word="deleted" tone="bad" />}
    {state === 'shown' ? null : <Badge word={state} />}
  </span>,
  read.must('venues', venue_id).name,
  <When at={occurs_at} />,
  read.count('ticket_groups', 'by_event', id),
]
