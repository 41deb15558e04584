import { hash } from 'node:crypto'

/** A number from 0 up to 1 that these three alone decide: neither another rule nor another request moves it. */
export const draw = (seed: number, rule: string, what: string): number =>
  Number.parseInt(hash('sha256', `${seed}/${rule}/${what}`).slice(0, 12), 16) / 2 ** 48
