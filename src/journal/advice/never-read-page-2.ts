import { pathIn } from '../../matching/match.ts'
import { type JournalEntry, textOf } from '../entry.ts'
import { clientOf, isRead, type Piece } from './piece.ts'

/** How every list begins. Longer ones are cut in the journal, so they cannot be parsed. */
const LIST = /^\{"current_page":(?<page>\d+),"per_page":(?<per_page>\d+),"total_entries":(?<total>\d+)/

interface List {
  /** The last one read: it says whether there is more. */
  first: { readonly entry: JournalEntry; readonly hasMore: boolean } | null
  isReadOn: boolean
}

export const neverReadPage2: Piece = {
  id: 'never-read-page-2',
  title: 'It read the first page of a list that has more of them, and never the second.',
  instead:
    'Go on with page=2 until current_page × per_page reaches total_entries. Orders come at most 10 a page, whatever per_page says.',
  source: 'https://ticketevolution.atlassian.net/wiki/spaces/API/pages/4751395',
  find: (entries) => {
    const lists = new Map<string, List>()
    for (const entry of entries) {
      const numbers = isRead(entry) ? LIST.exec(textOf(entry.answer))?.groups : undefined
      if (numbers === undefined) continue
      const key = `${clientOf(entry)} ${pathIn(entry.target)}?${filtersOf(entry)}`
      const list = lists.get(key) ?? { first: null, isReadOn: false }
      lists.set(key, list)
      if (Number(numbers.page) > 1) list.isReadOn = true
      else list.first = { entry, hasMore: Number(numbers.total) > Number(numbers.per_page) }
    }
    return [...lists.values()].flatMap(({ first, isReadOn }) =>
      first?.hasMore === true && !isReadOn ? [first.entry] : [],
    )
  },
  detail: (found) => {
    const [entry] = found
    if (entry === undefined) return ''
    const { total = '', per_page = '' } = LIST.exec(textOf(entry.answer))?.groups ?? {}
    return `${pathIn(entry.target)} has ${total} entries, and ${per_page} of them were read`
  },
}

/** The query without what says which part of the list is asked for. */
function filtersOf(entry: JournalEntry): string {
  const query = new URLSearchParams(entry.target.slice(pathIn(entry.target).length))
  query.delete('page')
  query.delete('per_page')
  query.sort()
  return query.toString()
}
