import { existsSync } from 'node:fs'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * The files that take over ten seconds, the longest first. Vitest knows how long a file took only where it has run before; a fresh
 * clone would begin some of these last, and leave all cores but one with nothing to do.
 */
const LONG = [
  'test/docs/blocks.test.ts',
  'test/inspector/every-page.test.ts',
  'test/invariants/marketplace.test.ts',
  'test/postgres/processes.test.ts',
  'test/sweep/command.test.ts',
  'test/invariants/bad-input.test.ts',
  'test/cli/exec.test.ts',
  'test/faults/phases.test.ts',
  'test/openapi/documents.test.ts',
]

/** The order in which the files begin. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root } = this.ctx.config
    const long = LONG.map((file) => `${root}/${file}`)
    const gone = long.filter((file) => !existsSync(file))
    if (gone.length > 0) throw new Error(`test/longest-first.ts names files that are not there: ${gone.join(', ')}`)
    const rank = ({ moduleId }: TestSpecification) => (long.includes(moduleId) ? long.indexOf(moduleId) : long.length)
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other))
  }
}
