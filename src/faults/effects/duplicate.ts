import * as z from 'zod'
import { defineEffect } from '../effect.ts'

export const duplicate = defineEffect({
  type: 'duplicate',
  does: 'The webhook is sent twice.',
  phases: ['delivery'],
  losesAnswer: false,
  settings: () => z.strictObject({ type: z.literal('duplicate') }),
  plan: () => ({ kind: 'go-on' }),
})
