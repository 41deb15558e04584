import { expect, onTestFinished, test } from 'vitest'
import type { StoredPdf } from '../../src/pdf/jobs.ts'
import { PdfThread, Refused, type ThreadLimits } from '../../src/pdf/thread.ts'
import { base64, ticketPdf } from './fixtures.ts'

/** The thread that reads PDFs: whatever a file does to it, the next one is read. */

function threadWith(limits: Partial<ThreadLimits>): PdfThread {
  const thread = new PdfThread(limits)
  onTestFinished(() => thread.end())
  return thread
}

/** A file that is nothing but names, which pdf-lib keeps for ever, all of them in one array. */
function pdfOfNames(count: number, prefix: string): string {
  const names = Array.from({ length: count }, (_, nth) => `/${prefix}${nth}`).join(' ')
  return base64(Buffer.from(`%PDF-1.7\n1 0 obj[${names}]endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n`))
}

const good = base64(await ticketPdf(['A-1', 'A-2']))

const read = (thread: PdfThread, text: string, limit_ms = 10_000) =>
  thread.run<StoredPdf>({ job: 'read', texts: [text], args: { name: 'file' }, limit_ms })

const refusalOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'none',
    (problem: unknown) => (problem instanceof Refused ? [problem.problem, problem.message] : problem),
  )

test('a file that takes more memory than the thread may is refused, and the next one is read', async () => {
  const thread = threadWith({ heap_mb: 32 })
  expect(await refusalOf(read(thread, pdfOfNames(600_000, 'name')))).toEqual([
    'too-much',
    'reading takes more than 32 MB of memory',
  ])
  expect((await read(thread, good)).result.pages).toBe(2)
  expect(thread.started).toBe(2)
})

test('a file that takes too long is refused, whatever it does, and the next one is read', async () => {
  const thread = threadWith({ grace_ms: 0 })
  expect(await refusalOf(read(thread, pdfOfNames(600_000, 'slow'), 1))).toEqual([
    'too-much',
    expect.stringMatching(/takes more than/),
  ])
  expect((await read(thread, good)).result.pages).toBe(2)
})

test('a thread that holds much after a job gives way to a fresh one', async () => {
  const thread = threadWith({ fresh_below_bytes: 1 })
  for (const _ of [1, 2, 3]) expect((await read(thread, good)).result.base64).toBe(good)
  expect(thread.started).toBe(3)
})

test('one thread does all jobs while it holds little, each in its turn', async () => {
  const thread = threadWith({})
  const done = await Promise.all([read(thread, good), read(thread, 'no PDF').catch(() => null), read(thread, good)])
  expect(done.map((each) => each?.result.pages)).toEqual([2, undefined, 2])
  expect(thread.started).toBe(1)
})

test('texts that are handed over in pieces come together again', async () => {
  const thread = threadWith({})
  // More than the 4 MiB of a piece.
  const long = base64(
    Buffer.concat([Buffer.from(good, 'base64'), Buffer.alloc(4_000_000, ' '), Buffer.from('%%EOF\n')]),
  )
  const { result } = await read(thread, long)
  expect(result.base64 === long).toBe(true)
})

test('after its end nothing is read any more', async () => {
  const thread = threadWith({})
  await read(thread, good)
  await thread.end()
  await expect(read(thread, good)).rejects.toThrow('the server has stopped')
})
