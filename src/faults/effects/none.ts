import * as z from 'zod'
import { connectionField, defineEffect, PHASES } from '../effect.ts'

export const none = defineEffect({
  type: 'none',
  does: 'Nothing but the delay: the request goes on after it, and its answer may be the last one on its connection.',
  phases: PHASES,
  losesAnswer: false,
  settings: () => z.strictObject({ type: z.literal('none'), connection: connectionField() }),
  plan: ({ connection }) => ({ kind: 'go-on', closes: connection === 'close' }),
})
