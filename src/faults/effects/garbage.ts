import * as z from 'zod'
import { defineEffect } from '../effect.ts'

/** As from a proxy that speaks another protocol on this port. */
const NOT_HTTP = '\u0016\u0003\u0001 this is not HTTP\r\n\r\n'

export const garbage = defineEffect({
  type: 'garbage',
  does: 'Bytes that are not HTTP come in place of the answer, and then a FIN.',
  phases: ['after-commit'],
  losesAnswer: true,
  settings: () => z.strictObject({ type: z.literal('garbage') }),
  plan: () => ({
    kind: 'break',
    status: null,
    body: NOT_HTTP,
    act: (connection) => {
      connection.raw(NOT_HTTP)
      connection.close()
    },
  }),
})
