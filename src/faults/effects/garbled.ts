import * as z from 'zod'
import { defineEffect } from '../effect.ts'

export const garbled = defineEffect({
  type: 'garbled',
  does: 'The webhook arrives with half of its body.',
  phases: ['delivery'],
  losesAnswer: false,
  settings: () => z.strictObject({ type: z.literal('garbled') }),
  plan: () => ({ kind: 'go-on' }),
})
