import * as z from 'zod'
import { defineEffect, partOf } from '../effect.ts'

const NO_LENGTH = 'xyz\r\n'

export const badChunk = defineEffect({
  type: 'bad-chunk',
  does: 'The answer comes in chunks, and the second one has a length that is not a number.',
  phases: ['after-commit'],
  losesAnswer: true,
  settings: () => z.strictObject({ type: z.literal('bad-chunk') }),
  plan: (_, answer) => {
    const part = partOf(answer)
    return {
      kind: 'break',
      status: answer.status,
      body: part,
      act: (connection) => {
        connection.head(answer, { 'Transfer-Encoding': 'chunked' })
        connection.body(part)
        connection.raw(NO_LENGTH)
        connection.close()
      },
    }
  },
})
