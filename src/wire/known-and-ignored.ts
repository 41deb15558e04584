import type { Operation } from '../operation.ts'

/** What nothing read, apart from what the operation declares as known and ignored. */
interface SortedOut {
  readonly ignored: readonly string[]
  /** A sentence about each known one, for the journal. */
  readonly notes: readonly string[]
}

export function sortOut(unread: readonly string[], { knownAndIgnored }: Pick<Operation, 'knownAndIgnored'>): SortedOut {
  if (knownAndIgnored === undefined || unread.length === 0) return { ignored: unread, notes: [] }
  const ignored: string[] = []
  const notes = new Set<string>()
  for (const path of unread) {
    const name = nameOf(path)
    const reason = Object.hasOwn(knownAndIgnored, name) ? knownAndIgnored[name] : undefined
    if (reason === undefined) ignored.push(path)
    else notes.add(`${name} has no effect: ${reason}`)
  }
  return { ignored, notes: [...notes] }
}

const OPERATOR = /\.(?:not_eq|eq|gte?|lte?)$/

/** `?disabled_at.gte` → `?disabled_at`, `/orders/0/vip` → the same for every order. */
function nameOf(path: string): string {
  return path.startsWith('?') ? path.replace(OPERATOR, '') : path.replace(/\/\d+(?=\/|$)/g, '/*')
}
