import * as z from 'zod'
import { defineEffect } from '../effect.ts'

/** The broker gets the call, and its answer is lost on the way back. */
export const answerLost = defineEffect({
  type: 'answer-lost',
  phases: ['call'],
  losesAnswer: true,
  settings: () => z.strictObject({ type: z.literal('answer-lost') }),
  plan: () => ({ kind: 'go-on' }),
})
