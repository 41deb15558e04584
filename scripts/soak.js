// @ts-check
// Lets 50 clients live with a server that goes wrong by chance, then looks at everything: `npm run soak -- 10m` for so long.
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { root } from './package-json.js'

const [lasts = '1m'] = process.argv.slice(2)
if (/^[1-9]\d*[smh]$/.test(lasts)) {
  const seed = process.env.TEVO_SEED ?? String(randomInt(1_000_000))
  console.log(`soak: the seed is ${seed}; the same clients again: TEVO_SEED=${seed} npm run soak -- ${lasts}`)
  const args = ['vitest', 'run', 'test/soak', '--disable-console-intercept']
  const env = { ...process.env, TEVO_SEED: seed, TEVO_SOAK: lasts }
  process.exitCode = spawnSync('npx', args, { cwd: root, env, stdio: 'inherit' }).status ?? 1
} else {
  console.error(`soak: ${lasts} is not a time: give 30s, 10m or 1h, npm run soak -- 10m`)
  process.exitCode = 2
}
