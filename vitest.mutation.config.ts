import { mergeConfig } from 'vitest/config'
import { AREAS } from './scripts/mutation-areas.js'
import config from './vitest.config.ts'

/** The tests of the area that `npm run mutate` is about. */
const tests = AREAS[process.env.TEVO_MUTATED ?? '']?.tests ?? []

export default { ...mergeConfig(config, {}), test: { ...config.test, include: [...tests] } }
