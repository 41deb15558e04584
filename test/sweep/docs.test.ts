import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SWEEP_CLASSES, SWEEP_DAMAGES, SWEEP_EFFECTS } from '../../src/store/words.ts'
import { EFFECTS } from '../../src/sweep/effects.ts'

/** docs/sweep.md: its programs are parts of the examples, which other tests run, and its tables name what there is. */

const page = readFileSync('docs/sweep.md', 'utf8')

test('every program of docs/sweep.md is a part of an example', () => {
  const examples = ['examples/sweep', 'examples/sweep-vitest'].flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.js'))
      .map((file) => readFileSync(`${folder}/${file}`, 'utf8')),
  )
  const programs = [...page.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text)

  expect(programs.length).toBe(3)
  expect(programs.filter((text) => !examples.some((example) => example.includes(text)))).toEqual([])
})

const firstCells = (heading: string): string[] => {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return [...section.matchAll(/^\| (?!(?:effect|class|name|---) )(.+?) \|/gm)].map(([, cell = '']) => cell)
}

test('its tables name the effects, the classes and the damage that there are', () => {
  const effects = firstCells('What goes wrong').flatMap((cell) => cell.replaceAll('`', '').split(', '))
  const cells = firstCells('What it came to')

  expect(effects).toEqual([...SWEEP_EFFECTS])
  expect(new Set(EFFECTS.map(({ name }) => name))).toEqual(new Set(SWEEP_EFFECTS))
  expect(new Set(cells.filter((cell) => !cell.includes('`')))).toEqual(new Set(SWEEP_CLASSES))
  const damage = cells.filter((cell) => cell.includes('`')).join(' ')
  expect(SWEEP_DAMAGES.filter((name) => !damage.includes(`\`${name}\``))).toEqual([])
})
