import * as z from 'zod'
import { defineEffect, REQUEST_PHASES } from '../effect.ts'

const DAY_MS = 86_400_000

export const stall = defineEffect({
  type: 'stall',
  does: 'No answer comes: the connection stays open until the client gives up, or until max_ms when it is closed.',
  phases: REQUEST_PHASES,
  losesAnswer: true,
  settings: () =>
    z.strictObject({ type: z.literal('stall'), max_ms: z.int().min(1).max(DAY_MS).nullable().default(null) }),
  plan: ({ max_ms }) => ({ kind: 'hold', max_ms }),
})
