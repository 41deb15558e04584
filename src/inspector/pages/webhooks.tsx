import * as z from 'zod'
import { once } from '../../once.ts'
import { DeliverySearch } from '../../routes/control/webhooks.ts'
import { filled } from '../filled.ts'
import { idInQuery } from '../id.ts'
import { action, type Page, view } from '../page.ts'
import { addByForm, EndpointForm, removeByClick } from './webhooks/change.ts'
import { redeliverByClick, showDelivery } from './webhooks/delivery-view.tsx'
import { listDeliveries } from './webhooks/list.tsx'

/** The query of the control plane's list, and the page of it. */
const ListQuery = once(() => filled(DeliverySearch().safeExtend({ before: idInQuery().optional() })))
const Nothing = once(() => z.strictObject({}))

/** Who is told of what happens, what they were told, and what they answered. */
export const webhooksPage: Page = {
  name: 'webhooks',
  title: 'Webhooks',
  views: [
    view({ path: '', live: ['delivery', 'commit'], query: ListQuery, show: listDeliveries }),
    view({ path: '/deliveries/:id', live: ['delivery', 'commit'], query: Nothing, show: showDelivery }),
  ],
  actions: [
    action({ path: '/add', back: () => 'webhooks', form: EndpointForm, perform: addByForm }),
    action({ path: '/:id/remove', back: () => 'webhooks', form: Nothing, perform: removeByClick }),
    action({
      path: '/deliveries/:id/redeliver',
      back: ({ params }) => `webhooks/deliveries/${params.id}`,
      form: Nothing,
      perform: redeliverByClick,
    }),
  ],
}
