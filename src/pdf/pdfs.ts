import type { Jobs, StoredPdf } from './jobs.ts'
import type { PdfProblem } from './pdf.ts'
import type { Done, Job, PdfThread } from './thread.ts'

/**
 * PDFs, read and made in a thread of their own, so that no file holds anybody up. The thread is one for all servers of
 * the process; it begins with the first PDF.
 */

/** A file that cannot be read, or that is too much for one request. */
export class PdfRefused extends Error {
  override readonly name = 'PdfRefused'
  constructor(
    readonly problem: PdfProblem,
    message: string,
  ) {
    super(message)
  }
}

/** For all PDFs that one request sends. */
const REQUEST_LIMIT_MS = 10_000
/** For those that are made here: 1,000 tickets take some seconds. */
const MAKING_LIMIT_MS = 60_000

/** What is left of the time that one request has for its PDFs. */
export class PdfTime {
  #left_ms = REQUEST_LIMIT_MS

  get left_ms(): number {
    return this.#left_ms
  }

  spend(spent_ms: number): void {
    this.#left_ms = Math.max(0, this.#left_ms - spent_ms)
  }
}

type ArgsOf<Name extends keyof Jobs> = Parameters<Jobs[Name]>[1]
type ResultOf<Name extends keyof Jobs> = Awaited<ReturnType<Jobs[Name]>>

/** Reads an upload: base64, with or without line breaks and a `data:` prefix. @throws PdfRefused */
export const readPdfIn = (base64: string, name: string, time = new PdfTime()): Promise<StoredPdf> =>
  run('read', [base64], { name }, time)

/** Reads uploads, and joins them to the file that is there. @throws PdfRefused, which names the upload */
export const joinUploads = (
  before: string | null,
  uploads: readonly { readonly name: string; readonly base64: string }[],
): Promise<StoredPdf> =>
  run(
    'join',
    [...(before === null ? [] : [before]), ...uploads.map(({ base64 }) => base64)],
    { names: uploads.map(({ name }) => name), hasBefore: before !== null },
    new PdfTime(),
  )

/** A stored file with only these pages, 1 is the first. @throws PdfRefused */
export const pagesOf = (base64: string, pages: readonly number[]): Promise<StoredPdf> =>
  run('keep', [base64], { pages }, new PdfTime())

/** Stored files as one to print. @throws PdfRefused */
export const printAll = (files: readonly string[]): Promise<Uint8Array> => run('print', files, {}, new PdfTime())

/** A document of text: see `makePdf`. */
export const writtenPdf = (lines: readonly string[], title: string): Promise<Uint8Array> =>
  make('write', { lines, title })

/** Tickets, one on each page. */
export const drawnPdf = (tickets: ArgsOf<'draw'>['tickets'], title: string): Promise<StoredPdf> =>
  make('draw', { tickets, title })

async function run<Name extends keyof Jobs>(
  job: Name,
  texts: readonly string[],
  args: ArgsOf<Name>,
  time: PdfTime,
): Promise<ResultOf<Name>> {
  const { result, spent_ms } = await perform<ResultOf<Name>>({ job, texts, args, limit_ms: time.left_ms })
  time.spend(spent_ms)
  return result
}

const make = async <Name extends keyof Jobs>(job: Name, args: ArgsOf<Name>): Promise<ResultOf<Name>> =>
  (await perform<ResultOf<Name>>({ job, texts: [], args, limit_ms: MAKING_LIMIT_MS })).result

async function perform<Result>(job: Job): Promise<Done<Result>> {
  const { Refused } = await import('./thread.ts')
  try {
    return await (await threadOf()).run<Result>(job)
  } catch (problem) {
    throw problem instanceof Refused ? new PdfRefused(problem.problem, problem.message) : problem
  }
}

let thread: Promise<PdfThread> | undefined
let users = 0

const threadOf = (): Promise<PdfThread> => {
  thread ??= import('./thread.ts').then(({ PdfThread }) => new PdfThread())
  return thread
}

/** A server uses the thread, until it calls what comes back: with the last one the thread ends. */
export function usePdfs(): () => Promise<void> {
  users += 1
  return async () => {
    users -= 1
    if (users > 0) return
    const ending = thread
    thread = undefined
    await (await ending)?.end()
  }
}
