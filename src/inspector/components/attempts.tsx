import type { Attempt } from '../../store/records.ts'
import { Status } from './badge.tsx'
import { Table } from './table.tsx'
import { When } from './when.tsx'

interface AttemptsProps {
  readonly attempts: readonly Attempt[]
  readonly now: number
}

/** Each try to send something, the newest first, and what was answered. */
export const Attempts = ({ attempts, now }: AttemptsProps) =>
  attempts.length === 0 ? (
    <p class="quiet">It was not tried yet.</p>
  ) : (
    <Table
      label="Attempts"
      headings={['When', 'Answer', 'What came back', '#Took']}
      rows={attempts.toReversed().map(({ at, status, error, answer, duration_ms }) => [
        <When at={at} now={now} />,
        <Status status={status} />,
        <span class="outcome">
          {error === null ? null : <span class="bad">{error}</span>}
          {answer === '' ? error === null ? <span class="quiet">nothing</span> : null : <code>{answer}</code>}
        </span>,
        `${duration_ms.toLocaleString('en')} ms`,
      ])}
    />
  )

/** What came of the last try. */
export function LastAnswer({ attempts }: Pick<AttemptsProps, 'attempts'>) {
  const last = attempts.at(-1)
  return last === undefined ? <span class="quiet">not tried yet</span> : <Status status={last.status} />
}
