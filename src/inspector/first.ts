/** The first ones of what may be without end. */
export function firstOf<Value>(values: Iterable<Value>, most: number): Value[] {
  const taken: Value[] = []
  for (const value of values) {
    if (taken.length === most) break
    taken.push(value)
  }
  return taken
}
