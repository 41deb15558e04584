import * as z from 'zod'
import { once } from '../once.ts'

/** A test that waits longer has forgotten a delay. */
export const MAX_DELAY_MS = 300_000

const ms = () => z.number().min(0).max(MAX_DELAY_MS, 'is over 5 minutes; give at most 300000 ms')

/** How long a request waits, in wall time. */
export const DelaySchema = once(() =>
  z.discriminatedUnion(
    'type',
    [
      z.strictObject({ type: z.literal('fixed'), ms: ms() }),
      z
        .strictObject({ type: z.literal('uniform'), min_ms: ms(), max_ms: ms() })
        .refine(({ min_ms, max_ms }) => min_ms <= max_ms, 'has a min_ms above its max_ms'),
      z
        .strictObject({ type: z.literal('lognormal'), p50_ms: ms(), p99_ms: ms() })
        .refine(({ p50_ms, p99_ms }) => p50_ms > 0 && p50_ms <= p99_ms, 'needs a p50_ms above 0 and up to its p99_ms'),
      z.strictObject({ type: z.literal('sequence'), ms: z.array(ms()).min(1).max(1_000) }),
    ],
    { error: 'is of no known type; there are fixed, uniform, lognormal and sequence' },
  ),
)

export type Delay = z.output<ReturnType<typeof DelaySchema>>

/** The standard normal distribution's 99th percentile. */
const Z99 = 2.326_347_874

/**
 * How long the nth injection of a rule waits, from 1. A sequence begins again after its last step; `drawn` gives a
 * number from 0 up to 1 for each name.
 */
export function lengthOf(delay: Delay, nth: number, drawn: (what: string) => number): number {
  switch (delay.type) {
    case 'fixed':
      return delay.ms
    case 'uniform':
      return delay.min_ms + (delay.max_ms - delay.min_ms) * drawn('delay')
    case 'lognormal': {
      const sigma = Math.log(delay.p99_ms / delay.p50_ms) / Z99
      // Box and Muller: two even numbers make a normal one. The tail is as long as a delay may be.
      const radius = Math.sqrt(-2 * Math.log(1 - drawn('delay')))
      const normal = radius * Math.cos(2 * Math.PI * drawn('angle'))
      return Math.min(delay.p50_ms * Math.exp(sigma * normal), MAX_DELAY_MS)
    }
    case 'sequence':
      return delay.ms[(nth - 1) % delay.ms.length] ?? 0
  }
}
