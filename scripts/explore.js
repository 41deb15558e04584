// @ts-check
// Runs the longest property tests with four times as many examples as `npm test`, and others each time:
// `npm run explore -- 10` does so ten times, and stops at the first failure. TEVO_SEED takes the examples of one seed.
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { root } from './package-json.js'

const MORE = '4'
const PLACES = ['test/invariants', 'test/sandbox/isolation.test.ts', 'test/autopilot/any-play.test.ts']
const ROUNDS = 1

const given = process.argv[2] ?? String(ROUNDS)
if (/^[1-9]\d*$/.test(given)) {
  for (let round = 1; round <= Number(given); round++) {
    const seed = process.env.TEVO_SEED ?? String(randomInt(2 ** 31))
    console.log(`Round ${round}. To bring its failures back: TEVO_SEED=${seed} npm run explore`)
    const args = ['vitest', 'run', ...PLACES]
    const env = { ...process.env, TEVO_MORE: MORE, TEVO_SEED: seed }
    const { status } = spawnSync('npx', args, { cwd: root, env, stdio: 'inherit' })
    process.exitCode = status ?? 1
    if (status !== 0) break
  }
} else {
  console.error(`explore: ${given} is not a number of rounds: give one from 1, npm run explore -- 10`)
  process.exitCode = 2
}
