import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readPage, root } from './pages.ts'

/** docs/reliability.md: each promise names the test, or the row of the bench, that proves it. */

interface Row {
  readonly promise: string
  readonly proof: string
}

const rowsOf = (page: string): Row[] =>
  [...page.matchAll(/^\| (?<promise>.*?) ?\| (?<proof>.*) \|$/gm)]
    .map(({ groups }) => ({ promise: groups?.promise ?? '', proof: groups?.proof ?? '' }))
    .filter(({ proof }) => proof !== 'proof' && !/^-+$/.test(proof))

/** `test/….test.ts`: words of a test's name */
const TEST = /^`(?<file>test\/\S+\.test\.ts)`: (?<name>.{15,})$/
const BENCH = /^bench: (?<what>.{10,})$/

/** Code that prints a number or a text in a name: `${count(100_000)}` may be anything. */
const literally = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

const bench = readdirSync(`${root}bench`)
  .filter((name) => name.endsWith('.js'))
  .map((name) => readFileSync(`${root}bench/${name}`, 'utf8').replaceAll('\\`', '`'))
  .join('\n')

/** Whether a row of the bench is declared in these words, where a number may be made by code. */
const isInBench = (what: string): boolean =>
  new RegExp(
    what
      .split(/\d[\d,]*/)
      .map(literally)
      .join('(?:\\d[\\d,]*|\\$\\{[^`]*?\\})'),
  ).test(bench)

/** What is wrong with a row; null: its proof is there. */
function wrongWith({ proof }: Row): string | null {
  const { file, name = '' } = TEST.exec(proof)?.groups ?? {}
  if (file !== undefined) {
    if (!existsSync(`${root}${file}`)) return `there is no ${file}`
    return readFileSync(`${root}${file}`, 'utf8').includes(name) ? null : `${file} has no test "${name}"`
  }
  const what = BENCH.exec(proof)?.groups?.what
  if (what === undefined) return `"${proof}" names neither a test nor a row of the bench`
  return isInBench(what) ? null : `the bench has no row "${what}"`
}

const rows = rowsOf(readPage('docs/reliability.md'))

test('there are promises, and the first of each names one', () => {
  expect(rows.length).toBeGreaterThan(20)
  expect(rows[0]?.promise).not.toBe('')
})

test.for(rows)('$promise: $proof', (row) => {
  expect(wrongWith(row)).toBeNull()
})

describe('the check itself finds', () => {
  test.for<[what: string, proof: string, wrong: RegExp]>([
    ['a row without a proof', '', /names neither/],
    ['a file that is not there', '`test/no.test.ts`: a name of some length', /there is no test/],
    ['a test that is not there', '`test/docs/links.test.ts`: no such test is in this file', /has no test/],
    ['a row of the bench that is not there', 'bench: the weight of 100 orders', /the bench has no row/],
  ])('%s', ([, proof, wrong]) => {
    const page = `| promise | proof |\n| --- | --- |\n| It holds | ${proof} |\n`
    expect(wrongWith(rowsOf(page)[0] ?? { promise: '', proof: '' })).toMatch(wrong)
  })
})
