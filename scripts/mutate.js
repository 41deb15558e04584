// @ts-check
// Changes the code of an area, one small thing at a time, and says which changes no test noticed: `npm run mutate -- signing`.
// `--one-in 5` tries a fifth of them, drawn by TEVO_SEED. What a test noticed stays in .mutation/, and a later run tries only
// the others, and what has changed: `--force` begins anew.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { AREAS } from './mutation/areas.js'
import { writeMeasured } from './mutation/measured.js'
import { root } from './package-json.js'

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { 'one-in': { type: 'string', default: '1' }, force: { type: 'boolean', default: false } },
    })
    const [name = ''] = positionals
    const area = AREAS[name]
    const oneIn = values['one-in']
    return area && /^[1-9]\d*$/.test(oneIn) ? { name, area, oneIn, force: values.force } : null
  } catch {
    return null
  }
}

const given = readArguments()
if (given === null) {
  console.error(
    `mutate: give one of ${Object.keys(AREAS).join(', ')}, and how few of its mutants if you like: npm run mutate -- signing --one-in 5`,
  )
  process.exitCode = 2
} else {
  const { name, area, oneIn, force } = given
  const seed = process.env.TEVO_SEED ?? '1'
  const kept = `.mutation/${oneIn === '1' ? name : `${name}-1-in-${oneIn}-seed-${seed}`}.json`
  forgetUnnoticed(kept)
  const args = ['stryker', 'run', '--mutate', area.mutate.join(','), '--incremental', '--incrementalFile', kept]
  if (oneIn !== '1') args.push('--checkers', 'draw')
  if (force) args.push('--force')
  // What the examples of a property notice, a few of them notice: a mutant that is not noticed has to go through all tests.
  const env = { ...process.env, TEVO_MUTATED: name, TEVO_ONE_IN: oneIn, TEVO_SEED: seed, TEVO_MORE: '0.25' }
  const { status } = spawnSync('npx', args, { cwd: root, env, stdio: 'inherit' })
  if (status === 0) console.log(writeMeasured(name, kept, oneIn === '1' ? '' : `one in ${oneIn} drawn by seed ${seed}`))
  process.exitCode = status ?? 1
}

/** Stryker would try a survivor again only where it knows that a test has changed, and our runner does not tell it. @param {string} file */
function forgetUnnoticed(file) {
  if (!existsSync(`${root}${file}`)) return
  const report = JSON.parse(readFileSync(`${root}${file}`, 'utf8'))
  for (const source of Object.values(report.files))
    source.mutants = source.mutants.filter((/** @type {{ status: string }} */ { status }) =>
      /Killed|Timeout/.test(status),
    )
  writeFileSync(`${root}${file}`, JSON.stringify(report))
}
