import * as z from 'zod'
import { once } from '../../once.ts'
import { OUTBOUND_CALLS, OUTBOUND_STATES } from '../../store/words.ts'
import { filled } from '../filled.ts'
import { idInQuery } from '../id.ts'
import { type Page, view } from '../page.ts'
import { showCall } from './outbound/call-view.tsx'
import { listCalls } from './outbound/list.tsx'

const ListQuery = once(() =>
  filled(
    z.strictObject({
      kind: z.enum(OUTBOUND_CALLS).optional(),
      state: z.enum(OUTBOUND_STATES).optional(),
      before: idInQuery().optional(),
    }),
  ),
)
const Nothing = once(() => z.strictObject({}))

/** What TEvo asks of brokers' own services before their tickets are sold. */
export const outboundPage: Page = {
  name: 'outbound',
  title: 'Outbound calls',
  views: [
    view({ path: '', live: ['commit'], query: ListQuery, show: listCalls }),
    view({ path: '/:id', live: ['commit'], query: Nothing, show: showCall }),
  ],
}
