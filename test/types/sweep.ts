/** What compiles, and what does not: sweeps. Nothing here runs. */
import {
  type AdviceId,
  type InvariantName,
  type StopSignal,
  type SweepClass,
  type SweepDamage,
  type SweepEffect,
  type SweepOptions,
  type SweepPlace,
  type SweepProgress,
  type SweepReport,
  type SweepRunReport,
  type SweepTarget,
  type SweptRun,
  sweep,
  type TevoSandbox,
} from '../../src/index.ts'
import { exactly, type Same } from './exactly.ts'

export const options: readonly SweepOptions[] = [
  { only: ['orders.create', 'order_created', 'lists'], effects: ['lost-answer', '503'], at: ['after'], jobs: 4 },
  { budget: '5m', deadline: 30_000, late: true, seed: 7, clock: new Date(), webhooks: ['http://127.0.0.1:3000'] },
  // @ts-expect-error: an option that there is not
  { job: 4 },
  // @ts-expect-error: an operation that TEvo has not
  { only: ['order.create'] },
  // @ts-expect-error: an effect that there is not
  { effects: ['lost'] },
  // @ts-expect-error: a place that there is not
  { at: ['during'] },
]

export async function sweeps(): Promise<void> {
  const run: SweptRun = async (tevo, signal) => {
    exactly<Same<typeof tevo, TevoSandbox>>()
    exactly<Same<typeof signal, AbortSignal>>()
    exactly<Same<StopSignal, AbortSignal>>()
  }
  const report: SweepReport = await sweep(run, {
    onRun: (each, progress) => {
      exactly<Same<typeof each, SweepRunReport>>()
      exactly<Same<typeof progress, SweepProgress>>()
    },
  })
  exactly<Same<keyof typeof report.summary, SweepClass>>()
  for (const each of report.runs) {
    const effect: SweepEffect = each.effect
    const place: SweepPlace | null = each.at
    const advice: readonly AdviceId[] = each.advice
    const target: SweepTarget = each.request
    if (target.kind === 'request') exactly<Same<typeof target.occurrence, number>>()
    // @ts-expect-error: lists are of no operation
    if (target.kind === 'lists') target.operation
    const damage: readonly SweepDamage[] = each.damage
    const names: readonly (InvariantName | 'order_missing' | 'order_left_behind' | 'paid_twice')[] = [
      'one_order_per_intent',
    ]
    void [effect, place, advice, damage, names]
  }
  await sweep(report.runs.length === 0 ? run : () => {}, { resume: report, run: 'orders.create#1:lost-answer' })
  await sweep<'mine'>((tevo) => tevo.as('mine').fetch('/v9/orders'), { world: { credentials: [{ name: 'mine' }] } })
}
