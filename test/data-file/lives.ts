/** When something was asked for, and when it was answered, in milliseconds; null: the process was killed before. */
export interface Span {
  readonly sent: number
  answered: number | null
}

/** A reset, a restore or another world: what came before it is gone, or is as it was at a snapshot. */
export interface Turn extends Span {
  /** The snapshot that a restore goes back to, and how many turns there had been before that. */
  readonly snapshot?: { readonly span: Span; readonly turns: number }
}

/** Whether a write must be there, may be, or must not. */
export type Fate = 'must' | 'may' | 'never'

/** What has to have become of a write, after the turns that took place, of which all but the last were answered. */
export function fateOf(write: Span, turns: readonly Turn[]): Fate {
  const last = turns.at(-1)
  if (last === undefined) return write.answered === null ? 'may' : 'must'
  if (last.answered !== null && write.sent > last.answered) return write.answered === null ? 'may' : 'must'
  // At the same time.
  if (write.answered === null || write.answered > last.sent) return 'may'
  if (last.snapshot === undefined) return 'never'
  const { span, turns: before } = last.snapshot
  if (write.answered < span.sent) return fateOf(write, turns.slice(0, before))
  return span.answered !== null && write.sent > span.answered ? 'never' : 'may'
}
