import type { Log } from '../http/context.ts'
import { textOf } from '../journal/entry.ts'
import { summarize } from '../journal/show.ts'
import type { LogFormat } from '../options.ts'
import { jsonLine } from './json.ts'
import { prettyLines } from './pretty.ts'

/** Says of every request, as it is answered, what came of it. */
export const requestLog = (format: LogFormat, colours: boolean, write: (text: string) => void): Log => ({
  request({ name: sandbox, journal }, entry) {
    const request = summarize(entry, journal.redactAll)
    const answer = () => journal.redactAll.answer(textOf(entry.answer))
    write(`${format === 'json' ? jsonLine(sandbox, request) : prettyLines(sandbox, request, { colours, answer })}\n`)
  },
})
