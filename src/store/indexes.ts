import btree from 'sorted-btree'

/** Sorted trees, and the ids that an index keeps under each of its keys. */

const BTree = btree.default
export type Tree<Key, Value> = InstanceType<typeof btree.default<Key, Value>>

export type Key = string | number
/** The ids under one key, ascending. Most keys have a few (the items of an order), for which a tree is too much. */
type Ids = readonly number[] | IdTree
type IdTree = Tree<number, undefined>
export type Index = Tree<Key, Ids>

const MAX_LISTED_IDS = 16

/** The keys of one tree are all numbers or all text; what sorted-btree does by itself, for keys of any kind, takes longer. */
const compare = (one: Key, other: Key): number => (one < other ? -1 : one > other ? 1 : 0)

/** To write into a tree copies the nodes on the way, so they are smaller than sorted-btree's own 32. */
const MAX_NODE_SIZE = 16

export const makeTree = <Kind extends Key, Value>() => new BTree<Kind, Value>(undefined, compare, MAX_NODE_SIZE)

export const isListed = (ids: Ids | undefined): ids is readonly number[] => Array.isArray(ids)

export const sizeOf = (ids: Ids | undefined): number => (isListed(ids) ? ids.length : (ids?.size ?? 0))

export function* newestFirst(ids: Ids): Generator<number, undefined> {
  if (isListed(ids)) for (let nth = ids.length - 1; nth >= 0; nth -= 1) yield ids[nth] ?? 0
  else for (const [id] of ids.entriesReversed()) yield id
  return undefined
}

/** The trees of one table that a transaction has made its own, so that it writes them in place. */
export interface Draft {
  readonly indexes: { [index: string]: Index }
  readonly own: Set<Index | IdTree>
}

export function remember(draft: Draft, name: string, key: Key, id: number): void {
  const index = ownIndex(draft, name)
  const ids = index.get(key)
  if (ids === undefined) index.set(key, [id])
  else if (!isListed(ids)) ownTree(draft, index, key, ids).set(id, undefined)
  else if (ids.length < MAX_LISTED_IDS) index.set(key, inOrder(ids, id))
  else {
    const tree = makeTree<number, undefined>()
    for (const each of [...ids, id]) tree.set(each, undefined)
    draft.own.add(tree)
    index.set(key, tree)
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
  const tree = ownTree(draft, index, key, ids)
  tree.delete(id)
  if (tree.size === 0) index.delete(key)
}

/** An index, ours to write. */
function ownIndex({ indexes, own }: Draft, name: string): Index {
  let index = indexes[name]
  if (index === undefined || !own.has(index)) {
    index = index?.clone() ?? makeTree<Key, Ids>()
    own.add(index)
    indexes[name] = index
  }
  return index
}

/** The ids under one key of an index, ours to write. */
function ownTree({ own }: Draft, index: Index, key: Key, ids: IdTree): IdTree {
  if (own.has(ids)) return ids
  const tree = ids.clone()
  own.add(tree)
  index.set(key, tree)
  return tree
}
