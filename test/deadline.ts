import { setImmediate, setTimeout as wait } from 'node:timers/promises'

/** Long enough for any machine; a test that needs all of it has failed. */
export const DEADLINE_MS = 10_000

/** What a promise brings; rejects with the label when that takes too long. */
export async function within<Result>(ms: number, label: string, promise: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${label}: nothing after ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** What is about to happen in this process has happened after so many turns. */
const TURNS = 100
/** What takes longer than that is done by another process, which needs the processor itself. */
const PAUSE_MS = 5

/** Looks again and again, until it finds something: not false, null or undefined. */
export async function until<Found>(
  label: string,
  look: () => Promise<Found> | Found,
): Promise<Exclude<Found, false | null | undefined>> {
  const end_ms = performance.now() + DEADLINE_MS
  for (let turn = 0; ; turn += 1) {
    const found = await look()
    if (isThere(found)) return found
    if (performance.now() > end_ms) throw new Error(`${label}: not there after ${DEADLINE_MS} ms`)
    await (turn < TURNS ? setImmediate() : wait(PAUSE_MS))
  }
}

const isThere = <Found>(found: Found): found is Exclude<Found, false | null | undefined> =>
  found !== false && found !== null && found !== undefined
