import * as z from 'zod'
import { defineEffect } from '../effect.ts'

/** As from a proxy that speaks another protocol on this port. */
const NO_HTTP = '\u0016\u0003\u0001 this is no HTTP\r\n\r\n'

/** Bytes that are no HTTP come in place of the answer, and then a FIN. */
export const garbage = defineEffect({
  type: 'garbage',
  phases: ['after-commit'],
  settings: () => z.strictObject({ type: z.literal('garbage') }),
  plan: () => ({
    kind: 'break',
    status: null,
    body: NO_HTTP,
    act: (connection) => {
      connection.raw(NO_HTTP)
      connection.close()
    },
  }),
})
