import * as z from 'zod'
import { defineEffect } from '../effect.ts'

/** It is sent twice. */
export const duplicate = defineEffect({
  type: 'duplicate',
  phases: ['delivery'],
  losesAnswer: false,
  settings: () => z.strictObject({ type: z.literal('duplicate') }),
  plan: () => ({ kind: 'go-on' }),
})
