import * as z from 'zod'
import { once } from '../../once.ts'
import { idInQuery } from '../id.ts'
import { type Page, view } from '../page.ts'
import { showClient } from './clients/client.tsx'
import { listClients } from './clients/list.tsx'

const Query = once(() =>
  z.strictObject({
    find: z.string().max(200).optional(),
    before: idInQuery().optional(),
  }),
)
const Nothing = once(() => z.strictObject({}))

/** Who buys: the clients of all brokerages. */
export const clientsPage: Page = {
  name: 'clients',
  title: 'Clients',
  views: [
    view({ path: '', live: ['commit'], query: Query, show: listClients }),
    view({ path: '/:id', live: ['commit'], query: Nothing, show: showClient }),
  ],
}
