import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { namesNeededBy, neededFor } from '../../src/contract/needed.ts'
import { DRIFT_KINDS } from '../../src/contract/report.ts'
import { readSuite } from '../../src/contract/suite.ts'
import { operations } from '../../src/routes/operations.ts'
import { readPage } from '../docs/pages.ts'

const CONTRACT = new URL('../../contract/', import.meta.url)
const emulated = operations.filter((operation) => operation.emulated)

test('every operation has a case, or the reason why it has none', async () => {
  const { reads, writes, notCovered } = await readSuite()
  const covered = new Set([...reads, ...writes].map(({ operation }) => operation))
  const decided = [...covered, ...Object.keys(notCovered)]
  expect(decided.sort()).toEqual(emulated.map(({ id }) => id).sort())
  for (const why of Object.values(notCovered)) expect(why).toMatch(/\w+ \w+/)
})

test('reads are sent by methods and to operations that change nothing', async () => {
  const { reads } = await readSuite()
  // It makes a token of the gateway for a form, and no record.
  const harmless = ['clients.braintree_client_token']
  const others = reads.filter(
    ({ operation }) => !harmless.includes(operation) && emulated.find(({ id }) => id === operation)?.method !== 'GET',
  )
  expect(others).toEqual([])
  // TEvo has calls by GET that change a record.
  const changing = /\.(?:apply|cancel|deliver|pend|remove_etickets|convert_to_etickets)$/
  expect(reads.filter(({ operation }) => changing.test(operation))).toEqual([])
})

test('a case uses what an earlier one has found', async () => {
  const { reads, writes } = await readSuite()
  const found = new Set(['run', 'two_tickets'])
  for (const each of [...reads, ...writes]) {
    const lacking = namesNeededBy(each).filter((name) => !found.has(name))
    expect(lacking, `${each.operation}: ${each.shows}`).toEqual([])
    for (const name of Object.keys(each.finds ?? {})) found.add(name)
  }
})

test('a case gives every parameter of its path, and no other', async () => {
  const { reads, writes } = await readSuite()
  for (const { operation, params = {}, unknown } of [...reads, ...writes]) {
    const { path = '' } = emulated.find(({ id }) => id === operation) ?? {}
    const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name)
    expect(Object.keys(params).sort(), operation).toEqual(names.sort())
    if (unknown !== undefined) expect(names, operation).toContain(unknown)
  }
})

test('what one operation needs goes before it, and what it makes is taken back', async () => {
  const suite = neededFor(await readSuite(), ['companies.update'])
  expect(suite.reads).toEqual([])
  expect(suite.writes.map(({ operation }) => operation)).toEqual([
    'companies.create',
    'companies.update',
    'companies.delete',
  ])
})

test('the case that the page shows is one of the suite', async () => {
  const [, shown = ''] = /```json\n([\s\S]+?)```/.exec(readPage('docs/contract.md')) ?? []
  const { reads } = await readSuite()
  expect(reads).toContainEqual(JSON.parse(shown))
})

test('the page names every kind of drift, and no other', () => {
  const named = [...readPage('docs/contract.md').matchAll(/^\| `(\w+)` \| (?!how many|for each)/gm)].map(
    ([, kind]) => kind,
  )
  expect(named.sort()).toEqual([...DRIFT_KINDS].sort())
})

test('every file is one of the suite, and all of them together are small', async () => {
  const { reads, writes } = JSON.parse(readFileSync(new URL('suite.json', CONTRACT), 'utf8'))
  expect(readdirSync(CONTRACT).sort()).toEqual(['suite.json', ...reads, ...writes].sort())
  const bytes = readdirSync(CONTRACT).map((file) => readFileSync(new URL(file, CONTRACT)).length)
  expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(100_000)
})
