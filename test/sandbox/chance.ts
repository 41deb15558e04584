/** Numbers from 0 up to 1. */
export type Chance = () => number

/** The same numbers for the same seed: mulberry32. */
export function random(seed: number): Chance {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function oneOf<Choice>(chance: Chance, choices: readonly Choice[]): Choice {
  const choice = choices[Math.floor(chance() * choices.length)]
  if (choice === undefined) throw new Error('there is nothing to choose from')
  return choice
}
