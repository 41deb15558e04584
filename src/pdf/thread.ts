import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { PdfProblem } from './pdf.ts'
import type { JobOrder, Outcome, PieceOrder } from './worker.ts'

declare const __TEVO_LOCAL_PDF_WORKER__: string

/** The thread's file, put in by the build: from the chunk that this module is in. */
const WORKER = new URL(__TEVO_LOCAL_PDF_WORKER__, import.meta.url)

/** A job for the thread, with the files that it is about. */
export interface Job extends Omit<JobOrder, 'kind'> {
  readonly texts: readonly string[]
}

export interface Done<Result> {
  readonly result: Result
  readonly spent_ms: number
}

/** The thread could not, or was not to, go on with what it was given. `problem` is the file's. */
export class Refused extends Error {
  constructor(
    readonly problem: PdfProblem,
    message: string,
  ) {
    super(message)
  }
}

export interface ThreadLimits {
  /** Of the objects that it makes; bytes of files are not among them. */
  readonly heap_mb: number
  /** A thread that holds more after a job makes room for a new one: pdf-lib never forgets a name. */
  readonly fresh_below_bytes: number
  /** How much longer than it may a job takes before its thread is ended. */
  readonly grace_ms: number
}

const MB = 1024 * 1024
const THREAD_LIMITS: ThreadLimits = { heap_mb: 384, fresh_below_bytes: 96 * MB, grace_ms: 1_000 }

/** To hand over 4 MiB takes some 4 ms. */
const PIECE_CHARS = 4 * MB

/**
 * A thread for PDFs, with a heap and a deadline of its own: whatever a file does to it, the process goes on. It begins
 * with the first job and with each one after it had to end, and keeps no process alive. Jobs take their turn.
 */
export class PdfThread {
  readonly #limits: ThreadLimits
  #worker: Worker | undefined
  #last: Promise<unknown> = Promise.resolve()
  #isOver = false
  #started = 0

  constructor(limits: Partial<ThreadLimits> = {}) {
    this.#limits = { ...THREAD_LIMITS, ...limits }
  }

  /** How often a thread was started. */
  get started(): number {
    return this.#started
  }

  /** @throws Refused, or what a defect says */
  run<Result>(job: Job): Promise<Done<Result>> {
    const turn = this.#last.then(() => this.#perform<Result>(job))
    this.#last = turn.catch(() => {})
    return turn
  }

  /** Ends it; what still waits for its turn is given up. */
  async end(): Promise<void> {
    this.#isOver = true
    await this.#drop()
  }

  async #perform<Result>({ texts, ...job }: Job): Promise<Done<Result>> {
    if (this.#isOver) throw new Error('the server has stopped')
    const worker = this.#worker ?? this.#start()
    this.#worker = worker
    for (const text of texts) await hand(worker, text)
    const outcome = await this.#outcome<Result>(worker, { kind: 'job', ...job })
    if (outcome.heap_bytes > this.#limits.fresh_below_bytes) await this.#drop()
    if (outcome.kind === 'unreadable') throw new Refused(outcome.problem, outcome.message)
    if (outcome.kind === 'defect') throw new Error(outcome.stack)
    return outcome
  }

  #start(): Worker {
    this.#started += 1
    const worker = new Worker(WORKER, {
      name: 'tevo-local PDFs',
      // Flags of the process, a debugger's port say, are not for it.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.heap_mb },
    })
    worker.unref()
    // A thread that ends between two jobs is replaced at the next one.
    worker.on('error', () => this.#forget(worker))
    worker.on('exit', () => this.#forget(worker))
    return worker
  }

  #forget(worker: Worker): void {
    if (this.#worker === worker) this.#worker = undefined
  }

  async #drop(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    await worker?.terminate()
  }

  #outcome<Result>(worker: Worker, order: JobOrder): Promise<Outcome<Result>> {
    const { limit_ms } = order
    const { grace_ms, heap_mb } = this.#limits
    return new Promise((resolve, reject) => {
      const tooLong = `reading takes more than the ${Math.round(limit_ms)} ms that one request has for its PDFs`
      const timer = setTimeout(() => {
        end(() => reject(new Refused('too-much', tooLong)))
        void this.#drop()
      }, limit_ms + grace_ms).unref()
      const done = (outcome: Outcome<Result>) => end(() => resolve(outcome))
      const failed = (problem: unknown) =>
        end(() =>
          reject(
            isOutOfMemory(problem)
              ? new Refused('too-much', `reading takes more than ${heap_mb} MB of memory`)
              : problem,
          ),
        )
      const exited = () => failed(new Error('the thread for PDFs has ended'))
      const end = (settle: () => void) => {
        clearTimeout(timer)
        worker.off('message', done).off('error', failed).off('exit', exited)
        settle()
      }
      worker.on('message', done).on('error', failed).on('exit', exited)
      worker.postMessage(order)
    })
  }
}

const isOutOfMemory = (problem: unknown): boolean =>
  problem instanceof Error && 'code' in problem && problem.code === 'ERR_WORKER_OUT_OF_MEMORY'

/** In pieces, so that others have their turn meanwhile. */
async function hand(worker: Worker, text: string): Promise<void> {
  for (let at = 0; at === 0 || at < text.length; at += PIECE_CHARS) {
    if (at > 0 || text.length > PIECE_CHARS) await setImmediate()
    const order: PieceOrder = {
      kind: 'piece',
      piece: text.slice(at, at + PIECE_CHARS),
      endsText: at + PIECE_CHARS >= text.length,
    }
    worker.postMessage(order)
  }
}
