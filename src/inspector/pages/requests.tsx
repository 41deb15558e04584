import * as z from 'zod'
import { once } from '../../once.ts'
import { Search } from '../../routes/control/request-match.ts'
import { filled } from '../filled.ts'
import { type Page, view } from '../page.ts'
import { showEntry } from './requests/entry-view.tsx'
import { listRequests } from './requests/list.tsx'

/** The query of the control plane's list, and the page of it. */
const ListQuery = once(() =>
  filled(
    Search().safeExtend({
      before: z
        .string()
        .regex(/^req_\d+$/, 'is not the id of a request: give req_12 say')
        .optional(),
    }),
  ),
)
const Nothing = once(() => z.strictObject({}))

/** The journal: what came in, what came of it, and why. */
export const requestsPage: Page = {
  name: 'requests',
  title: 'Requests',
  views: [
    view({ path: '', live: ['request'], query: ListQuery, show: listRequests }),
    view({ path: '/:id', live: ['request'], query: Nothing, show: showEntry }),
  ],
}
