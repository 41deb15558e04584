import * as z from 'zod'
import { bytesOf, defineEffect, REQUEST_PHASES } from '../effect.ts'

export const headOnly = defineEffect({
  type: 'head-only',
  does: 'The head of an answer comes, and no byte of its body before the FIN. No library sends such a request again by itself, so every program hears of this loss.',
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
