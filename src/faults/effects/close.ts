import * as z from 'zod'
import { defineEffect, PHASES } from '../effect.ts'

/** The connection is closed with a FIN and without an answer, as by a proxy that gives up. */
export const close = defineEffect({
  type: 'close',
  phases: PHASES,
  settings: () => z.strictObject({ type: z.literal('close') }),
  plan: () => ({ kind: 'break', status: null, body: '', act: (connection) => connection.close() }),
})
