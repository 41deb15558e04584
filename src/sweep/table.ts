import type { SweepReport, SweepRunReport } from '../public/sweep.ts'
import type { SweepClass } from '../store/words.ts'
import { EFFECTS, nameOf, nameOfTarget } from './effects.ts'

/** What a sweep has found as tables, target × effect: one for requests, one for webhooks, one for lists. */
export interface Table {
  /** `request`, `webhook`, `lists` */
  readonly kind: string
  readonly effects: readonly string[]
  readonly rows: readonly Row[]
}

interface Row {
  readonly target: string
  /** Null: it does not go with this target, or was not asked for. */
  readonly cells: readonly (Cell | null)[]
}

export interface Cell {
  readonly id: string
  readonly class: SweepClass | 'not tried'
}

const KINDS = ['request', 'webhook', 'lists'] as const

type Entry = Pick<SweepRunReport, 'id' | 'request' | 'effect' | 'at'> & { readonly class: Cell['class'] }

export function tablesOf({ runs, not_tried }: SweepReport): Table[] {
  const entries: Entry[] = [...runs, ...not_tried.map((each) => ({ ...each, class: 'not tried' as const }))]
  return KINDS.flatMap((kind) => {
    const ofKind = entries.filter(({ request }) => request.kind === kind)
    const targets = [...new Set(ofKind.map(({ request }) => nameOfTarget(request)))]
    const columns = EFFECTS.filter((effect) => ofKind.some((entry) => effectOf(entry) === nameOf(effect))).map(nameOf)
    const rows = targets.map((target) => ({
      target,
      cells: columns.map((column) => {
        const entry = ofKind.find((each) => nameOfTarget(each.request) === target && effectOf(each) === column)
        return entry === undefined ? null : { id: entry.id, class: entry.class }
      }),
    }))
    return rows.length === 0 ? [] : [{ kind, effects: columns, rows }]
  })
}

/** As the id of the run has it. */
export const effectOf = ({ id }: Pick<Entry, 'id'>): string => id.slice(id.lastIndexOf(':') + 1)
