import * as z from 'zod'
import { defineEffect } from '../effect.ts'

export const cutRequest = defineEffect({
  type: 'cut-request',
  does: 'The connection is cut with an RST while the request is still being sent: its head has come, its body is not read.',
  phases: ['before-auth'],
  isBeforeBody: true,
  losesAnswer: true,
  settings: () => z.strictObject({ type: z.literal('cut-request') }),
  plan: () => ({ kind: 'break', status: null, body: '', act: (connection) => connection.reset() }),
})
