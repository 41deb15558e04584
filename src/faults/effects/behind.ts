import * as z from 'zod'
import { defineEffect } from '../effect.ts'

export const behind = defineEffect({
  type: 'behind',
  does: 'The webhook is sent after the next one to the same endpoint.',
  phases: ['delivery'],
  losesAnswer: false,
  settings: () => z.strictObject({ type: z.literal('behind') }),
  plan: () => ({ kind: 'go-on' }),
})
