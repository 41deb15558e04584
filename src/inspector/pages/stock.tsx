import * as z from 'zod'
import { once } from '../../once.ts'
import { idInQuery } from '../id.ts'
import { type Page, view } from '../page.ts'
import { showEvent } from './stock/event.tsx'
import { listEvents } from './stock/events.tsx'
import { showGroup } from './stock/group.tsx'

const EventsQuery = once(() => z.strictObject({ find: z.string().max(200).optional(), before: idInQuery().optional() }))
const GroupsQuery = once(() => z.strictObject({ before: idInQuery().optional() }))
const SeatsQuery = once(() =>
  z.strictObject({
    from: z
      .string()
      .regex(/^\d{1,6}$/, 'is not the number of a seat in its group')
      .default('0')
      .transform(Number),
  }),
)

/** What there is to buy: events, their ticket groups, and each seat. */
export const stockPage: Page = {
  name: 'stock',
  title: 'Stock',
  views: [
    view({ path: '', live: ['commit'], query: EventsQuery, show: listEvents }),
    view({ path: '/events/:id', live: ['commit'], query: GroupsQuery, show: showEvent }),
    view({ path: '/groups/:id', live: ['commit'], query: SeatsQuery, show: showGroup }),
  ],
}
