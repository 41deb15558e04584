import type { Commit } from '../../src/store/commit.ts'
import type { Store } from '../../src/store/store.ts'
import type { Transaction } from '../../src/store/transaction.ts'

/** What a sandbox's door does with its store, without a log and without time. */
export function write<Result>(
  store: Store,
  work: (tx: Transaction) => Result,
  at = 0,
): { result: Result; commit: Commit | null } {
  const { result, commit, state } = store.attempt(work, at)
  if (commit !== null) store.apply(commit, state)
  return { result, commit }
}
