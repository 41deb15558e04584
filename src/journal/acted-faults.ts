import type { JournalEntry } from './journal.ts'

interface ActedFault {
  readonly id: string
  readonly effect: string
}

/** Effects after which the client does not know what came of its request. */
const ANSWER_LOST = new Set(['reset', 'close', 'stall', 'truncate', 'malformed', 'bad-chunk', 'garbage'])

/** The faults that acted on a request. */
export const actedFaults = ({
  faults = [],
}: JournalEntry & { readonly faults?: readonly ActedFault[] }): readonly ActedFault[] => faults

export const lostItsAnswer = (entry: JournalEntry): boolean =>
  entry.status === null || actedFaults(entry).some(({ effect }) => ANSWER_LOST.has(effect))
