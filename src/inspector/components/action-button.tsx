interface ActionButtonProps {
  /** The address that does it. */
  readonly to: string
  readonly text: string
  /** What goes with it. */
  readonly fields?: { readonly [name: string]: string }
  readonly tone?: 'primary' | 'danger' | undefined
  /** It gives a file: the browser itself has to send the form. */
  readonly isDownload?: boolean
}

/** A button that does one thing: a form of its own, which works without a program in the page. */
export const ActionButton = ({ to, text, fields = {}, tone, isDownload = false }: ActionButtonProps) => (
  <form method="post" action={to} class="act" data-download={isDownload}>
    {Object.entries(fields).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <button type="submit" class={tone}>
      {text}
    </button>
  </form>
)
