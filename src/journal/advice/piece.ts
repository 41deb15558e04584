import { pathIn } from '../../matching/match.ts'
import type { JournalEntry } from '../entry.ts'

/** One thing that clients do and that hurts in production. */
export interface Piece {
  readonly id: string
  /** What the client did, in one sentence. */
  readonly title: string
  /** What to do instead. */
  readonly instead: string
  /** The page that asks for it; null: it is good manners with any API. */
  readonly source: string | null
  /** The requests that show it, of all requests in the order in which they came; none when the client does better. */
  readonly find: (entries: readonly JournalEntry[]) => readonly JournalEntry[]
  /** What the requests show beyond the title. */
  readonly detail?: (found: readonly JournalEntry[]) => string
}

/** Requests of one client have one token, a wrong one too. */
export const clientOf = ({ headers }: JournalEntry): string => String(headers['x-token'] ?? '')

export const isRead = ({ method, status }: JournalEntry): boolean =>
  method === 'GET' && status !== null && status >= 200 && status < 300

/** Whether a client could know what came of one request as it sent the other. */
export const isAfter = (later: JournalEntry, earlier: JournalEntry): boolean => later.opened_ms >= earlier.closed_ms

/**
 * How long a client let pass between the answer to a request and another request: on its own clock or on the
 * sandbox's, whichever went further. A test advances the one, or waits, and either is waiting.
 */
export const waited_ms = (earlier: JournalEntry, later: JournalEntry): number =>
  Math.max(later.at - earlier.at, later.opened_ms - earlier.closed_ms)

/** The first part of a path after its version: `/v9/orders/5/accept` and `/v10/orders` are both about `orders`. */
export const subjectOf = (entry: JournalEntry): string => pathIn(entry.target).split('/')[2] ?? ''

/** They make nothing that stays. */
const CALCULATORS = new Set(['tax_quotes.create', 'rate_options.create'])

/** A request that, sent twice, makes two of the same. */
export const isCreate = ({ method, operation }: JournalEntry): boolean =>
  method === 'POST' &&
  operation !== null &&
  (operation.endsWith('.create') || operation === 'orders.background') &&
  !CALCULATORS.has(operation)

export const makesOrders = (entry: JournalEntry): boolean => isCreate(entry) && subjectOf(entry) === 'orders'

/** Equal for requests that say the same, byte for byte. What the journal cut off counts by its length. */
export const bodyKey = ({ body, body_bytes }: JournalEntry): string =>
  `${body_bytes} ${Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1')}`
