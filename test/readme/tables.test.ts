import { expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { withParts } from '../../scripts/readme/generated.js'
import { operationTables } from '../../scripts/readme/operation-tables.js'
import { orderStateDiagrams } from '../../scripts/readme/order-states.js'
import { HELP } from '../../src/commands/help.ts'
import { PIECES } from '../../src/journal/advice.ts'
import { controlPlane } from '../../src/routes/control/control.ts'
import { Match } from '../../src/routes/control/request-match.ts'
import { sandboxControl } from '../../src/routes/control/sandbox-control.ts'
import { operations } from '../../src/routes/operations.ts'
import { FOLLOWINGS, TRANSITIONS } from '../../src/rules/order-states.ts'
import { MISTAKES } from '../../src/signing/mistakes.ts'
import { serve } from '../harness.ts'
import { readme, section } from './blocks.ts'

test('the tables and the diagrams are those that `npm run make:readme` writes now', () => {
  const { emulated, missing } = operationTables(operations)
  const diagrams = orderStateDiagrams(TRANSITIONS, FOLLOWINGS)

  expect(readme).toBe(
    withParts(readme, {
      'emulated operations': emulated,
      'operations not emulated': missing,
      'order states': diagrams,
    }),
  )
})

test('every operation is in one of the tables', () => {
  const [emulated = '', missing = ''] = section('## Operations').split('<!-- operations not emulated -->')
  const isListed = (operation: (typeof operations)[number]) =>
    (operation.emulated ? emulated : missing).includes(`\`${operation.method} ${operation.path}\``)

  expect(operations.filter((operation) => !isListed(operation))).toEqual([])
})

test('the flags are those of --help', () => {
  expect(flagsOf(section('## Flags'))).toEqual(flagsOf(HELP))
})

test('the paths of the control plane are those that it serves', async () => {
  const { context } = await serve()
  const served = [
    ...controlPlane(context).routes.map(({ method, path }) => ({ method, path: `/_local${path}` })),
    ...sandboxControl(context).routes,
  ]
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`)

  const listed = [...section('## Control plane').matchAll(/^\| `([A-Z]+ \/_local[^`]*)`/gm)].map(([, call]) => call)

  expect(new Set(listed.map((call) => call?.replace('/sandboxes/default', '/sandboxes/:name')))).toEqual(
    new Set(served),
  )
})

test('the mistakes of a signature are those that a refusal can name', () => {
  const listed = [...section('## Signature refused?').matchAll(/^\| `([\w-]+)`/gm)].map(([, name]) => name)

  expect(new Set(listed)).toEqual(new Set(MISTAKES))
})

test('the pieces of advice are those that there are, and the keys of a match are those that it takes', () => {
  const [keys = '', advice = ''] = section('## What did my code do?').split('| advice |')
  const namesIn = (table: string) =>
    [...table.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, names]) => names?.replaceAll('`', '').split(', '))

  expect(new Set(namesIn(advice))).toEqual(new Set(PIECES.map(({ id }) => id)))
  expect(new Set(namesIn(keys))).toEqual(new Set(Object.keys(Match().shape)))
})

test('the credentials are those of the default world', () => {
  const table = section('## Credentials of the default world')

  for (const { name, type, token, secret } of defaultWorld.credentials)
    expect(table).toMatch(new RegExp(`\\| \`${name}\` \\| ${type} \\|.*\\| \`${token}\` \\| \`${secret}\` \\|`))
})

/** `--port`, `-d`: the flags that a text names. */
function flagsOf(text: string): Set<string> {
  return new Set([...text.matchAll(/(?<![\w-])-(?:[a-z]|-[a-z][a-z-]*)(?![\w-])/g)].map(([flag]) => flag))
}
