import { spawnSync } from 'node:child_process'
import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeProject, type Project } from './project.ts'

/** Every folder of examples/ is run as its README says. `.ci/run` has all languages, and says so with TEVO_EXAMPLES=all. */

const SLOW_MS = 180_000
const mustRunAll = process.env.TEVO_EXAMPLES === 'all'

interface Example {
  /** It compiles much: `.ci/run` alone runs it. */
  readonly isSlow?: boolean
  /** What it needs beside Node; answers with an exit code. */
  readonly needs?: readonly [program: string, ...args: string[]]
  /** What its runner prints when one test has passed. */
  readonly passed: RegExp
}

const EXAMPLES: { readonly [folder: string]: Example } = {
  vitest: { passed: /Tests +2 passed \(2\)/ },
  jest: { passed: /Tests: +2 passed, 2 total/ },
  'jest-ts': { isSlow: true, passed: /Tests: +1 passed, 1 total/ },
  'node-test': { passed: /^# pass 1$/m },
  playwright: { isSlow: true, passed: /^ +2 passed/m },
  pytest: { needs: ['python3', '-m', 'pytest', '--version'], passed: /1 passed/ },
  phpunit: { needs: ['phpunit', '--version'], passed: /OK \(1 test, \d assertions\)/ },
  rspec: { needs: ['rspec', '--version'], passed: /1 example, 0 failures/ },
  junit: {
    isSlow: true,
    needs: ['sh', '-c', 'javac -version && test -e /usr/share/java/junit-platform-console.jar'],
    passed: /\[ +1 tests successful +\]/,
  },
  sweep: { isSlow: true, passed: /^\d\d runs: \d\d survived$/m },
  'sweep-vitest': { passed: /Tests +1 passed \(1\)/ },
  go: { isSlow: true, needs: ['go', 'version'], passed: /^ok\s/m },
}

let project: Project
beforeAll(async () => {
  project = await makeProject()
  await cp('examples', join(project.directory, 'examples'), { recursive: true })
}, SLOW_MS)
afterAll(() => project.remove())

test.for(Object.entries(EXAMPLES))('examples/%s passes', { timeout: SLOW_MS }, async ([folder, example], context) => {
  const { needs, passed, isSlow = false } = example
  const skip = (why: string) => {
    console.log(`examples/${folder} is not run: ${why}`)
    return context.skip(why)
  }
  if (isSlow && !mustRunAll) return skip('it is slow, so only .ci/run does it (TEVO_EXAMPLES=all)')
  if (needs !== undefined && !answers(needs)) {
    const why = `this machine does not have what it needs: ${needs.join(' ')}`
    if (mustRunAll) throw new Error(why)
    return skip(why)
  }
  expect(await readFile(`examples/${folder}/README.md`, 'utf8')).toMatch(
    /^# .+\n\n```sh\nnpm install && npm test\n```\n/,
  )

  const { code, output } = await project.run(`examples/${folder}`, 'npm test')

  expect(code, output).toBe(0)
  expect(output).toMatch(passed)
})

test('every folder of examples/ is run, and says which version of a runner it is run with', async () => {
  const { devDependencies } = JSON.parse(await readFile('package.json', 'utf8'))
  const all = spawnSync('ls', ['examples'], { encoding: 'utf8' }).stdout.trim().split('\n')
  // The first test is checked with the package (scripts/check-consumers.js), files to deploy in test/several/deployment.test.ts.
  const folders = all.filter((folder) => !['first-test', 'several-processes'].includes(folder))
  expect(folders.sort()).toEqual(Object.keys(EXAMPLES).sort())
  for (const folder of folders) {
    const wanted: { [name: string]: string } = JSON.parse(
      await readFile(`examples/${folder}/package.json`, 'utf8'),
    ).devDependencies
    const { 'tevo-local': ours, typescript = '5.9.3', ...runners } = wanted
    expect(ours).toBe('file:../..')
    expect(`npm:typescript@${typescript}`).toBe(devDependencies['typescript-5'])
    expect(devDependencies, folder).toMatchObject(runners)
  }
})

const answers = ([program, ...args]: readonly [string, ...string[]]): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0
