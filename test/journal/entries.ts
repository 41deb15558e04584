import type { JournalEntry, OpenedRequest, SignatureVerdict } from '../../src/journal/entry.ts'
import type { Journal } from '../../src/journal/ring.ts'
import { emptyState } from '../../src/store/state.ts'
import type { TableName } from '../../src/store/tables.ts'

/** What a request was, and what came of it; what is left out is nothing. */
export interface Came extends Partial<OpenedRequest> {
  readonly status?: number | null
  readonly answer?: string | Uint8Array
  readonly answerHeaders?: { readonly [name: string]: string }
  readonly ignored?: readonly string[]
  readonly signature?: SignatureVerdict
  readonly faults?: readonly { readonly effect: string; readonly id?: string; readonly losesAnswer?: boolean }[]
  /** The records that it made. */
  readonly created?: readonly { readonly table: TableName; readonly id: number }[]
}

/** An entry, written as a request on its way writes it. */
export function enter(journal: Journal, came: Came = {}): JournalEntry {
  const { status = 200, answer = '', answerHeaders = {}, ignored = [], signature, faults = [], created = [] } = came
  const entry = journal.open({
    at: came.at ?? 0,
    method: came.method ?? 'POST',
    target: came.target ?? '/v9/clients',
    headers: came.headers ?? {},
    body: came.body ?? Buffer.alloc(0),
    operation: came.operation ?? null,
    credential: came.credential ?? null,
  })
  if (signature !== undefined) entry.signed(signature)
  for (const { id = 'fault_1', effect, losesAnswer = false } of faults)
    entry.acted({ id, phase: 'after-commit', effect }, losesAnswer)
  if (created.length > 0) {
    const changes = created.map((each) => ({ ...each, record: {} }))
    entry.committed({ version: 1, at: 0, changes, sequences: {} }, emptyState({}))
  }
  entry.passedOver(ignored)
  journal.close(entry, { status, body: answer, headers: answerHeaders })
  return entry
}
