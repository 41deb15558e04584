// @ts-check
// Sends the heaviest requests that a server takes, at full size, and holds it to what docs/limits.md says: it takes some minutes and a quiet machine.
import { spawnSync } from 'node:child_process'
import { root } from './package-json.js'

const args = ['vitest', 'run', 'test/attacks/stalls.test.ts']
const env = { ...process.env, TEVO_ATTACKS: 'full' }
process.exitCode = spawnSync('npx', args, { cwd: root, env, stdio: 'inherit' }).status ?? 1
