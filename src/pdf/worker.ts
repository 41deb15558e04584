import { getHeapStatistics } from 'node:v8'
import { type MessagePort, parentPort } from 'node:worker_threads'
import { stackOf } from '../problem.ts'
import { type Jobs, jobs } from './jobs.ts'
import { UnreadablePdf } from './pdf.ts'

/** The thread's own side: it takes the texts of a job in pieces, then the job, and answers. One job at a time. */

/** Of a text, before the job that it is for. */
export interface PieceOrder {
  readonly kind: 'piece'
  readonly piece: string
  readonly endsText: boolean
}

export interface JobOrder {
  readonly kind: 'job'
  readonly job: keyof Jobs
  readonly args: object
  readonly limit_ms: number
}

/** What came of a job. */
type Told<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'unreadable'; readonly problem: UnreadablePdf['problem']; readonly message: string }
  | { readonly kind: 'defect'; readonly stack: string }

/** What it answers to a job. */
export type Outcome<Result> = Told<Result> & {
  readonly spent_ms: number
  /** What it holds now, mostly what pdf-lib never forgets. */
  readonly heap_bytes: number
}

/** Any of the jobs. The arguments are those of its name: who gives them has checked that. */
type Work = { work(texts: readonly string[], args: object, limit_ms: number): Promise<unknown> }['work']

if (parentPort !== null) serve(parentPort)

function serve(port: MessagePort): void {
  let pieces: string[] = []
  let texts: string[] = []
  port.on('message', async (order: PieceOrder | JobOrder) => {
    if (order.kind === 'piece') {
      pieces.push(order.piece)
      if (!order.endsText) return
      texts.push(pieces.join(''))
      pieces = []
      return
    }
    const given = texts
    texts = []
    const began_ms = performance.now()
    const told = await outcomeOf(order, given)
    const outcome: Outcome<unknown> = {
      ...told,
      spent_ms: performance.now() - began_ms,
      heap_bytes: getHeapStatistics().used_heap_size,
    }
    port.postMessage(outcome)
  })
}

async function outcomeOf({ job, args, limit_ms }: JobOrder, given: readonly string[]): Promise<Told<unknown>> {
  try {
    const work: Work = jobs[job]
    return { kind: 'done', result: await work(given, args, limit_ms) }
  } catch (problem) {
    if (problem instanceof UnreadablePdf)
      return { kind: 'unreadable', problem: problem.problem, message: problem.message }
    return { kind: 'defect', stack: stackOf(problem) }
  }
}
