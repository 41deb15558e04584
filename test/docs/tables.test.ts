import { expect, onTestFinished, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { withParts } from '../../scripts/docs/generated.js'
import { partsOf } from '../../scripts/docs/parts.js'
import { HELP } from '../../src/commands/help.ts'
import { PIECES } from '../../src/journal/advice.ts'
import { controlPlane } from '../../src/routes/control/control.ts'
import { Match } from '../../src/routes/control/request-match.ts'
import { sandboxControl } from '../../src/routes/control/sandbox-control.ts'
import { operations } from '../../src/routes/operations.ts'
import { INVARIANTS } from '../../src/rules/invariants/invariants.ts'
import { DEEDS } from '../../src/rules/orders/deeds.ts'
import { MISTAKES } from '../../src/signing/mistakes.ts'
import { start } from '../../src/start.ts'
import { DEFAULT_SETTINGS } from '../../src/store/settings.ts'
import { CASTS, WEBHOOK_EVENTS } from '../../src/store/words.ts'
import { readPage, sectionOf } from './pages.ts'
import { sources } from './sources.ts'

/** The tables of the pages: those that are made, and those that are written by hand, are as the code has it. */

const parts = partsOf(sources)

test.for(Object.keys(parts))('what is generated in %s is what `npm run make:docs` writes now', (page) => {
  const text = readPage(page)

  expect(text).toBe(withParts(text, parts[page] ?? {}))
})

test('every operation is in one of the tables', () => {
  const [emulated = '', missing = ''] = readPage('docs/reference/operations.md').split(
    '<!-- operations not emulated -->',
  )
  const isListed = (operation: (typeof operations)[number]) =>
    (operation.emulated ? emulated : missing).includes(`\`${operation.method} ${operation.path}\``)

  expect(operations.filter((operation) => !isListed(operation))).toEqual([])
})

test('the flags are those of --help', () => {
  expect(flagsOf(readPage('docs/reference/cli.md'))).toEqual(flagsOf(HELP))
})

test('the paths of the control plane are those that it serves', async () => {
  const { context, stop } = await start({ port: 0 })
  onTestFinished(() => stop())
  const served = [...controlPlane(context).routes, ...sandboxControl(context).routes]
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`)

  const listed = [...readPage('docs/reference/control-plane.md').matchAll(/^\| `([A-Z]+ \/_local[^`]*)`/gm)].map(
    ([, call]) => call,
  )

  expect(new Set(listed.map((call) => call?.replace('/sandboxes/default', '/sandboxes/:name')))).toEqual(
    new Set(served),
  )
})

test('the mistakes of a signature are those that a refusal can name', () => {
  const listed = [...readPage('docs/signatures.md').matchAll(/^\| `([\w-]+)`/gm)].map(([, name]) => name)

  expect(new Set(listed)).toEqual(new Set(MISTAKES))
})

test('the pieces of advice, the keys of a match and the invariants are those that there are', () => {
  expect(namesIn(sectionOf('docs/journal.md', '## Advice'))).toEqual(new Set(PIECES.map(({ id }) => id)))
  expect(namesIn(sectionOf('docs/journal.md', '## What a match takes'))).toEqual(new Set(Object.keys(Match().shape)))
  const invariants = namesIn(sectionOf('docs/journal.md', '## What is in the world now?'))
  expect(invariants).toEqual(new Set(INVARIANTS.map(({ name }) => name)))
})

test('the events of webhooks are those that there are', () => {
  const named = readPage('docs/webhooks.md')

  expect(
    WEBHOOK_EVENTS.filter((event) => !/^(?:performer|venue)_/.test(event) && !named.includes(`\`${event}\``)),
  ).toEqual([])
})

test('the settings are those that there are, with their defaults', () => {
  const listed = [...readPage('docs/reference/settings.md').matchAll(/^\| `(?<name>\w+)` \| `(?<value>.+?)` \|/gm)]

  expect(Object.fromEntries(listed.map(({ groups }) => [groups?.name, JSON.parse(groups?.value ?? '')]))).toEqual(
    DEFAULT_SETTINGS,
  )
})

test('the casts are those that there are', () => {
  const listed = [...readPage('docs/autopilot.md').matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name)

  expect(listed).toEqual([...CASTS])
})

test('the deeds of act are those that there are', () => {
  const table = readPage('docs/reference/control-plane.md').split('| as | do |')[1]?.split('\n\n')[0] ?? ''
  const missing = Object.entries(DEEDS).flatMap(([as, deeds]) => {
    const rows = table.split('\n').filter((row) => row.startsWith(`| \`${as}\` |`))
    return deeds.filter((deed) => !rows.some((row) => row.includes(`\`${deed}\``)))
  })

  expect(missing).toEqual([])
})

test('the credentials are those of the default world', () => {
  const table = readPage('docs/reference/default-world.md')

  for (const { name, type, token, secret } of defaultWorld.credentials)
    expect(table).toMatch(new RegExp(`\\| \`${name}\` \\| ${type} \\|.*\\| \`${token}\` \\| \`${secret}\` \\|`))
})

/** `--port`, `-d`: the flags that a text names. */
function flagsOf(text: string): Set<string> {
  return new Set([...text.matchAll(/(?<![\w-])-(?:[a-z]|-[a-z][a-z-]*)(?![\w-])/g)].map(([flag]) => flag))
}

/** The names that the first column of a table has. */
function namesIn(text: string): Set<string> {
  const rows = [...text.matchAll(/^\| (?<names>`[^|]*`) \|/gm)]
  return new Set(rows.flatMap(({ groups }) => groups?.names?.replaceAll('`', '').split(', ') ?? []))
}
