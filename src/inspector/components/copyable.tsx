import type { Child } from 'hono/jsx'
import { WithGaps } from './text.tsx'

interface CopyableProps {
  readonly id: string
  readonly title: string
  readonly text: string
  readonly children?: Child
}

/** A text to take away: a click copies it, and without a program in the page it can be selected. */
export const Copyable = ({ id, title, text, children }: CopyableProps) => (
  <div class="copyable">
    <div class="copyable-head">
      <h3>{title}</h3>
      <button type="button" class="copy" id={`copy-${id}`} data-copy={id} aria-label={`Copy: ${title}`}>
        Copy
      </button>
    </div>
    <section class="text" aria-label={title} tabindex={0}>
      <pre id={id}>
        <WithGaps text={text} />
      </pre>
    </section>
    {children}
  </div>
)
