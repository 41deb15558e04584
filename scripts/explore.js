// @ts-check
// Runs the property tests that take long with six times as many examples as `npm test`, and others each time:
// `npm run explore -- 10` does so ten times, and stops at the first failure. TEVO_SEED takes the examples of one seed.
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './package-json.js'

const MORE = 6
const ROUNDS = 1
/** What vitest.config.ts gives to a test of `npm test`. */
const USUAL_MS = 30_000

/** The test files that multiply what they do by `MORE` of test/properties.ts. */
const places = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => join('test', name))
  .filter((file) => /^import .*\bMORE\b.* from '\S+\/properties\.ts'$/m.test(readFileSync(join(root, file), 'utf8')))

const given = process.argv[2] ?? String(ROUNDS)
if (/^[1-9]\d*$/.test(given)) {
  for (let round = 1; round <= Number(given); round++) {
    const seed = process.env.TEVO_SEED ?? String(randomInt(2 ** 31))
    console.log(`Round ${round}. To bring its failures back: TEVO_SEED=${seed} npm run explore`)
    const args = ['vitest', 'run', '--test-timeout', String(USUAL_MS * MORE), ...places]
    const env = { ...process.env, TEVO_MORE: String(MORE), TEVO_SEED: seed }
    const { status } = spawnSync('npx', args, { cwd: root, env, stdio: 'inherit' })
    process.exitCode = status ?? 1
    if (status !== 0) break
  }
} else {
  console.error(`explore: ${given} is not a number of rounds: give one from 1, npm run explore -- 10`)
  process.exitCode = 2
}
