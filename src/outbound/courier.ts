import { setMaxListeners } from 'node:events'
import { AnotherLife } from '../sandbox/lives.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { Commit } from '../store/commit.ts'
import { NotKept } from '../store/log.ts'

/** Tables whose rows are sent to somebody. */
export type SentTable = 'webhook_deliveries' | 'outbound_calls'

/** One kind of thing that is sent. */
export interface Load {
  readonly table: SentTable
  /** Who gets a row: rows of one receiver wait for each other, and for nobody else. */
  readonly receiver: (id: number) => string
  /** Sends it once, and writes down what came of it. `signal` is aborted when nobody waits for that any more. */
  readonly send: (id: number, life: number, signal: AbortSignal) => Promise<void>
}

/** How many first tries, and how many later ones, are under way to one receiver. */
const MAX_FIRST_TRIES = 8
const MAX_RETRIES = 2

interface Parcel {
  readonly table: SentTable
  readonly id: number
}

/** What waits for one receiver. A retry holds back no first try. */
class Lane {
  readonly first: Queue = { waiting: [], underWay: 0, most: MAX_FIRST_TRIES }
  readonly again: Queue = { waiting: [], underWay: 0, most: MAX_RETRIES }
}

interface Queue {
  /** In the order in which they are to start; from `waiting[0]` on. */
  readonly waiting: Parcel[]
  underWay: number
  readonly most: number
}

interface Begun {
  readonly lanes: Map<string, Lane>
  /** What waits in a lane, or is under way: `webhook_deliveries/7`. */
  readonly known: Set<string>
  /** Aborted when nobody waits any more for what comes of it. */
  readonly gone: AbortController
}

/** As many calls as there are lanes listen for its end. */
function endable(): AbortController {
  const controller = new AbortController()
  setMaxListeners(0, controller.signal)
  return controller
}

/**
 * Sends what is ready to be sent: the rows of a sandbox say so, and this holds nothing that they do not say. It begins a row
 * when its commit is durable, the first tries to one receiver in the order of their commits.
 */
export class Courier {
  readonly #sandbox: Sandbox
  readonly #loads: ReadonlyMap<SentTable, Load>
  readonly #forget: readonly (() => void)[]
  /** What is begun of this life; null as long as nothing was to be sent in it, as in most sandboxes. */
  #begun: Begun | null = null
  #life: number
  #isWoken = false
  #isStalled = false

  constructor(sandbox: Sandbox, loads: readonly Load[]) {
    this.#sandbox = sandbox
    this.#loads = new Map(loads.map((load) => [load.table, load]))
    this.#life = sandbox.lives
    this.#forget = [
      sandbox.onShown((commit) => this.#see(commit)),
      sandbox.onKeeping({
        // What is sent again and again, and never written down, would be sent without end.
        wentBack: () => this.#drop(),
        wentOn: () => this.#takeAll(),
      }),
    ]
    this.#takeAll()
  }

  /** Sends nothing more, and waits for no answer. */
  close(): void {
    for (const forget of this.#forget) forget()
    this.#begun?.gone.abort()
    this.#begun?.lanes.clear()
  }

  #see({ changes, replaces }: Commit): void {
    if (replaces !== undefined) {
      this.#beginAgain()
      return
    }
    if (this.#isStalled) {
      this.#isStalled = false
      this.#takeAll()
    }
    for (const { table, id, record } of changes)
      if ((table === 'webhook_deliveries' || table === 'outbound_calls') && record !== null) this.#take(table, id)
  }

  /** Another life: what waited for the old one is forgotten. */
  #beginAgain(): void {
    this.#drop()
    this.#takeAll()
  }

  #drop(): void {
    this.#begun?.gone.abort()
    this.#begun = null
    this.#life = this.#sandbox.lives
  }

  #takeAll(): void {
    for (const table of this.#loads.keys())
      for (const { id } of this.#sandbox.peek().list(table, 'by_state', 'ready')) this.#take(table, id)
  }

  #take(table: SentTable, id: number): void {
    const row = this.#sandbox.peek().get(table, id)
    const key = `${table}/${id}`
    const load = this.#loads.get(table)
    if (row?.state !== 'ready' || load === undefined || this.#begun?.known.has(key)) return
    this.#begun ??= { lanes: new Map(), known: new Set(), gone: endable() }
    const { lanes, known } = this.#begun
    known.add(key)
    const receiver = load.receiver(id)
    const lane = lanes.get(receiver) ?? new Lane()
    lanes.set(receiver, lane)
    const queue = row.tries === 0 ? lane.first : lane.again
    queue.waiting.push({ table, id })
    this.#wake()
  }

  /** Not within the commit: the answer to the request that caused it goes first. */
  #wake(): void {
    if (this.#isWoken) return
    this.#isWoken = true
    setImmediate(() => {
      this.#isWoken = false
      if (this.#begun === null) return
      const { lanes, gone } = this.#begun
      for (const { first, again } of lanes.values()) for (const queue of [first, again]) this.#start(queue, gone.signal)
    })
  }

  #start(queue: Queue, gone: AbortSignal): void {
    while (queue.underWay < queue.most && !gone.aborted) {
      const parcel = queue.waiting.shift()
      if (parcel === undefined) return
      queue.underWay += 1
      void this.#send(parcel, this.#life, gone).finally(() => {
        queue.underWay -= 1
        this.#start(queue, gone)
      })
    }
  }

  /** A row stays ready until what came of it is written down, so that a crash loses none. */
  async #send({ table, id }: Parcel, life: number, signal: AbortSignal): Promise<void> {
    let isSent = false
    try {
      await this.#sandbox.durable()
      if (signal.aborted) return
      await this.#loads.get(table)?.send(id, life, signal)
      isSent = true
    } catch (problem) {
      if (problem instanceof AnotherLife || problem instanceof NotKept) return
      // A defect: it is tried again when something else has been kept.
      this.#isStalled = true
      const what = 'could not be sent; it is still to be sent'
      this.#sandbox.journal.recordFailure({ key: `${table}/${id}`, at: this.#sandbox.now(), problem, what })
    } finally {
      if (this.#life === life) {
        this.#begun?.known.delete(`${table}/${id}`)
        // It may be ready again by now.
        if (isSent) this.#take(table, id)
      }
    }
  }
}
