/** The names that `order_by` can have, and the value of a record for each. */
export type SortKeys<Record> = { readonly [field: string]: (record: Record) => string | number }

const TERM = /^(?:\w+\.)?(\w+)(?:\s+(asc|desc))?$/i

/**
 * Sorts records by `order_by`: `events.popularity_score DESC`, `name`, or several of these with commas between (PHP
 * Documentation.md). An unknown name does not change the order, and is noted.
 */
export function inOrder<Record>(
  records: readonly Record[],
  order_by: string | undefined,
  keys: SortKeys<Record>,
  note: (text: string) => void,
): readonly Record[] {
  if (order_by === undefined) return records
  const terms = order_by.split(',').flatMap((term) => {
    const [, field = '', direction = 'asc'] = TERM.exec(term.trim()) ?? []
    const keyOf = Object.hasOwn(keys, field) ? keys[field] : undefined
    if (keyOf !== undefined) return [{ keyOf, sign: direction.toLowerCase() === 'desc' ? -1 : 1 }]
    note(`order_by ${JSON.stringify(term.trim())} is ignored; known names are ${Object.keys(keys).join(', ')}`)
    return []
  })
  return [...records].sort((one, other) => {
    for (const { keyOf, sign } of terms) {
      const [first, second] = [keyOf(one), keyOf(other)]
      if (first !== second) return first < second ? -sign : sign
    }
    return 0
  })
}
