import * as z from 'zod'
import { once } from '../../once.ts'
import { idInQuery } from '../id.ts'
import { type Page, view } from '../page.ts'
import { showRecord } from './world/record.tsx'
import { listRecords } from './world/records.tsx'
import { listTables } from './world/tables.tsx'

const Nothing = once(() => z.strictObject({}))
const Query = once(() =>
  z.strictObject({
    find: z.string().max(200).optional(),
    before: idInQuery().optional(),
  }),
)

/** Everything that the sandbox holds, as a world file writes it. */
export const worldPage: Page = {
  name: 'world',
  title: 'World',
  views: [
    view({ path: '', live: ['commit'], query: Nothing, show: listTables }),
    view({ path: '/:table', live: ['commit'], query: Query, show: listRecords }),
    view({ path: '/:table/:id', live: ['commit'], query: Nothing, show: showRecord }),
  ],
}
