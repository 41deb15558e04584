/** A long text as it is shown in a sentence. */
export const cut = (text: string, max_chars: number): string =>
  text.length > max_chars ? `${text.slice(0, max_chars)}…` : text

/** `1 run`, `2 runs` */
export const several = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** `a, b and 3 more`: a sentence names at most so many. */
export function listed(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).join(', ')
  return names.length > most ? `${shown} and ${names.length - most} more` : shown
}

const MAX_WRONG = 20
const MAX_WRONG_CHARS = 1_000

/** `faults.0.times: Too small; … and 3 more`: the first of what is wrong, each in short, for all of a long list may be. */
export function wrongs(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  const said = new Set(
    issues.map(({ path, message }) =>
      cut(path.length === 0 ? message : `${path.join('.')}: ${message}`, MAX_WRONG_CHARS),
    ),
  )
  const more = said.size - MAX_WRONG
  return `${[...said].slice(0, MAX_WRONG).join('; ')}${more > 0 ? `; and ${more} more` : ''}`
}
