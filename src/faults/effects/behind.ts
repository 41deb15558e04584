import * as z from 'zod'
import { defineEffect } from '../effect.ts'

/** It is sent after the next one to the same endpoint. */
export const behind = defineEffect({
  type: 'behind',
  phases: ['delivery'],
  losesAnswer: false,
  settings: () => z.strictObject({ type: z.literal('behind') }),
  plan: () => ({ kind: 'go-on' }),
})
