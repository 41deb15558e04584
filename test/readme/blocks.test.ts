import { existsSync, readFileSync, statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { transform } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { HELP } from '../../src/commands/help.ts'
import { serve } from '../cli/cli.ts'
import { type Block, blocks, firstTests } from './blocks.ts'
import { type Checkout, makeCheckout, run } from './checkout.ts'
import { paste } from './session.ts'

/** Shell blocks that end only when somebody stops them, need a network, or run this very test; each is checked in another way. */
const SPECIAL: { readonly [text: string]: () => void | Promise<void> } = {
  'npm ci && npm start': () => expectScripts('prepare', 'start'),
  'npm ci && npm test': () => expectScripts('prepare', 'test'),
  'docker build -t tevo-local . && docker run --rm -p 8386:8386 tevo-local': () =>
    expect(readFileSync('Dockerfile', 'utf8')).toMatch(/^EXPOSE 8386$/m),
  'node dist/cli.js --seed world.json': async () => {
    await run(checkout, 'node', ['dist/cli.js', 'world', 'new', '--events', '2', '--out', 'world.json', '--force'])
    await serves(['--seed', 'world.json'])
  },
  'node dist/cli.js --data tevo.json': async () => {
    await serves(['--data', 'tevo.json'])
    expect(JSON.parse(readFileSync(join(checkout.directory, 'tevo.json'), 'utf8'))).toHaveProperty('credentials')
  },
  'npm pack': () => expectScripts('prepare', 'check:package'),
  'npm run bench': () => expectScripts('bench'),
  '.ci/run': () => expect(statSync('.ci/run').mode & 0o100).toBeTruthy(),
}

const inLanguage = (...languages: readonly string[]) =>
  blocks.filter((block) => languages.includes(block.language) && !firstTests.includes(block))
const isSpecial = ({ text }: Block) => Object.hasOwn(SPECIAL, text.trim())
const shell = inLanguage('sh')
const journey = shell.filter((block) => !isSpecial(block))
const named = (list: readonly Block[]) => list.map((block): [string, Block] => [`of line ${block.line}`, block])

let checkout: Checkout

beforeAll(async () => {
  checkout = await makeCheckout()
})
afterAll(() => checkout.remove())

test('the shell blocks do what the README says, pasted into bash one after another', async () => {
  const { url } = await serveCheckout([])

  const ran = await paste(checkout, 'bash', url, journey)

  for (const [nth, { line, prints }] of journey.entries()) {
    const { stdout, stderr, code } = ran[nth] ?? { stdout: '', stderr: '', code: null }
    expect(code, `the block of line ${line}: ${stderr}`).toBe(0)
    if (prints !== null) expect(stdout, `what the block of line ${line} prints: ${stderr}`).toMatch(pattern(prints))
  }
}, 60_000)

test('any POSIX shell understands the shell blocks', async () => {
  const { code, stderr } = await run(checkout, 'sh', ['-n'], shell.map(({ text }) => text).join(''))

  expect(code, stderr).toBe(0)
})

describe('a shell block that is not pasted', () => {
  test.for(named(shell.filter(isSpecial)))('%s holds', ([, { text }]) => SPECIAL[text.trim()]?.())

  test('is in the README', () => {
    const texts = new Set(shell.map(({ text }) => text.trim()))
    expect(Object.keys(SPECIAL).filter((text) => !texts.has(text))).toEqual([])
  })
})

test.for(named(inLanguage('js', 'ts')))('the program %s runs to its end', async ([, { language, text, line }]) => {
  const { code } = await transform(text, { loader: language === 'ts' ? 'ts' : 'js', format: 'esm' })
  const file = join(checkout.directory, `line-${line}.mjs`)
  await writeFile(file, code)

  const { code: exitCode, stdout, stderr } = await run(checkout, process.execPath, [file])

  expect(exitCode, stdout + stderr).toBe(0)
})

test.for(named(inLanguage('json')))('the JSON %s is a world that is served', async ([, { text, line }]) => {
  const file = `line-${line}.json`
  await writeFile(join(checkout.directory, file), text)

  await serves(['--seed', file])
})

// Neither language is here to run them: what they say of this server is compared with it.
test.for(named(inLanguage('php', 'ruby')))(
  'the client %s is pointed at the website of the default world',
  ([, { text }]) => {
    expect(text).toMatch(/\b(127\.0\.0\.1|lvh\.me):8386'/)
    expect(text).toContain("'springfieldwebsite00000000000001'")
    expect(text).toContain("'springfield-website-secret-0000000000001'")
  },
)

test('every block has a rule', () => {
  // A diagram is generated: tables.test.ts compares it with the table that it is made from.
  const known = inLanguage('sh', 'js', 'ts', 'json', 'php', 'ruby', 'mermaid')

  expect(blocks.filter((block) => !known.includes(block) && !firstTests.includes(block))).toEqual([])
})

/** What is printed, as the README has it: `…` stands for any text; a terminal shows no carriage returns. */
function pattern(prints: string): RegExp {
  const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('\n', '\\r?\n')
  return new RegExp(`^${prints.trimEnd().split('…').map(literally).join('.*')}\\s*$`)
}

function expectScripts(...names: readonly string[]): void {
  const scripts: { readonly [name: string]: string } = packageJson.scripts
  for (const name of names) {
    expect(scripts).toHaveProperty([name])
    const [, file] = /^node (\S+\.js)/.exec(scripts[name] ?? '') ?? []
    // dist/ is what `prepare` makes.
    if (file !== undefined && !file.startsWith('dist/')) expect(existsSync(file), file).toBe(true)
  }
}

const serveCheckout = (flags: readonly string[]) => serve('dist/cli.js', flags, { cwd: checkout.directory })

async function serves(flags: readonly string[]): Promise<void> {
  expect(flags.filter((flag) => flag.startsWith('--') && !HELP.includes(flag))).toEqual([])
  const { url } = await serveCheckout(flags)
  expect((await fetch(`${url}/_local/health`)).status).toBe(200)
}
