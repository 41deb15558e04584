interface ChipsProps {
  /** Says what they choose from, to who cannot see the page. */
  readonly label: string
  readonly chips: readonly { readonly text: string; readonly href: string; readonly isChosen: boolean }[]
}

/** Links to a list as it is asked for most. */
export const Chips = ({ label, chips }: ChipsProps) => (
  <nav class="chips" aria-label={label}>
    {chips.map(({ text, href, isChosen }) => (
      <a href={href} aria-current={isChosen ? 'true' : undefined}>
        {text}
      </a>
    ))}
  </nav>
)
