import * as z from 'zod'
import { defineEffect } from '../effect.ts'

export const lost = defineEffect({
  type: 'lost',
  does: 'It never arrives: a webhook is not sent again, and a call gets no answer in time.',
  phases: ['delivery', 'call'],
  losesAnswer: false,
  settings: () => z.strictObject({ type: z.literal('lost') }),
  plan: () => ({ kind: 'go-on' }),
})
