import type { Child } from 'hono/jsx'
import { ActionButton } from './action-button.tsx'

interface ConfirmProps {
  /** Of the page: what was opened stays open when it is shown anew. */
  readonly id: string
  /** What opens it: `Delete…`. */
  readonly summary: string
  readonly to: string
  readonly text: string
  readonly fields?: { readonly [name: string]: string }
  /** What it does away with. */
  readonly children?: Child
}

/** A button for what cannot be taken back: it is there after a second look. */
export const Confirm = ({ id, summary, to, text, fields, children }: ConfirmProps) => (
  <details class="confirm" id={id}>
    <summary>{summary}</summary>
    <p>{children}</p>
    <ActionButton to={to} text={text} fields={fields ?? {}} tone="danger" />
  </details>
)
