import { type Key, SortedMap } from './sorted-map.ts'

/** The ids that an index keeps under each of its keys. */

/** The ids under one key, ascending. Most keys have a few (the items of an order), for which a map is too much. */
type Ids = readonly number[] | IdSet
type IdSet = SortedMap<number, undefined>
export type Index = SortedMap<Key, Ids>

const MAX_LISTED_IDS = 16

export const isListed = (ids: Ids | undefined): ids is readonly number[] => Array.isArray(ids)

export const sizeOf = (ids: Ids | undefined): number => (isListed(ids) ? ids.length : (ids?.size ?? 0))

export function* newestFirst(ids: Ids): Generator<number, undefined> {
  if (isListed(ids)) for (let nth = ids.length - 1; nth >= 0; nth -= 1) yield ids[nth] ?? 0
  else for (const [id] of ids.descending()) yield id
  return undefined
}

/** The maps of one table that a transaction has made its own, so that it writes them in place. */
export interface Draft {
  readonly indexes: { [index: string]: Index }
  readonly own: Set<Index | IdSet>
}

export function remember(draft: Draft, name: string, key: Key, id: number): void {
  const index = ownIndex(draft, name)
  const ids = index.get(key)
  if (ids === undefined) index.set(key, [id])
  else if (!isListed(ids)) ownIds(draft, index, key, ids).set(id, undefined)
  else if (ids.length < MAX_LISTED_IDS) index.set(key, inOrder(ids, id))
  else {
    const set: IdSet = new SortedMap()
    for (const each of [...ids, id]) set.set(each, undefined)
    draft.own.add(set)
    index.set(key, set)
  }
}

function inOrder(ids: readonly number[], id: number): number[] {
  const position = ids.findLastIndex((each) => each < id) + 1
  return ids.toSpliced(position, 0, id)
}

/** A key under which nothing is left goes, too. */
export function forget(draft: Draft, name: string, key: Key, id: number): void {
  const index = ownIndex(draft, name)
  const ids = index.get(key)
  if (ids === undefined) return
  if (isListed(ids)) {
    const left = ids.filter((each) => each !== id)
    if (left.length === 0) index.delete(key)
    else index.set(key, left)
    return
  }
  const set = ownIds(draft, index, key, ids)
  set.delete(id)
  if (set.size === 0) index.delete(key)
}

/** An index, ours to write. */
function ownIndex({ indexes, own }: Draft, name: string): Index {
  let index = indexes[name]
  if (index === undefined || !own.has(index)) {
    index = index?.clone() ?? new SortedMap<Key, Ids>()
    own.add(index)
    indexes[name] = index
  }
  return index
}

/** The ids under one key of an index, ours to write. */
function ownIds({ own }: Draft, index: Index, key: Key, ids: IdSet): IdSet {
  if (own.has(ids)) return ids
  const set = ids.clone()
  own.add(set)
  index.set(key, set)
  return set
}
