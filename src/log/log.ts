import type { Log } from '../context.ts'
import { summarize } from '../journal/journal.ts'
import { jsonLine } from './json.ts'
import { prettyLines } from './pretty.ts'

export const LOG_FORMATS = ['pretty', 'json'] as const
export type LogFormat = (typeof LOG_FORMATS)[number]

/** What the journal tells of a request: no secrets, no personal data. */
export type RequestSummary = ReturnType<typeof summarize>

/** Says of every request, as it is answered, what came of it. */
export const requestLog = (format: LogFormat, colours: boolean, write: (text: string) => void): Log => ({
  request(sandbox, entry) {
    const request = summarize(entry)
    write(`${format === 'json' ? jsonLine(sandbox, request) : prettyLines(sandbox, request, colours)}\n`)
  },
})
