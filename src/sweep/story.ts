import type { RequestSummary } from '../public/requests.ts'
import type { SweepDamage } from '../public/sweep.ts'
import type { SweepClass } from '../store/words.ts'
import { nameOfTarget, SWEEP_FAULT } from './effects.ts'
import { isHit, type Observed } from './observed.ts'
import type { PlannedRun } from './plan.ts'

/** What happened, in five lines: what was sent, what went wrong, what the program did next, how it ended, what there is now. */

interface Told {
  readonly run: PlannedRun
  readonly seen: Observed
  readonly damage: readonly SweepDamage[]
  readonly advice: readonly string[]
  readonly class: SweepClass
  /** `The command ended with exit code 0`. */
  readonly ending: string
}

const MOST_SHOWN = 4

export function storyOf({ run, seen, damage, advice, ending, ...told }: Told): string[] {
  const hit = seen.requests.findIndex(isHit)
  const entry = seen.requests[hit]
  const advised = advice.length === 0 ? '' : `; advice: ${advice.join(', ')}`
  const now = damage.length === 0 ? 'nothing is wrong in the world' : damage.map(({ detail }) => detail).join('; ')
  return [
    `Sent: ${sentIn(run, seen, entry)}`,
    `Wrong: ${run.effect.told}${entry === undefined ? '' : madeBy(entry)}`,
    `Then: ${nextIn(run, seen, hit)}`,
    `End: ${ending}${told.class === 'silent damage' ? ', as if all were well' : ''}${advised}`,
    `Now: ${now}`,
  ]
}

function sentIn({ target }: PlannedRun, { deliveries }: Observed, entry: RequestSummary | undefined): string {
  if (target.kind === 'lists') return 'lists, searches and listings that were read'
  if (target.kind === 'webhook') {
    const delivery = deliveries.find(({ faults }) => faults.some(({ id }) => id === SWEEP_FAULT))
    const about = delivery?.order_id === undefined ? '' : ` of order ${delivery.order_id}`
    return `the webhook ${target.event_type} to the ${target.recipient}${about} (${nameOfTarget(target)})`
  }
  const { method, path } = entry ?? target
  return `${method} ${path} (${nameOfTarget(target)})`
}

function madeBy({ created, changed }: RequestSummary): string {
  const made = created.length === 0 ? changed : created
  const verb = created.length === 0 ? 'changed' : 'made'
  return made.length === 0 ? '' : `; it ${verb} ${made.map(({ type, id }) => `${type} ${id}`).join(', ')}`
}

/** After the request that was hit; of a webhook, and of lists, all that came is told of. */
function nextIn({ target }: PlannedRun, { requests }: Observed, hit: number): string {
  const next = target.kind === 'request' ? requests.slice(hit + 1) : requests
  const when = target.kind === 'request' ? '' : 'in all '
  if (next.length === 0) return 'it sent nothing more'
  const shown = next
    .slice(0, MOST_SHOWN)
    .map(({ method, path, status }) => `${method} ${path} (${status ?? 'no answer'})`)
  const more = next.length > MOST_SHOWN ? ` and ${next.length - MOST_SHOWN} more` : ''
  return `${when}it sent ${shown.join(', ')}${more}`
}
