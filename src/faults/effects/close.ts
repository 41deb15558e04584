import * as z from 'zod'
import { defineEffect, REQUEST_PHASES } from '../effect.ts'

export const close = defineEffect({
  type: 'close',
  does: 'The connection is closed with a FIN and without an answer, as by a proxy that gives up.',
  phases: REQUEST_PHASES,
  losesAnswer: true,
  settings: () => z.strictObject({ type: z.literal('close') }),
  plan: () => ({ kind: 'break', status: null, body: '', act: (connection) => connection.close() }),
})
