/** A reset, a restore and a replaced world begin another life of a sandbox: what was meant for the old one does nothing. */

/** The sandbox came to another life while a job waited: nothing of it was done. */
export class AnotherLife extends Error {
  constructor() {
    super('The sandbox was reset, restored or given another world meanwhile: nothing was done')
  }
}

/** A task that fell due and waits for what it prepares. */
export class UnderWay {
  readonly life: number
  /** Resolves when the task is done, or the life it belongs to is over. */
  readonly over: Promise<void>
  #end = (): void => {}

  constructor(life: number) {
    this.life = life
    this.over = new Promise((resolve) => {
      this.#end = resolve
    })
  }

  end(): void {
    this.#end()
  }
}
