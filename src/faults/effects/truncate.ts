import * as z from 'zod'
import { bytesOf, defineEffect, partOf } from '../effect.ts'

/** A client that finds data and an RST at once may take them for an end in good order, as libuv does: it is to read first. */
const READ_MS = 50

export const truncate = defineEffect({
  type: 'truncate',
  does: 'Content-Length says how long the body is; only a part of it comes, and then a FIN or an RST.',
  phases: ['after-commit'],
  losesAnswer: true,
  settings: () =>
    z.strictObject({
      type: z.literal('truncate'),
      at_fraction: z.number().min(0).lt(1).default(0.5),
      end: z.enum(['close', 'reset']).default('close'),
    }),
  plan: ({ at_fraction, end }, answer) => {
    const { status } = answer
    const { length } = bytesOf(answer)
    const part = partOf(answer, at_fraction)
    return {
      kind: 'break',
      status,
      body: part,
      act: async (connection, pause) => {
        connection.head(answer, { 'Content-Length': length })
        connection.body(part)
        if (end === 'close') return connection.close()
        await connection.sent()
        if (await pause(READ_MS)) connection.reset()
      },
    }
  },
})
