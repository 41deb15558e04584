import { randomUUID } from 'node:crypto'

export interface Notice {
  readonly kind: 'done' | 'refused'
  readonly text: string
}

const MAX_KEPT = 100

/**
 * What the page after an action says of it. It is kept here, and the address has its id alone: a link from elsewhere can put
 * no words into a page.
 */
export class Notices {
  readonly #kept = new Map<string, Notice>()

  keep(notice: Notice): string {
    const id = randomUUID()
    this.#kept.set(id, notice)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest)
    return id
  }

  get(id: string | undefined): Notice | undefined {
    return id === undefined ? undefined : this.#kept.get(id)
  }
}
