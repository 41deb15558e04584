/** The end of something, for those who wait for it. */
export class End {
  /** Null as long as none waits, as mostly; undefined when it has come. */
  #listeners: Set<() => void> | null | undefined = null

  get isOver(): boolean {
    return this.#listeners === undefined
  }

  /** Tells when it comes, until the function that comes back is called. */
  onCome(listener: () => void): () => void {
    if (this.#listeners === null) this.#listeners = new Set()
    this.#listeners?.add(listener)
    return () => this.#listeners?.delete(listener)
  }

  come(): void {
    const listeners = this.#listeners ?? []
    this.#listeners = undefined
    for (const listener of listeners) listener()
  }
}
