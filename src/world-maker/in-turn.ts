/** The `nth` item when the list is repeated for ever: in a list of 3, item 3 is the first one again. */
export function inTurn<Item>(items: readonly Item[], nth: number): Item {
  const item = items[nth % items.length]
  if (item === undefined) throw new Error('inTurn() was given an empty list; give at least one item')
  return item
}
