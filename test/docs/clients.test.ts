import { expect, test } from 'vitest'
import { clientsWith, nodeFetch, startClient } from '../../scripts/clients/clients.js'
import { measure, phaseOf } from '../../scripts/clients/measure.js'
import { clientTable, effectTable, measuredIn, versionsIn } from '../../scripts/clients/page.js'
import { withParts } from '../../scripts/docs/generated.js'
import { effects } from '../../src/faults/effects.ts'
import { sign } from '../../src/signing/sign.ts'
import { serve } from '../harness.ts'
import { readPage } from './pages.ts'

/** docs/clients-and-faults.md, which `npm run measure:clients` writes. */

const page = readPage('docs/clients-and-faults.md')
const clients = clientsWith(() => null).map(({ name }) => name)
const measured = measuredIn(page)

test('its tables are as they are written from their own rows', () => {
  expect(page).toBe(
    withParts(page, {
      'clients measured': clientTable(clients, versionsIn(page), measured),
      'effects by client': effectTable(effects, clients, measured),
    }),
  )
})

test('every effect has a row, every client its version, and no row is of an effect that is gone', () => {
  const rows = [...page.matchAll(/^\| `(?<type>[a-z-]+)` \|/gm)].map(({ groups }) => groups?.type)
  expect(new Set(rows)).toEqual(new Set(effects.map(({ type }) => type)))
  expect([...versionsIn(page).keys()]).toEqual(clients)
})

test('what it says of Node fetch is what Node fetch makes of each effect now', async () => {
  const { url } = await serve()
  const running = (await startClient(nodeFetch)) ?? expect.fail('Node fetch is always there')
  try {
    const now = []
    for (const effect of effects.filter(phaseOf)) now.push(await measure(nodeFetch, running, effect, { url, sign }))

    expect(now, 'npm run measure:clients').toEqual(measured.filter(({ client }) => client === nodeFetch.name))
  } finally {
    running.stop()
  }
}, 40_000)
