/** What keeps a store beyond its process. */
export interface Persistence {
  /**
   * Resolves when the version that the store shows now is kept; undefined when it already is. Rejects with a Problem
   * when it cannot be: the store goes on in memory, and the next call tries again.
   */
  persisted(): Promise<void> | undefined
}
