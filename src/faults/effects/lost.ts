import * as z from 'zod'
import { defineEffect } from '../effect.ts'

/** It never arrives: a delivery is not sent again, and to a call there is no answer in time. */
export const lost = defineEffect({
  type: 'lost',
  phases: ['delivery', 'call'],
  losesAnswer: false,
  settings: () => z.strictObject({ type: z.literal('lost') }),
  plan: () => ({ kind: 'go-on' }),
})
