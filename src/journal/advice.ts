import { acceptedBeforeFraudCheck } from './advice/accepted-before-fraud-check.ts'
import { cameBackTooEarly } from './advice/came-back-too-early.ts'
import { hammeredAfter401 } from './advice/hammered-after-401.ts'
import { neverReadPage2 } from './advice/never-read-page-2.ts'
import type { Piece } from './advice/piece.ts'
import { polledTooFast } from './advice/polled-too-fast.ts'
import { retriedCreateBlindly } from './advice/retried-create-blindly.ts'
import { sentWhatNothingReads } from './advice/sent-what-nothing-reads.ts'
import { twoOrdersForOneIntent } from './advice/two-orders-for-one-intent.ts'
import { numberOf } from './entry.ts'
import { REDACTED } from './redact.ts'
import type { Journal } from './ring.ts'

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
  // What a library sent again by itself is not what the program did.
  const requests = journal.entries().filter(({ kind, resendOf }) => kind === 'request' && resendOf === null)
  const entries = requests.sort((one, other) => numberOf(one) - numberOf(other))
  return PIECES.flatMap(({ id, title, instead, source, find, detail }) => {
    const found = find(entries)
    if (found.length === 0) return []
    const said = detail === undefined ? {} : { detail: journal.redact.text(detail(found)).replaceAll(REDACTED, '…') }
    return [{ id, title, ...said, instead, source, requests: found.map((entry) => entry.id) }]
  })
}
