import type { FinishedAnswer } from '../answer.ts'
import type { State } from '../store/state.ts'

/** What a read of one state was answered, and what the journal was told of it. */
export interface Remembered {
  readonly answer: FinishedAnswer
  readonly ignored: readonly string[]
  readonly notes: readonly string[]
}

const MAX_ANSWERS = 1_000
const MAX_CHARACTERS = 8_000_000
/** A larger one is rare, and would push many others out. */
const MAX_OF_ONE = 200_000

/**
 * Finished answers of reads. An answer follows from the state, the caller and the target, and a state never changes: as
 * long as it is the current one, a poll is answered with the bytes of the poll before. One for all sandboxes of a server;
 * states are held weakly, so that an answer that nobody asks for again keeps no world alive.
 */
export class RememberedAnswers {
  /** The one that was remembered first stands first. */
  readonly #answers = new Map<string, Remembered & { readonly state: WeakRef<State> }>()
  #characters = 0
  /** Many answers are of one state. */
  #last: WeakRef<State> | undefined

  /** The answer to a request in a state; undefined: it has to be made. */
  recall(request: string, state: State): Remembered | undefined {
    const remembered = this.#answers.get(request)
    return remembered?.state.deref() === state ? remembered : undefined
  }

  /** Remembers what a read of a state was answered, which depends on nothing else. */
  remember(request: string, state: State, remembered: Remembered): void {
    const size = sizeOf(remembered)
    if (size > MAX_OF_ONE) return
    this.#forget(request)
    this.#answers.set(request, { ...remembered, state: this.#refTo(state) })
    this.#characters += size
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= MAX_ANSWERS && this.#characters <= MAX_CHARACTERS) break
      this.#forget(oldest)
    }
  }

  /** How many answers it could give again. */
  get size(): number {
    return this.#answers.size
  }

  clear(): void {
    this.#answers.clear()
    this.#characters = 0
    this.#last = undefined
  }

  #refTo(state: State): WeakRef<State> {
    if (this.#last?.deref() !== state) this.#last = new WeakRef(state)
    return this.#last
  }

  #forget(request: string): void {
    const remembered = this.#answers.get(request)
    if (remembered === undefined) return
    this.#characters -= sizeOf(remembered)
    this.#answers.delete(request)
  }
}

const sizeOf = ({ answer: { reply } }: Remembered): number => reply.body.length
