import type { Attempt } from '../store/records.ts'

/** W:73302018 v8: how long after each try the next one comes; after the last there is none. */
const RETRY_AFTER_S = [10, 120, 600, 3_600] as const

/** How much of an answer is kept of each try. */
const MAX_ANSWER_CHARS = 2_048

/** When a thing is sent again that was tried so often; null: never. */
export function nextTryAt(tries: number, now: number): number | null {
  const wait_s = RETRY_AFTER_S[tries - 1]
  return wait_s === undefined ? null : now + wait_s * 1_000
}

/** What is kept of one try. */
export const attemptOf = (
  at: number,
  { status, text, error, duration_ms }: Pick<Attempt, 'status' | 'error' | 'duration_ms'> & { readonly text: string },
): Attempt => ({ at, status, error, answer: text.slice(0, MAX_ANSWER_CHARS), duration_ms })
