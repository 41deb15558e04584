/** Another process has served a sandbox before this one: what that one had in its memory is gone. */
export interface TakeOver {
  /** When this process took it over: epoch milliseconds, real time. */
  readonly at: number
}

/** What cannot be known since. */
export const sentenceOfTakeOver = ({ at }: TakeOver): string =>
  `this process took the sandbox over from another one at ${new Date(at).toISOString()}, and journal, counters of faults and windows of rate limits began anew then: of what came before nothing is known. DELETE …/requests or a reset begins to count from there`

/** Beside what is told of a journal: whether another process knew more. */
export const takenOver = ({ takeOver }: { readonly takeOver: TakeOver | null }): { readonly taken_over_at?: string } =>
  takeOver === null ? {} : { taken_over_at: new Date(takeOver.at).toISOString() }
