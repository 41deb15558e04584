import * as z from 'zod'
import { defineEffect, partOf } from '../effect.ts'

export const malformed = defineEffect({
  type: 'malformed',
  does: 'The answer is good HTTP around a body that is not JSON: it ends in its middle, and its Content-Length agrees.',
  phases: ['after-commit'],
  losesAnswer: true,
  settings: () => z.strictObject({ type: z.literal('malformed') }),
  plan: (_, answer) => {
    const part = partOf(answer)
    return {
      kind: 'break',
      status: answer.status,
      body: part,
      act: (connection) => {
        connection.head(answer, { 'Content-Length': part.length })
        connection.body(part)
        connection.end()
      },
    }
  },
})
