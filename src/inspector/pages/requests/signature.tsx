import type { RequestSummary } from '../../../journal/show.ts'
import { Badge } from '../../components/badge.tsx'
import { between } from './difference.ts'

/** What came of the signature check: for one that was refused why, with both strings and where they differ. */
export function Signature({ signature }: Pick<RequestSummary, 'signature'>) {
  return (
    <section aria-labelledby="signature">
      <h2 id="signature">Signature</h2>
      {signature.verdict === 'refused' ? (
        <Refused {...signature} />
      ) : (
        <p>
          <Badge word={signature.verdict} tone={signature.verdict === 'valid' ? 'good' : 'quiet'} />
          {signature.verdict === 'valid' ? null : (
            <span class="quiet"> It was answered before its signature was looked at.</span>
          )}
        </p>
      )}
    </section>
  )
}

type RefusedProps = Extract<RequestSummary['signature'], { verdict: 'refused' }>

function Refused({ mistake, message, expected, signed }: RefusedProps) {
  const differs = expected === undefined || signed === undefined ? null : between(signed, expected)
  return (
    <div class="panel">
      <p>
        <Badge word="refused" tone="bad" /> <code>{mistake}</code>
      </p>
      <p>{message}</p>
      {expected === undefined ? null : (
        <dl class="strings">
          <dt>Was signed</dt>
          <dd>
            {signed === undefined ? (
              <span class="quiet">Not known: no known mistake gives this signature.</span>
            ) : (
              <Marked parts={differs} part={differs?.one} text={signed} kind="wrong" />
            )}
          </dd>
          <dt>Was to be signed</dt>
          <dd>
            <Marked parts={differs} part={differs?.other} text={expected} kind="right" />
          </dd>
        </dl>
      )}
      {signed !== undefined && differs === null ? (
        <p class="quiet">The string is right: what was made of it is not.</p>
      ) : null}
    </div>
  )
}

interface MarkedProps {
  readonly parts: ReturnType<typeof between>
  readonly part: string | undefined
  readonly text: string
  readonly kind: 'wrong' | 'right'
}

/** A string that is signed, with what is in it alone marked. */
const Marked = ({ parts, part, text, kind }: MarkedProps) => (
  <code class="string">
    {parts === null || part === undefined ? (
      text
    ) : (
      <>
        {parts.before}
        {part === '' ? (
          <mark class={kind} title="something is missing here">
            {' '}
          </mark>
        ) : (
          <mark class={kind}>{part}</mark>
        )}
        {parts.after}
      </>
    )}
  </code>
)
