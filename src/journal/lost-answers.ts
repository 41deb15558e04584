import type { JournalEntry } from './journal.ts'

/** Effects after which the client does not know what came of its request. */
const ANSWER_LOST = new Set(['reset', 'close', 'stall', 'truncate', 'malformed', 'bad-chunk', 'garbage'])

export const lostItsAnswer = ({ status, faults }: JournalEntry): boolean =>
  status === null || faults.some(({ effect }) => ANSWER_LOST.has(effect))
