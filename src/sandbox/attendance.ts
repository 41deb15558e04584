/** Whether anything calls a sandbox, and when something last did: in real time, whatever the sandbox's clock shows. */
export class Attendance {
  #underWay = 0
  #last_ms = performance.now()

  come(): void {
    this.#underWay += 1
  }

  go(): void {
    this.#underWay -= 1
    this.#last_ms = performance.now()
  }

  /** For how long nothing has called, in milliseconds. */
  get idle_ms(): number {
    return this.#underWay > 0 ? 0 : performance.now() - this.#last_ms
  }
}
