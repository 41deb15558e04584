import * as z from 'zod'
import { defineEffect, PHASES } from '../effect.ts'

/** The connection is cut with an RST, as by a process that crashed: the client reads ECONNRESET. */
export const reset = defineEffect({
  type: 'reset',
  phases: PHASES,
  settings: () => z.strictObject({ type: z.literal('reset') }),
  plan: () => ({ kind: 'break', status: null, body: '', act: (connection) => connection.reset() }),
})
