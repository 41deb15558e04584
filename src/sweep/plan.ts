import { didYouMean } from '../nearest.ts'
import { Problem } from '../problem.ts'
import type { Fault } from '../public/faults.ts'
import type { SweepTarget } from '../public/sweep.ts'
import type { MakeSandboxOptions } from '../public.ts'
import type { SweepEffect, SweepPlace } from '../store/words.ts'
import type { Baseline, SeenRequest, SeenWebhook } from './baseline.ts'
import { EFFECTS, nameOf, nameOfTarget, SWEEP_FAULT, type SweptEffect } from './effects.ts'

/** What is tried, and in which order. */

export interface PlannedRun {
  readonly id: string
  readonly target: SweepTarget
  readonly effect: SweptEffect
  /** What its sandbox is made with beside what all are made with. */
  readonly options: Pick<MakeSandboxOptions, 'faults' | 'settings'>
  /** The request of the first run without a fault. */
  readonly request: SeenRequest | null
  readonly rank: number
}

/** What of all that could be tried is asked for. */
export interface Wanted {
  readonly only: readonly string[] | null
  readonly effects: readonly SweepEffect[] | null
  readonly at: readonly SweepPlace[] | null
  readonly late: boolean
  /** One run, by its id. */
  readonly run: string | null
  /** Of a clock that stands still lists would lag behind for ever. */
  readonly isFrozen: boolean
}

/** The most telling first. Throws a Problem for a name that nothing has. */
export function planOf(baseline: Baseline, wanted: Wanted): PlannedRun[] {
  const all = [
    ...baseline.requests.flatMap((request) => ofRequest(request)),
    ...baseline.webhooks.flatMap((webhook) => ofWebhook(webhook)),
    ...(baseline.reads && !wanted.isFrozen ? ofLists() : []),
  ]
  if (wanted.run !== null) return [theRun(all, wanted.run)]
  refuseStrangers(all, wanted.only)
  return all
    .filter((run) => isWanted(run, wanted))
    .sort((one, other) => one.rank - other.rank || EFFECTS.indexOf(one.effect) - EFFECTS.indexOf(other.effect))
}

function ofRequest(request: SeenRequest): PlannedRun[] {
  const { entry, occurrence, nth } = request
  const { operation, method, path, committed } = entry
  if (operation === null) return []
  const target = { kind: 'request', operation, occurrence, method, path } as const
  return EFFECTS.flatMap((effect) => {
    if (effect.kind !== 'request' || (effect.isForChanges && !committed)) return []
    const place = nth[effect.at === 'after' ? 'after-commit' : 'before-handler']
    if (place === undefined) return []
    const rule = ruleOf(effect, { operation }, place)
    return [planned(target, effect, { faults: [rule] }, request, rankOf(entry, effect.at))]
  })
}

/** Creates after the commit, other changes after it, changes before it; reads last. */
function rankOf({ created, committed }: SeenRequest['entry'], at: SweepPlace): number {
  if (!committed) return 4
  if (at === 'before') return 2
  return created.length > 0 ? 0 : 1
}

const RANK_OF_WEBHOOKS = 3

function ofWebhook({ delivery, occurrence, hasNext }: SeenWebhook): PlannedRun[] {
  const { event_type, recipient } = delivery
  const target = { kind: 'webhook', event_type, recipient, occurrence } as const
  return EFFECTS.flatMap((effect) => {
    if (effect.kind !== 'webhook' || (effect.needsNext && !hasNext)) return []
    const rule = ruleOf(effect, { event_type, recipient }, occurrence)
    return [planned(target, effect, { faults: [rule] }, null, RANK_OF_WEBHOOKS)]
  })
}

const ofLists = (): PlannedRun[] =>
  EFFECTS.flatMap((effect) =>
    effect.kind === 'lists'
      ? [planned({ kind: 'lists' }, effect, { settings: effect.settings }, null, RANK_OF_WEBHOOKS)]
      : [],
  )

const ruleOf = ({ trouble }: Extract<SweptEffect, { readonly trouble: object }>, match: object, nth: number): Fault =>
  // The phase of an effect goes with its match: which of them, the table says row by row.
  ({ ...trouble, id: SWEEP_FAULT, match, skip: nth - 1, times: 1 }) as Fault

const planned = (
  target: SweepTarget,
  effect: SweptEffect,
  options: PlannedRun['options'],
  request: SeenRequest | null,
  rank: number,
): PlannedRun => ({ id: `${nameOfTarget(target)}:${nameOf(effect)}`, target, effect, options, request, rank })

const isWanted = ({ target, effect }: PlannedRun, { only, effects, at, late }: Wanted): boolean =>
  (only === null || only.includes(shortNameOf(target))) &&
  (effects === null ? effect.kind !== 'request' || !effect.isAskedFor || late : effects.includes(effect.name)) &&
  (at === null || (effect.kind === 'request' && at.includes(effect.at)))

const shortNameOf = (target: SweepTarget): string =>
  target.kind === 'request' ? target.operation : target.kind === 'webhook' ? target.event_type : 'lists'

function refuseStrangers(all: readonly PlannedRun[], only: readonly string[] | null): void {
  const names = [...new Set(all.map(({ target }) => shortNameOf(target)))]
  const stranger = only?.find((name) => !names.includes(name))
  if (stranger === undefined) return
  const hint = didYouMean(stranger, names, `there were ${names.join(', ')}`)
  throw new Problem(`only ${stranger}: nothing of that name came in the runs without a fault: ${hint}`)
}

function theRun(all: readonly PlannedRun[], id: string): PlannedRun {
  const run = all.find((each) => each.id === id)
  if (run !== undefined) return run
  const ids = all.map((each) => each.id)
  const hint = didYouMean(id, ids, `there are ${ids.slice(0, 3).join(', ')} and so on`)
  throw new Problem(`run ${id}: the runs without a fault had nothing that this could go wrong with: ${hint}`)
}
