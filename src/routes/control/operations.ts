import { operations } from '../operations.ts'

/** What is emulated, what not and why, and how often each was called. */
export function listOperations(calls: ReadonlyMap<string, number>) {
  return {
    operations: operations.map((operation) => {
      const { id, method, path, emulated } = operation
      const called = calls.get(id) ?? 0
      return operation.emulated
        ? { id, method, path, emulated, fidelity: operation.fidelity, source: operation.source, calls: called }
        : { id, method, path, emulated, reason: operation.reason, calls: called }
    }),
  }
}
