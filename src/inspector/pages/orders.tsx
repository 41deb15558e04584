import * as z from 'zod'
import { once } from '../../once.ts'
import { ORDER_STATES } from '../../store/words.ts'
import { idInQuery } from '../id.ts'
import { action, type Page, type Visit, view } from '../page.ts'
import { actOn, DeedForm } from './orders/act.ts'
import { showChain } from './orders/chain-view.tsx'
import { downloadEtickets } from './orders/etickets.ts'
import { listChains } from './orders/list.tsx'

const ListQuery = once(() =>
  z.strictObject({
    state: z.union([z.enum(ORDER_STATES), z.literal('')]).optional(),
    find: z.string().max(200).optional(),
    before: idInQuery().optional(),
  }),
)
const Nothing = once(() => z.strictObject({}))

const back = ({ params }: Visit): string => `orders/${params.id}`

/** Both sides of every order: a row a chain, and the chain itself with all that can be done to it. */
export const ordersPage: Page = {
  name: 'orders',
  title: 'Orders',
  views: [
    view({ path: '', live: ['commit'], query: ListQuery, show: listChains }),
    view({ path: '/:id', live: ['commit', 'request', 'delivery'], query: Nothing, show: showChain }),
  ],
  actions: [
    action({ path: '/:id/act', back, form: DeedForm, perform: actOn }),
    action({ path: '/:id/etickets', back, form: Nothing, perform: downloadEtickets }),
  ],
}
