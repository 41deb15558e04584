// @ts-check
// Stryker's checker: of an area that has too many mutants for one sitting, one in so many is tried. The others are said to be
// errors of compilation, which Stryker leaves out of the score.
import { createHash } from 'node:crypto'

class Draw {
  #oneIn = Number(process.env.TEVO_ONE_IN ?? 1)
  #seed = process.env.TEVO_SEED ?? '1'

  init() {
    return Promise.resolve()
  }

  /** @param {readonly import('@stryker-mutator/api/core').Mutant[]} mutants */
  check(mutants) {
    return Object.fromEntries(
      mutants.map((mutant) => [
        mutant.id,
        this.#isDrawn(mutant) ? { status: 'passed' } : { status: 'compileError', reason: 'not drawn' },
      ]),
    )
  }

  /** By what it is and where, so that a run that goes on draws the same. @param {import('@stryker-mutator/api/core').Mutant} mutant */
  #isDrawn({ fileName, location, replacement }) {
    const what = JSON.stringify([this.#seed, fileName.replace(/^.*\/src\//, ''), location, replacement])
    return createHash('sha256').update(what).digest().readUInt32BE() % this.#oneIn === 0
  }
}

export const strykerPlugins = [{ kind: 'Checker', name: 'draw', injectableClass: Draw }]
