import { operations } from '../operations.ts'

/** What is emulated, what not and why, and how often each was called. */
export function listOperations(calls: ReadonlyMap<string, number>) {
  return {
    operations: operations.map((operation) => {
      const { id, method, path, emulated } = operation
      const called = calls.get(id) ?? 0
      if (!operation.emulated) return { id, method, path, emulated, reason: operation.reason, calls: called }
      const { fidelity, source, knownAndIgnored } = operation
      const known = knownAndIgnored === undefined ? {} : { known_and_ignored: knownAndIgnored }
      return { id, method, path, emulated, fidelity, source, ...known, calls: called }
    }),
  }
}
