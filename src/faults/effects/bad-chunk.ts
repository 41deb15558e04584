import * as z from 'zod'
import { defineEffect, partOf } from '../effect.ts'

const NO_LENGTH = 'xyz\r\n'

/** The body comes in chunks; the second one has a length that is not a number. */
export const badChunk = defineEffect({
  type: 'bad-chunk',
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
