// @ts-check
// Sends hostile requests to both planes: `npm run fuzz -- 1000000` so many, `npm run fuzz -- 10m` for so long.
// What it prints of a failure brings that one back: `TEVO_SEED=7 npm run fuzz -- 5 --from 48210`.
import { randomInt } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { startVitest } from 'vitest/node'
import { root } from './package-json.js'

/** One waits for its answer much of the time, and others may use the machine too. */
const PROCESSES_OF_A_CORE = 2
/** Each has a server of its own, which has to warm up. */
const LEAST_INPUTS_OF_A_PROCESS = 5_000

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
  Object.assign(process.env, { TEVO_SEED: seed, TEVO_FUZZ: given.budget, TEVO_FUZZ_FROM: given.from })
  await fuzz(processesFor(given.budget))
}

/**
 * A small number goes to one process, a time to all.
 * @param {string} budget
 */
function processesFor(budget) {
  const most = PROCESSES_OF_A_CORE * availableParallelism()
  return /\d$/.test(budget) ? Math.min(most, Math.ceil(Number(budget) / LEAST_INPUTS_OF_A_PROCESS)) : most
}

/**
 * The same test in so many processes, each with its share of the inputs.
 * @param {number} processes
 */
async function fuzz(processes) {
  const began = performance.now()
  const shares = Array.from({ length: processes }, (_, nth) => `${nth + 1}/${processes}`)
  const projects = shares.map((share) => ({
    extends: /** @type {const} */ (true),
    test: { name: share, env: { TEVO_FUZZ_SHARE: share }, maxWorkers: processes },
  }))
  // What it says of itself is printed as it comes.
  const options = { root, run: true, watch: false, disableConsoleIntercept: true }
  const vitest = await startVitest('test', ['test/fuzz'], options, { test: { projects } })
  const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()])
  const inputs = tests.reduce((sum, test) => sum + (test.meta().inputs ?? 0), 0)
  const s = (performance.now() - began) / 1_000
  console.log(
    `fuzz: ${inputs} inputs in ${Math.round(s)} s, ${Math.round(inputs / s)} a second, by ${processes} process${processes === 1 ? '' : 'es'}`,
  )
  await vitest.close()
}
