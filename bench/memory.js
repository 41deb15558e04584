// @ts-check
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Resolves to what lives after a collection; the heap's own room to breathe is not counted. What was held weakly until
 * now, an old state of a sandbox say, goes with the second one alone.
 */
export async function usedBytes() {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc')
  for (let nth = 0; nth < 2; nth += 1) {
    await setImmediate()
    collect()
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
