// @ts-check
// Kills a server while everything is written at once, and looks for what it acknowledged: `npm run crash -- 1000` does so 1,000 times, which takes some twenty minutes.
import { spawnSync } from 'node:child_process'
import { root } from './package-json.js'

const given = process.argv[2] ?? '100'
if (/^[1-9]\d*$/.test(given)) {
  const args = ['vitest', 'run', 'test/data-file/crash.test.ts', '--disable-console-intercept']
  const env = { ...process.env, TEVO_CRASHES: given }
  process.exitCode = spawnSync('npx', args, { cwd: root, env, stdio: 'inherit' }).status ?? 1
} else {
  console.error(`crash: ${given} is not a number of crashes: give one from 1, npm run crash -- 1000`)
  process.exitCode = 2
}
