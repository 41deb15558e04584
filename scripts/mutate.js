// @ts-check
// Changes the code of an area, one small thing at a time, and says which changes no test noticed: `npm run mutate -- signing`.
// What was found stays in .mutation/, and a later run goes on from there: `--force` begins anew.
import { spawnSync } from 'node:child_process'
import { AREAS } from './mutation/areas.js'
import { root } from './package-json.js'

const [name = '', ...more] = process.argv.slice(2)
const area = AREAS[name]
if (area === undefined) {
  console.error(
    `mutate: "${name}" is not an area: give one of ${Object.keys(AREAS).join(', ')}, npm run mutate -- signing`,
  )
  process.exitCode = 2
} else {
  const kept = ['--incremental', '--incrementalFile', `.mutation/${name}.json`]
  const args = ['stryker', 'run', '--mutate', area.mutate.join(','), ...kept, ...more]
  const env = { ...process.env, TEVO_MUTATED: name }
  process.exitCode = spawnSync('npx', args, { cwd: root, env, stdio: 'inherit' }).status ?? 1
}
