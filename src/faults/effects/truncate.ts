import * as z from 'zod'
import { defineEffect, partOf } from '../effect.ts'

/** Content-Length says how long the body is; only a part of it comes, and then a FIN. */
export const truncate = defineEffect({
  type: 'truncate',
  phases: ['after-commit'],
  settings: () => z.strictObject({ type: z.literal('truncate'), at_fraction: z.number().min(0).lt(1).default(0.5) }),
  plan: ({ at_fraction }, answer) => {
    const { status, body } = answer
    const part = partOf(answer, at_fraction)
    return {
      kind: 'break',
      status,
      body: part,
      act: (connection) => {
        connection.head(answer, { 'Content-Length': body.length })
        connection.body(part)
        connection.close()
      },
    }
  },
})
