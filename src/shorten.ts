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
