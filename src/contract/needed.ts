import { namesIn } from './fill.ts'
import type { ContractCase, Suite } from './suite.ts'

/** The names of what a case needs that an earlier one has found. */
export const namesNeededBy = ({ params, query, body, holds }: ContractCase): readonly string[] =>
  namesIn([params, query, body, holds])

/** The suite without the cases that these operations can do without. */
export function neededFor(suite: Suite, only: readonly string[]): Suite {
  const names = new Set<string>()
  const kept = new Set<ContractCase>()
  for (const each of [...suite.reads, ...suite.writes].reverse()) {
    const isWanted = only.includes(each.operation) || Object.keys(each.finds ?? {}).some((name) => names.has(name))
    if (!isWanted) continue
    kept.add(each)
    for (const name of namesNeededBy(each)) names.add(name)
  }
  const cleansUp = (each: ContractCase) =>
    each.cleans_up !== undefined && namesNeededBy(each).some((name) => names.has(name))
  return {
    ...suite,
    reads: suite.reads.filter((each) => kept.has(each)),
    writes: suite.writes.filter((each) => kept.has(each) || cleansUp(each)),
  }
}
