import { existsSync, readFileSync, statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { HELP } from '../../src/commands/help.ts'
import { launchCli, serve } from '../cli/cli.ts'
import { send } from '../http.ts'
import { type Block, blocks, pastedBefore, placeOf } from './blocks.ts'
import { type Checkout, DEADLINE_MS, makeCheckout, run } from './checkout.ts'
import { pages, readPage, root } from './pages.ts'
import { isProgram, isTest, missingFor, runProgram } from './programs.ts'
import { paste } from './session.ts'

/** Shell blocks that end only when somebody stops them, need a network, or run this very test; each is checked in another way. */
const SPECIAL: { readonly [text: string]: () => void | Promise<void> } = {
  'npm ci && npm start': () => expectScripts('prepare', 'start'),
  'npm ci && npm test': () => expectScripts('prepare', 'test'),
  'docker build -t tevo-local . && docker run --rm -p 8386:8386 tevo-local': () =>
    expect(readFileSync('Dockerfile', 'utf8')).toMatch(/^EXPOSE 8386$/m),
  'node dist/cli.js --world world.json': async () => {
    await run(checkout, 'node', ['dist/cli.js', 'world', 'new', '--events', '2', '--out', 'world.json', '--force'])
    await serves(['--world', 'world.json'])
  },
  'node dist/cli.js --data tevo.json': async () => {
    await serves(['--data', 'tevo.json'])
    expect(JSON.parse(readFileSync(join(checkout.directory, 'tevo.json'), 'utf8'))).toHaveProperty('credentials')
  },
  'node dist/cli.js broker --key my-key': async () => {
    const broker = launchCli('dist/cli.js', ['broker', '--port', '0', '--key', 'my-key'], { cwd: checkout.directory })
    expect((await broker.lines(1))[0]).toMatch(/^tevo-local broker listens on /)
  },
  'npm pack': () => expectScripts('prepare', 'check:package'),
  'npm run bench': () => expectScripts('bench'),
  '.ci/run': () => expect(statSync('.ci/run').mode & 0o100).toBeTruthy(),
}

const ours = blocks.filter(({ notRun, runBy }) => notRun === null && runBy === null)
const isSpecial = ({ text }: Block) => Object.hasOwn(SPECIAL, text.trim())
const inLanguage = (language: string) => ours.filter((block) => block.language === language)
const shell = inLanguage('sh')
const named = (list: readonly Block[]) => list.map((block): [string, Block] => [placeOf(block), block])

let checkout: Checkout
let server: Awaited<ReturnType<typeof serve>>
let stop = async () => {}

beforeAll(async () => {
  checkout = await makeCheckout()
  server = await serve('dist/cli.js', [], { cwd: checkout.directory, after: (end) => (stop = end) })
})
afterAll(async () => {
  await stop()
  await checkout.remove()
})
/** Each page, and each program, finds the server as it is when it has just started. */
beforeEach(async () => {
  await send(server.url, 'DELETE', '/_local/sandboxes')
  await send(server.url, 'POST', '/_local/sandboxes/default/reset')
})

const withShell = pages.filter((page) => shell.some((block) => block.page === page && !isSpecial(block)))

test.for(withShell)(
  'the shell blocks of %s do what it says, pasted into bash one after another',
  { timeout: DEADLINE_MS + 10_000 },
  async (page) => {
    const journey = [...pastedBefore(page), ...shell.filter((block) => block.page === page && !isSpecial(block))]

    const ran = await paste(checkout, 'bash', server.url, journey)

    for (const [nth, block] of journey.entries()) {
      const { stdout, stderr, code } = ran[nth] ?? { stdout: '', stderr: '', code: null }
      expect(code, `${placeOf(block)}: ${stderr}`).toBe(0)
      expectPrinted(block, stdout, stderr)
    }
  },
)

test('any POSIX shell understands the shell blocks', async () => {
  const { code, stderr } = await run(checkout, 'sh', ['-n'], shell.map(({ text }) => text).join(''))

  expect(code, stderr).toBe(0)
})

describe('a shell block that is not pasted', () => {
  test.for(named(shell.filter(isSpecial)))('of %s holds', ([, { text }]) => SPECIAL[text.trim()]?.())

  test('is on a page', () => {
    const texts = new Set(shell.map(({ text }) => text.trim()))
    expect(Object.keys(SPECIAL).filter((text) => !texts.has(text))).toEqual([])
  })
})

test.for(named(ours.filter(isProgram)))(
  'the program of %s runs to its end',
  { timeout: DEADLINE_MS + 10_000 },
  async ([, block], context) => {
    const reason = missingFor(block)
    if (reason !== null) return context.skip(reason)

    const { code, stdout, stderr } = await runProgram(checkout, server.url, block)

    expect(code, stdout + stderr).toBe(0)
    if (isTest(block)) expect(stdout).toMatch(/1 passed/)
    expectPrinted(block, stdout, stderr)
  },
)

test.for(named(inLanguage('json')))('the JSON of %s is a world that is served', async ([, { text }]) => {
  await writeFile(join(checkout.directory, 'block.json'), text)

  await serves(['--world', 'block.json'])
})

describe('every block', () => {
  test('is run here, is run by another test that knows its page, or says why it is not run', () => {
    // A diagram is generated: generated.test.ts compares it with what it is made from.
    const isKnown = (block: Block) => ['sh', 'json', 'mermaid'].includes(block.language) || isProgram(block)
    expect(ours.filter((block) => !isKnown(block)).map(placeOf)).toEqual([])

    const isRunBy = (file: string, page: string) =>
      existsSync(`${root}${file}`) && readFileSync(`${root}${file}`, 'utf8').includes(page)
    const forgotten = blocks.filter(({ page, runBy }) => runBy !== null && !isRunBy(runBy, page))
    expect(forgotten.map(placeOf)).toEqual([])
  })

  test('is found: no fence stands where none is looked for', () => {
    const fences = pages.flatMap((page) => readPage(page).match(/^\s*```.*$/gm) ?? [])
    const printed = blocks.filter(({ prints }) => prints !== null)

    expect(fences.length).toBe((blocks.length + printed.length) * 2)
  })
})

// The official clients are not here: what the pages say of this server is compared with it.
test.for(named(blocks.filter(({ text }) => text.includes('TicketEvolution'))))(
  'the client of %s is pointed at the website of the default world',
  ([, { text }]) => {
    expect(text).toMatch(/\b(127\.0\.0\.1|lvh\.me):8386'/)
    expect(text).toContain("'springfieldwebsite00000000000001'")
    expect(text).toContain("'springfield-website-secret-0000000000001'")
  },
)

function expectPrinted(block: Block, stdout: string, stderr: string): void {
  if (block.prints !== null) expect(stdout, `what ${placeOf(block)} prints: ${stderr}`).toMatch(pattern(block.prints))
}

/** What is printed, as a page has it: `…` stands for any text; a terminal shows no carriage returns. */
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

async function serves(flags: readonly string[]): Promise<void> {
  expect(flags.filter((flag) => flag.startsWith('--') && !HELP.includes(flag))).toEqual([])
  const { url } = await serve('dist/cli.js', flags, { cwd: checkout.directory })
  expect((await send(url, 'GET', '/_local/health')).status).toBe(200)
}
