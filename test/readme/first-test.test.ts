import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { serve } from '../harness.ts'
import { type Block, firstTests } from './blocks.ts'

/** The README's "Your first test": each block is run by its own framework against a server, where that is installed. */

const DEADLINE_MS = 15_000
const MAX_LINES = 14

const [vitest, phpunit, rspec, pytest] = ['js', 'php', 'ruby', 'python'].map((language) =>
  firstTests.find((block) => block.language === language),
)

test('there is one for each framework, in under 15 lines', () => {
  expect(firstTests.map(({ language }) => language)).toEqual(['js', 'php', 'ruby', 'python'])
  for (const { text, line } of firstTests)
    expect(text.trimEnd().split('\n').length, `the block of line ${line}`).toBeLessThanOrEqual(MAX_LINES)
})

test('with vitest', async () => {
  await expectToPass(vitest, 'first.test.mjs', (directory) => [
    process.execPath,
    [resolve('node_modules/vitest/vitest.mjs'), 'run', '--root', directory],
  ])
})

test('with pytest', async (context) => {
  if (!hasPytest()) return context.skip('there is no pytest here: python3 -m pytest --version fails')
  await expectToPass(pytest, 'test_first.py', () => ['python3', ['-m', 'pytest', '-q', '-p', 'no:cacheprovider']])
})

// Neither language is here to run them: they must ask for the same as those that are run.
test('with PHPUnit and RSpec, in the same steps', () => {
  for (const { text = '' } of [phpunit ?? { text: '' }, rspec ?? { text: '' }]) {
    expect(text).toContain("'http://127.0.0.1:8386/_local/sandboxes', '{}'")
    expect(text).toContain(`'{"clients":[{"name":"Ned Flanders"}]}'`)
    expect(text).toMatch(/POST .*\/v9\/clients\?/)
    expect(text).toMatch(/hash_hmac\('sha256', .*, true\)|OpenSSL::HMAC\.digest\('SHA256'/)
    expect(text).toContain('TEVO_CONTROL_URL')
    expect(text).toMatch(/clients\.create.*201.*min.*1.*max.*1/)
  }
})

const hasPytest = (): boolean => spawnSync('python3', ['-m', 'pytest', '--version'], { stdio: 'ignore' }).status === 0

/** Runs a block in a directory of its own, twice: a sandbox of its own does not mind what the first one left. */
async function expectToPass(
  block: Block | undefined,
  file: string,
  command: (directory: string) => [program: string, args: readonly string[]],
): Promise<void> {
  if (block === undefined) throw new Error(`the README has no block for ${file}`)
  const { url } = await serve()
  const directory = await mkdtemp(join(tmpdir(), 'tevo-local-first-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  await symlink(resolve('node_modules'), join(directory, 'node_modules'))
  // The README says port 8386, which may be taken.
  await writeFile(join(directory, file), block.text.replace('http://127.0.0.1:8386', url))
  for (const time of ['the first time', 'the second time']) {
    const { code, output } = await run(directory, ...command(directory))
    expect(code, `${time}: ${output}`).toBe(0)
    expect(output, time).toMatch(/1 passed/)
  }
}

async function run(directory: string, program: string, args: readonly string[]) {
  // What vitest puts into the environment of its workers would be believed.
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:VITEST|NODE_OPTIONS)/.test(name))
  const env = { ...Object.fromEntries(inherited), NO_COLOR: '1', NO_PROXY: '127.0.0.1', PYTHONDONTWRITEBYTECODE: '1' }
  const child = spawn(program, args, { cwd: directory, env, timeout: DEADLINE_MS })
  const code = new Promise<number | null>((ended, fail) => child.once('error', fail).once('close', ended))
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await code, output: stdout + stderr }
}
