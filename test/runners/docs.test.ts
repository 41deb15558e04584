import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** docs/runners.md shows files of examples/, which examples.test.ts runs, and a report, which reports.test.ts compares. */

const FENCED = /^```(?<language>\w*)\n(?<text>[\s\S]*?)^```$/gm

test('every block of docs/runners.md is a file of an example, whole, or the report', () => {
  const examples = readdirSync('examples', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.[jt]s$/.test(file))
    .map((file) => readFileSync(`examples/${file}`, 'utf8'))
  const blocks = [...readFileSync('docs/runners.md', 'utf8').matchAll(FENCED)].map(({ groups }) => groups?.text ?? '')

  expect(blocks.filter((text) => !examples.includes(text)).map((text) => text.split('\n', 1)[0])).toEqual([
    'tevo-local: sandbox "sandbox-1" of http://127.0.0.1:…, seed 1',
  ])
  expect(blocks.length).toBeGreaterThan(5)
})
