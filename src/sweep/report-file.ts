import * as z from 'zod'
import type { SweepReport } from '../public/sweep.ts'
import { SWEEP_CLASSES, SWEEP_EFFECTS, SWEEP_PLACES } from '../store/words.ts'

/** What of a report is read again: the rest is passed through as it was written. */
const Report = z.looseObject({
  command: z.array(z.string()).nullable(),
  setup: z.strictObject({ world: z.string().nullable(), seed: z.number().nullable(), clock: z.string().nullable() }),
  runs: z.array(
    z.looseObject({
      id: z.string(),
      request: z.looseObject({ kind: z.enum(['request', 'webhook', 'lists']) }),
      effect: z.enum(SWEEP_EFFECTS),
      at: z.enum(SWEEP_PLACES).nullable(),
      class: z.enum(SWEEP_CLASSES),
      damage: z.array(z.looseObject({ name: z.string(), detail: z.string() })),
      story: z.array(z.string()),
      reproduce: z.string(),
      duration_ms: z.number(),
    }),
  ),
})

/** The report that a sweep has written; null for any other text. */
export function reportIn(text: string): SweepReport | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  return isReport(value) ? value : null
}

const isReport = (value: unknown): value is SweepReport => Report.safeParse(value).success
