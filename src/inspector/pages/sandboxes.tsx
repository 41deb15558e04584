import * as z from 'zod'
import { once } from '../../once.ts'
import { action, type Page, view } from '../page.ts'
import { deleteSandbox, fork, make, reset } from './sandboxes/change.ts'
import { showSandboxes } from './sandboxes/sandboxes-view.tsx'
import { deleteSnapshot, restore, take } from './sandboxes/snapshots.tsx'

const Nothing = once(() => z.strictObject({}))
const Query = once(() =>
  z.strictObject({
    skip: z
      .string()
      .regex(/^\d{1,6}$/, 'is not a number of sandboxes')
      .default('0')
      .transform(Number),
  }),
)
/** Its fields are some of those that the control plane takes. */
const Fields = once(() => z.record(z.string(), z.string()))
const OfSnapshot = once(() => z.strictObject({ id: z.string() }))

const back = () => 'sandboxes'

/** The sandbox itself: its keys, moments to come back to, and the other sandboxes of this server. */
export const sandboxesPage: Page = {
  name: 'sandboxes',
  title: 'Sandboxes',
  views: [view({ path: '', live: ['commit'], query: Query, show: showSandboxes })],
  actions: [
    action({ path: '/make', back, form: Fields, perform: make }),
    action({ path: '/fork', back, form: Fields, perform: fork }),
    action({ path: '/reset', back, form: Nothing, perform: reset }),
    action({ path: '/delete', back, form: Nothing, perform: deleteSandbox }),
    action({ path: '/snapshots', back, form: Fields, perform: take }),
    action({ path: '/restore', back, form: OfSnapshot, perform: restore }),
    action({ path: '/delete_snapshot', back, form: OfSnapshot, perform: deleteSnapshot }),
  ],
}
