import * as z from 'zod'
import { once } from '../../../once.ts'
import { parsed } from '../../../routes/control/problem.ts'
import { WebhookSpec } from '../../../routes/control/webhook-spec.ts'
import { addEndpoint, removeEndpoint } from '../../../routes/control/webhooks.ts'
import { filled } from '../../filled.ts'
import { idInQuery } from '../../id.ts'
import type { Done, Visit } from '../../page.ts'

export const EndpointForm = once(() => filled(z.strictObject({ url: z.string(), office_id: idInQuery().optional() })))

export function addByForm({ sandbox }: Visit, form: z.output<ReturnType<typeof EndpointForm>>): Done {
  const { id } = addEndpoint(sandbox, parsed(WebhookSpec(), form))
  return { to: 'webhooks', notice: `Endpoint ${id} is told from now on` }
}

export function removeByClick({ sandbox, params }: Visit): Done {
  const { id = '' } = params
  removeEndpoint(sandbox, id)
  return { to: 'webhooks', notice: `Endpoint ${id} is gone, with what was still to be sent to it` }
}
