// @ts-check
import { readdirSync, readFileSync } from 'node:fs'

const NS_PER_MS = 1e6

/**
 * How long a process has run on a processor so far, all its threads together. NaN where the system does not tell: Linux
 * does.
 * @param {number | undefined} pid
 */
export function processorTime_ms(pid) {
  const threads = `/proc/${pid}/task`
  try {
    // The first number of `schedstat` is the nanoseconds that a thread has run.
    const run_ns = readdirSync(threads).map((thread) =>
      Number.parseInt(readFileSync(`${threads}/${thread}/schedstat`, 'utf8'), 10),
    )
    return run_ns.reduce((sum, next) => sum + next, 0) / NS_PER_MS
  } catch {
    return Number.NaN
  }
}
