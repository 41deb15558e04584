// @ts-check
// Kills, stops and resumes the processes of a TEvo on PostgreSQL, and the database, while 50 clients write, and looks for what was acknowledged: `npm run crash:postgres -- 5m` for so long.
import { spawnSync } from 'node:child_process'
import { root } from './package-json.js'

const [lasts = '5m'] = process.argv.slice(2)
if (/^[1-9]\d*[smh]$/.test(lasts)) {
  const args = ['vitest', 'run', 'test/postgres/crash.test.ts', '--disable-console-intercept']
  const env = { ...process.env, TEVO_CRASH_POSTGRES: lasts }
  process.exitCode = spawnSync('npx', args, { cwd: root, env, stdio: 'inherit' }).status ?? 1
} else {
  console.error(`crash:postgres: ${lasts} is not a time: give 30s, 5m or 1h, npm run crash:postgres -- 5m`)
  process.exitCode = 2
}
