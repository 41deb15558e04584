import { acceptedBeforeFraudCheck } from './advice/accepted-before-fraud-check.ts'
import { cameBackTooEarly } from './advice/came-back-too-early.ts'
import { hammeredAfter401 } from './advice/hammered-after-401.ts'
import { neverReadPage2 } from './advice/never-read-page-2.ts'
import type { Piece } from './advice/piece.ts'
import { polledTooFast } from './advice/polled-too-fast.ts'
import { retriedCreateBlindly } from './advice/retried-create-blindly.ts'
import { sentWhatNothingReads } from './advice/sent-what-nothing-reads.ts'
import { twoOrdersForOneIntent } from './advice/two-orders-for-one-intent.ts'
import { type Journal, numberOf } from './journal.ts'
import { redactBody } from './redact.ts'

/** What is looked for, the costliest first. */
export const PIECES: readonly Piece[] = [
  twoOrdersForOneIntent,
  retriedCreateBlindly,
  acceptedBeforeFraudCheck,
  neverReadPage2,
  sentWhatNothingReads,
  cameBackTooEarly,
  polledTooFast,
  hammeredAfter401,
]

/** What the client did that will hurt in production, with the requests that show it. */
export function advise(journal: Journal) {
  const entries = journal.entries().sort((one, other) => numberOf(one) - numberOf(other))
  return PIECES.flatMap(({ id, title, instead, source, find, detail }) => {
    const found = find(entries)
    if (found.length === 0) return []
    const said = detail === undefined ? {} : { detail: redactBody(detail(found)) }
    return [{ id, title, ...said, instead, source, requests: found.map((entry) => entry.id) }]
  })
}
