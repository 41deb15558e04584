import { type Patience, waitFor } from '../wait-for.ts'
import type { Journal } from './ring.ts'
import type { Verdict } from './verify.ts'

/** Asks until the answer is yes, or the time is over: then the last answer. */
export function verifyWithin(journal: Journal, ask: () => Verdict, patience: Patience): Promise<Verdict> {
  const first = ask()
  if (first.isMet || patience.within_ms === 0) return Promise.resolve(first)
  return waitFor(
    (end) => {
      let asked: NodeJS.Immediate | undefined
      // Many requests may come at once: they are looked at together.
      const forget = journal.onChange(() => {
        asked ??= setImmediate(() => {
          asked = undefined
          const verdict = ask()
          if (verdict.isMet) end(verdict)
        })
      })
      return () => {
        forget()
        clearImmediate(asked)
      }
    },
    ask,
    patience,
  )
}
