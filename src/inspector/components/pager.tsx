import { queryWith } from '../filled.ts'

interface PagerProps {
  /** Of the list itself. */
  readonly address: string
  /** What else the list is asked for. */
  readonly asked?: object
  /** Where this page begins; undefined, or 0: it is the first one. */
  readonly from: string | number | undefined
  /** Where the next one begins; null: this is the last. */
  readonly next: string | number | null
  /** What a page begins with: the one after an id, so that none is missed or shown twice in a list that grows at its top; or so many later. */
  readonly by?: 'before' | 'skip'
}

/** From page to page of a list. */
export function Pager({ address, asked = {}, from, next, by = 'before' }: PagerProps) {
  const isFirst = from === undefined || from === 0
  const at = (place: string | undefined) => address + queryWith(asked, { [by]: place })
  if (isFirst && next === null) return null
  return (
    <nav class="pager" aria-label="More of this list">
      {isFirst ? null : <a href={at(undefined)}>Newest</a>}
      {next === null ? <span class="quiet">These are the oldest</span> : <a href={at(String(next))}>Older</a>}
    </nav>
  )
}
