import * as z from 'zod'
import { bytesOf, defineEffect, REQUEST_PHASES } from '../effect.ts'

/**
 * The head of an answer comes, and no byte of its body before the FIN. A library that sends a request again by itself
 * does so only while it has seen nothing of an answer, so every program hears of this loss.
 */
export const headOnly = defineEffect({
  type: 'head-only',
  phases: REQUEST_PHASES,
  losesAnswer: true,
  settings: () => z.strictObject({ type: z.literal('head-only') }),
  plan: (_, answer) => ({
    kind: 'break',
    status: answer.status,
    body: '',
    act: (connection) => {
      connection.head(answer, { 'Content-Length': bytesOf(answer).length })
      connection.close()
    },
  }),
})
