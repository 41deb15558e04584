import * as z from 'zod'
import { defineEffect, PHASES } from '../effect.ts'

/** Nothing but the rule's delay: the request goes on after it. */
export const none = defineEffect({
  type: 'none',
  phases: PHASES,
  settings: () => z.strictObject({ type: z.literal('none') }),
  plan: () => ({ kind: 'go-on' }),
})
