const MAX_DISTANCE = 3

/** The name that was probably meant, if one is near; short ones have to be nearer. */
export function nearest(given: string, names: readonly string[]): string | undefined {
  const mostDistance = Math.min(MAX_DISTANCE, Math.max(2, Math.floor(given.length / 2)))
  const [best] = names
    // Others are farther by their length alone; a long text is not compared letter by letter.
    .filter((name) => Math.abs(name.length - given.length) <= mostDistance)
    .map((name) => ({ name, distance: distanceOf(given, name) }))
    .filter(({ name, distance }) => distance <= mostDistance && distance < name.length)
    .sort((one, other) => one.distance - other.distance)
  return best?.name
}

/** What to do about a name that is not one: `did you mean "orders.create"?`, or else what `otherwise` says. */
export function didYouMean(given: string, names: readonly string[], otherwise: string): string {
  const meant = nearest(given, names)
  return meant === undefined ? otherwise : `did you mean "${meant}"?`
}

/** How many letters must be put in, left out or exchanged to make one of the other. */
function distanceOf(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (const [row, letter] of [...one].entries()) {
    const current = [row + 1]
    for (const [column, otherLetter] of [...other].entries()) {
      const exchanged = (above[column] ?? 0) + (letter === otherLetter ? 0 : 1)
      current.push(Math.min(exchanged, (above[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1))
    }
    above = current
  }
  return above.at(-1) ?? 0
}
