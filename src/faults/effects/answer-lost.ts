import * as z from 'zod'
import { defineEffect } from '../effect.ts'

export const answerLost = defineEffect({
  type: 'answer-lost',
  does: 'The broker gets the call, and its answer is lost on the way back.',
  phases: ['call'],
  losesAnswer: true,
  settings: () => z.strictObject({ type: z.literal('answer-lost') }),
  plan: () => ({ kind: 'go-on' }),
})
