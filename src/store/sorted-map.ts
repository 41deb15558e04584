import btree from 'sorted-btree'

const BTree = btree.default

export type Key = string | number

/** The keys of one map are all numbers or all text; what sorted-btree does by itself, for keys of any kind, takes longer. */
const compare = (one: Key, other: Key): number => (one < other ? -1 : one > other ? 1 : 0)

/** To write into a tree copies the nodes on the way, so they are smaller than sorted-btree's own 32. */
const MAX_NODE_SIZE = 16

/** How many of the highest keys stand in front of the tree. */
const MAX_LATEST = 32

/**
 * A map in the order of its keys, whose clones share what neither of them has written since. Most keys come in ascending
 * order, as ids do: the latest stand in two lists, and go into the tree together, so that the nodes on the way there are
 * copied once for all of them and not once for each.
 */
export class SortedMap<K extends Key, V> {
  #tree: InstanceType<typeof btree.default<K, V>>
  #ownsTree: boolean
  /** Undefined: the tree is empty. */
  #highestOfTree: K | undefined
  /**
   * Higher than all in the tree, ascending, and what they stand for: the first `count` of two lists. Clones share the lists:
   * what one of them puts at the end is behind the count of the others.
   */
  #keys: K[]
  #values: V[]
  #count: number
  #ownsLatest: boolean

  /** Empty, or with what another one has. */
  constructor(shared?: SortedMap<K, V>) {
    this.#tree = shared === undefined ? new BTree<K, V>(undefined, compare, MAX_NODE_SIZE) : shared.#tree
    this.#ownsTree = shared === undefined
    this.#highestOfTree = shared === undefined ? undefined : shared.#highestOfTree
    this.#keys = shared === undefined ? [] : shared.#keys
    this.#values = shared === undefined ? [] : shared.#values
    this.#count = shared === undefined ? 0 : shared.#count
    this.#ownsLatest = shared === undefined
  }

  get size(): number {
    return this.#tree.size + this.#count
  }

  /** What is written into the clone is not in this one. This one is not to be written any more. */
  clone(): SortedMap<K, V> {
    return new SortedMap(this)
  }

  has(key: K): boolean {
    return this.#isLatest(key) ? this.#isAt(this.#placeOf(key), key) : this.#tree.has(key)
  }

  get(key: K): V | undefined {
    if (!this.#isLatest(key)) return this.#tree.get(key)
    const place = this.#placeOf(key)
    return this.#isAt(place, key) ? this.#values[place] : undefined
  }

  set(key: K, value: V): void {
    if (!this.#isLatest(key)) {
      this.#ownTree().set(key, value)
      return
    }
    const place = this.#placeOf(key)
    // Nobody else sees what is put at the end, unless somebody has put something there already.
    if (place < this.#count || this.#keys.length > place) this.#ownLatest()
    if (place === this.#count) {
      this.#keys.push(key)
      this.#values.push(value)
      this.#count += 1
    } else if (this.#keys[place] === key) this.#values[place] = value
    else {
      this.#keys.splice(place, 0, key)
      this.#values.splice(place, 0, value)
      this.#count += 1
    }
    if (this.#count > MAX_LATEST) this.#plantLatest()
  }

  delete(key: K): void {
    if (!this.#isLatest(key)) {
      const tree = this.#ownTree()
      tree.delete(key)
      this.#highestOfTree = tree.maxKey()
      return
    }
    const place = this.#placeOf(key)
    if (!this.#isAt(place, key)) return
    this.#ownLatest()
    this.#keys.splice(place, 1)
    this.#values.splice(place, 1)
    this.#count -= 1
  }

  /** The lowest one. */
  minKey(): K | undefined {
    return this.#tree.minKey() ?? (this.#count > 0 ? this.#keys[0] : undefined)
  }

  /** Lowest first. */
  *values(): Generator<V, undefined> {
    yield* this.#tree.values()
    for (let nth = 0; nth < this.#count; nth += 1) yield this.#values[nth] as V
    return undefined
  }

  /** Lowest first. */
  forEachKey(visit: (key: K) => void): void {
    this.#tree.forEachPair(visit)
    for (let nth = 0; nth < this.#count; nth += 1) visit(this.#keys[nth] as K)
  }

  /** Highest first; only those below `before`, where it is given. */
  *descending(before?: K): Generator<readonly [K, V], undefined> {
    for (let nth = this.#count - 1; nth >= 0; nth -= 1) {
      const [key, value] = [this.#keys[nth] as K, this.#values[nth] as V]
      if (before === undefined || key < before) yield [key, value]
    }
    yield* this.#tree.entriesReversed(before, undefined, true)
    return undefined
  }

  #isLatest(key: K): boolean {
    return this.#highestOfTree === undefined || key > this.#highestOfTree
  }

  #isAt(place: number, key: K): boolean {
    return place < this.#count && this.#keys[place] === key
  }

  /** Where a key is among the latest, or belongs. */
  #placeOf(key: K): number {
    const keys = this.#keys
    let from = 0
    let to = this.#count
    // Mostly it is one of the very last.
    if (to > 0 && key > (keys[to - 1] as K)) return to
    while (from < to) {
      const middle = (from + to) >> 1
      if ((keys[middle] as K) < key) from = middle + 1
      else to = middle
    }
    return from
  }

  #ownTree() {
    if (!this.#ownsTree) {
      this.#tree = this.#tree.clone()
      this.#ownsTree = true
    }
    return this.#tree
  }

  #ownLatest(): void {
    if (this.#ownsLatest) return
    this.#keys = this.#keys.slice(0, this.#count)
    this.#values = this.#values.slice(0, this.#count)
    this.#ownsLatest = true
  }

  #plantLatest(): void {
    const tree = this.#ownTree()
    for (let nth = 0; nth < this.#count; nth += 1) tree.set(this.#keys[nth] as K, this.#values[nth] as V)
    this.#highestOfTree = this.#keys[this.#count - 1]
    this.#keys = []
    this.#values = []
    this.#count = 0
    this.#ownsLatest = true
  }
}
