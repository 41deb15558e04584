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

/** The indexes of one table while a transaction writes to it. */
export interface Draft {
  readonly indexes: Index[]
  /** Those that it has made its own, so that it writes them in place: bit 0 for the first, of at most 31. */
  ownIndexes: number
  /** The same of the ids under one key; null as long as there are none. */
  ownIds: Set<IdSet> | null
}

export const draftOf = (indexes: readonly Index[]): Draft => ({
  indexes: indexes.slice(),
  ownIndexes: 0,
  ownIds: null,
})

export function remember(draft: Draft, place: number, key: Key, id: number): void {
  const index = ownIndex(draft, place)
  const ids = index.get(key)
  if (ids === undefined) index.set(key, [id])
  else if (!isListed(ids)) ownIds(draft, index, key, ids).set(id, undefined)
  else if (ids.length < MAX_LISTED_IDS) index.set(key, inOrder(ids, id))
  else {
    const set: IdSet = new SortedMap()
    for (const each of [...ids, id]) set.set(each, undefined)
    own(draft, set)
    index.set(key, set)
  }
}

function inOrder(ids: readonly number[], id: number): number[] {
  const position = ids.findLastIndex((each) => each < id) + 1
  return ids.toSpliced(position, 0, id)
}

/** A key under which nothing is left goes, too. */
export function forget(draft: Draft, place: number, key: Key, id: number): void {
  const index = ownIndex(draft, place)
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
function ownIndex(draft: Draft, place: number): Index {
  const index = draft.indexes[place]
  if (index === undefined) throw new Error(`the table has no index at ${place}`)
  if ((draft.ownIndexes & (1 << place)) !== 0) return index
  const own = index.clone()
  draft.ownIndexes |= 1 << place
  draft.indexes[place] = own
  return own
}

/** The ids under one key of an index, ours to write. */
function ownIds(draft: Draft, index: Index, key: Key, ids: IdSet): IdSet {
  if (draft.ownIds?.has(ids)) return ids
  const set = ids.clone()
  own(draft, set)
  index.set(key, set)
  return set
}

function own(draft: Draft, ids: IdSet): void {
  draft.ownIds ??= new Set()
  draft.ownIds.add(ids)
}
