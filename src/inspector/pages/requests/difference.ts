/** Two texts that begin and end alike, and what is between. */
export interface Between {
  readonly before: string
  readonly one: string
  readonly other: string
  readonly after: string
}

/** Where two texts differ; null: they do not. */
export function between(one: string, other: string): Between | null {
  if (one === other) return null
  const ones = Array.from(one)
  const others = Array.from(other)
  const most = Math.min(ones.length, others.length)
  let start = 0
  while (start < most && ones[start] === others[start]) start += 1
  let end = 0
  while (end < most - start && ones.at(-1 - end) === others.at(-1 - end)) end += 1
  const middle = (characters: readonly string[]) => characters.slice(start, characters.length - end).join('')
  return {
    before: ones.slice(0, start).join(''),
    one: middle(ones),
    other: middle(others),
    after: ones.slice(ones.length - end).join(''),
  }
}
