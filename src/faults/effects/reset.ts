import * as z from 'zod'
import { defineEffect, REQUEST_PHASES } from '../effect.ts'

export const reset = defineEffect({
  type: 'reset',
  does: 'The connection is cut with an RST, as by a process that crashed: the client reads ECONNRESET.',
  phases: REQUEST_PHASES,
  losesAnswer: true,
  settings: () => z.strictObject({ type: z.literal('reset') }),
  plan: () => ({ kind: 'break', status: null, body: '', act: (connection) => connection.reset() }),
})
