interface PagerProps {
  /** The address of the first page; null: it is shown. */
  readonly newest: string | null
  /** The address of the next one; null: this is the last. */
  readonly older: string | null
}

/** From page to page of a list that grows at its top: by the id of the last one shown, so that none is missed or shown twice. */
export const Pager = ({ newest, older }: PagerProps) =>
  newest === null && older === null ? null : (
    <nav class="pager" aria-label="More of this list">
      {newest === null ? null : <a href={newest}>Newest</a>}
      {older === null ? <span class="quiet">These are the oldest</span> : <a href={older}>Older</a>}
    </nav>
  )
