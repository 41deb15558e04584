// @ts-check
// Sends hostile requests to both planes: `npm run fuzz -- 1000000` so many, `npm run fuzz -- 10m` for so long.
// What it prints of a failure brings that one back: `TEVO_SEED=7 npm run fuzz -- 5 --from 48210`.
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { root } from './package-json.js'

/** What it says of itself is printed as it comes. The file stands first: an option would take it for its value. */
const VITEST = ['vitest', 'run', 'test/fuzz', '--disable-console-intercept']

function readArguments() {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { from: { type: 'string' } } })
    const [budget = '100000'] = positionals
    const { from = '0' } = values
    return /^[1-9]\d*[smh]?$/.test(budget) && /^\d+$/.test(from) ? { budget, from } : null
  } catch {
    return null
  }
}

const given = readArguments()
if (given === null) {
  console.error(
    'fuzz: give a number of inputs, or a time, and the first input if you like: npm run fuzz -- 30s --from 0',
  )
  process.exitCode = 2
} else {
  const seed = process.env.TEVO_SEED ?? String(randomInt(2 ** 31))
  console.log(
    `fuzz: the seed is ${seed}; the same again: TEVO_SEED=${seed} npm run fuzz -- ${given.budget} --from ${given.from}`,
  )
  const env = { ...process.env, TEVO_SEED: seed, TEVO_FUZZ: given.budget, TEVO_FUZZ_FROM: given.from }
  process.exitCode = spawnSync('npx', VITEST, { cwd: root, env, stdio: 'inherit' }).status ?? 1
}
