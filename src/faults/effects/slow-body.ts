import * as z from 'zod'
import { MAX_DELAY_MS } from '../delay.ts'
import { bytesOf, defineEffect } from '../effect.ts'

export const slowBody = defineEffect({
  type: 'slow-body',
  does: 'The head of the answer comes at once, its body in pieces, the last one over_ms after the first.',
  phases: ['after-commit'],
  losesAnswer: false,
  settings: () =>
    z.strictObject({
      type: z.literal('slow-body'),
      chunks: z.int().min(2).max(1_000).default(10),
      over_ms: z.int().min(1).max(MAX_DELAY_MS).default(2_000),
    }),
  plan: ({ chunks, over_ms }, answer) => ({
    kind: 'break',
    status: answer.status,
    body: answer.body,
    act: async (connection, pause) => {
      const body = bytesOf(answer)
      connection.head(answer, { 'Content-Length': body.length })
      const size = Math.ceil(body.length / chunks)
      for (let nth = 0; nth < chunks; nth += 1) {
        if (nth > 0 && !(await pause(over_ms / (chunks - 1)))) return
        connection.body(body.subarray(nth * size, (nth + 1) * size))
      }
      connection.end()
    },
  }),
})
