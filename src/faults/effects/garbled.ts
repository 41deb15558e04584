import * as z from 'zod'
import { defineEffect } from '../effect.ts'

/** It arrives with half of its body. */
export const garbled = defineEffect({
  type: 'garbled',
  phases: ['delivery'],
  losesAnswer: false,
  settings: () => z.strictObject({ type: z.literal('garbled') }),
  plan: () => ({ kind: 'go-on' }),
})
