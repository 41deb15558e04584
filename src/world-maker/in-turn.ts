/** What comes at the `nth` turn when things are given out one after the other, again and again. */
export function inTurn<Item>(items: readonly Item[], nth: number): Item {
  const item = items[nth % items.length]
  if (item === undefined) throw new Error('there is nothing to give out')
  return item
}
