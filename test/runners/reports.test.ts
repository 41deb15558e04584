import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer } from '../../src/index.ts'
import { makeProject, type Project } from './project.ts'

/** What a failing test prints, in each runner, and that the line at its end brings it back. */

const SLOW_MS = 180_000
const mustRunAll = process.env.TEVO_EXAMPLES === 'all'

const PLAY = `
test("the shop's order", async ({ tevo }) => {
  await tevo.faults.add({ id: 'no-answer', effect: { type: 'reset' }, match: { operation: 'companies.index' } })
  const body = { orders: [{ seller_id: 1691, client_id: 107655 }] }
  await tevo.fetch('/v9/orders', { body })
  await tevo.fetch('/v9/companies').catch(() => {})
  const { clients } = await (await tevo.fetch('/v9/clients', { body: { clients: [{ name: 'Ned Flanders' }] } })).json()
  console.log('SEEN ' + JSON.stringify([clients[0].id, clients[0].updated_at]))
  expect(clients).toEqual([])
})
`

interface Runner {
  readonly files: { readonly [file: string]: string }
  readonly command: string
  /** How its command runs this test alone. */
  readonly again: string
}

const RUNNERS: { readonly [runner: string]: Runner } = {
  vitest: {
    files: {
      'shop.test.mjs': `import { expect, test } from 'tevo-local/vitest'\n${PLAY}`,
      'other.test.mjs': `import { expect, test } from 'tevo-local/vitest'\n${PLAY.replace("shop's", "other shop's")}`,
      'vitest.config.mjs': `export default { test: { globalSetup: 'tevo-local/vitest/setup' } }`,
    },
    command: 'vitest run',
    again: `npx vitest run shop.test.mjs -t 'the shop'\\''s order'`,
  },
  jest: {
    files: {
      'shop.test.js': `const { expect, test } = require('tevo-local/jest')\n${PLAY}`,
      'other.test.js': `const { expect, test } = require('tevo-local/jest')\n${PLAY.replace("shop's", "other shop's")}`,
      'jest.config.js': `module.exports = { globalSetup: 'tevo-local/jest/setup', globalTeardown: 'tevo-local/jest/teardown' }`,
    },
    command: 'jest',
    again: `npx jest shop.test.js -t 'the shop'\\''s order'`,
  },
  playwright: {
    files: {
      'shop.spec.ts': `import { expect, test } from 'tevo-local/playwright'\n${PLAY.replaceAll('.json()', '.json() as any')}`,
      'playwright.config.ts': `export default { testDir: '.', reporter: 'list' }`,
    },
    command: 'playwright test',
    again: 'npx playwright test shop.spec.ts:3',
  },
}

/** The playwright runner compiles for seconds. */
const runners = Object.entries(RUNNERS).filter(([name]) => mustRunAll || name !== 'playwright')

let project: Project
beforeAll(async () => {
  project = await makeProject()
}, SLOW_MS)
afterAll(() => project.remove())

test.for(runners)(
  '%s prints what came, what was armed, and the line that brings it back',
  { timeout: SLOW_MS },
  async ([name, { files, command, again }]) => {
    for (const [file, text] of Object.entries(files)) await project.write(`${name}/${file}`, text)
    await project.write(`${name}/package.json`, '{}')

    const { code, output } = await project.run(name, command)

    expect(code, output).toBe(1)
    expect(output).toMatch(reportInPage())
    const urls = [...output.matchAll(/^\s*tevo-local: sandbox "sandbox-\d" of (\S+), seed 1$/gm)].map(([, url]) => url)
    expect(new Set(urls).size, 'one server for the whole run').toBe(1)
    const lines = output.split('\n').map((line) => line.trim())
    const line = lines.find((each) => each.startsWith('TEVO_LOCAL_SEED=1 ') && each.endsWith(again))
    expect(line, output).toBeDefined()
    if (!mustRunAll) return

    const first = await project.run(name, line ?? '')
    const second = await project.run(name, line ?? '')
    expect([first.code, second.code], first.output + second.output).toEqual([1, 1])
    expect(seenIn(second.output)).toEqual(seenIn(first.output))
    expect(seenIn(first.output)).toHaveLength(1)
  },
)

test('a run takes the server that its environment names', { timeout: SLOW_MS }, async () => {
  const server = await startServer({ controlToken: 'a-token-of-the-run' })
  const { files, command } = RUNNERS.jest ?? { files: {}, command: '' }
  for (const [file, text] of Object.entries(files)) await project.write(`named/${file}`, text)

  const { output } = await project.run('named', command, {
    TEVO_LOCAL_URL: server.url,
    TEVO_LOCAL_CONTROL_TOKEN: 'a-token-of-the-run',
  })

  expect(output).toContain(`of ${server.url}, seed 1`)
  // The run has left it as it was.
  expect((await server.makeSandbox({ name: 'sandbox-1' })).name).toBe('sandbox-1')
  await server.stop()
})

const seenIn = (output: string): string[] => output.match(/SEEN \[.+\]/g) ?? []

/** The report as docs/runners.md shows it; `…` stands for any text, and each line may be indented. */
function reportInPage(): RegExp {
  const page = readFileSync('docs/runners.md', 'utf8')
  const shown =
    /```text\n(?<report>tevo-local: sandbox [\s\S]+?)```/.exec(page)?.groups?.report ?? 'no report in the page'
  const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const lines = shown.trimEnd().split('\n')
  return new RegExp(lines.map((line) => line.trim().split('…').map(literally).join('.*')).join('\\s*\\n\\s*'))
}
