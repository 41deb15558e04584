import * as z from 'zod'
import { once } from '../../once.ts'
import { isWebAddress } from '../../store/web-address.ts'
import { WEBHOOK_EVENTS } from '../../store/words.ts'

const MAX_URL_CHARS = 2_000

/** An endpoint as it is given: to the control plane, at a sandbox's making, by the library. */
export const WebhookSpec = once(() =>
  z.strictObject({
    url: z
      .string()
      .max(MAX_URL_CHARS)
      .refine(isWebAddress, 'is not a URL to send webhooks to: give one such as http://127.0.0.1:3000/webhooks'),
    office_id: z.int().min(1).nullable().optional(),
    events: z
      .array(z.enum(WEBHOOK_EVENTS))
      .min(1, 'is empty: leave it out for every event of orders, or name some')
      .max(WEBHOOK_EVENTS.length)
      .nullable()
      .optional(),
    active: z.boolean().optional(),
  }),
)
