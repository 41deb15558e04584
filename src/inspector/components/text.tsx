import { REDACTED } from '../../journal/redact.ts'
import { prettyJson } from './pretty-json.ts'

/** A text with what the journal leaves out of it marked. */
export function WithGaps({ text }: { readonly text: string }) {
  const [first = '', ...others] = text.split(REDACTED)
  return (
    <>
      {first}
      {others.map((part) => (
        <>
          <mark class="gap">{REDACTED}</mark>
          {part}
        </>
      ))}
    </>
  )
}

interface TextProps {
  /** Says what it is, to who cannot see the page. */
  readonly label: string
  readonly text: string
}

/** What was sent or answered: JSON is laid out, and is otherwise as it was. */
export const Text = ({ label, text }: TextProps) =>
  text === '' ? (
    <p class="quiet">It is empty.</p>
  ) : (
    // The keyboard has to reach what scrolls.
    <section class="text" aria-label={label} tabindex={0}>
      <pre>
        <WithGaps text={prettyJson(text)} />
      </pre>
    </section>
  )
