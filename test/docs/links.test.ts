import { existsSync } from 'node:fs'
import { posix } from 'node:path'
import { expect, test } from 'vitest'
import { decisions, pages, proseOf, readPage, root } from './pages.ts'

/** A link inside this project: not one to another site. */
const LINK = /\]\((?<file>(?![a-z]+:)[^)#\s]*)(?:#(?<anchor>[^)\s]+))?\)/g
const HEADING = /^#+ (?<title>.+)$/gm

/** The anchor that GitHub gives a heading. */
const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-')

const anchorsOf = (page: string): string[] =>
  [...proseOf(readPage(page)).matchAll(HEADING)].map(({ groups }) => anchorOf(groups?.title ?? ''))

/** The links of a page that lead nowhere. */
function brokenLinks(page: string): string[] {
  return [...proseOf(readPage(page)).matchAll(LINK)].flatMap(({ groups }) => {
    const { file = '', anchor }: { readonly [part: string]: string | undefined } = groups ?? {}
    const target = file === '' ? page : posix.join(posix.dirname(page), file)
    if (!existsSync(`${root}${target}`)) return [`${file}: there is no ${target}`]
    if (anchor === undefined || anchorsOf(target).includes(anchor)) return []
    return [`${file}#${anchor}: ${target} has no such heading`]
  })
}

test.for(pages)('every link of %s leads to a file and a heading that exist', (page) => {
  expect(brokenLinks(page)).toEqual([])
})

test('docs/README.md leads to every page of docs/', () => {
  const led = [...readPage('docs/README.md').matchAll(LINK)].map(({ groups }) => posix.join('docs', groups?.file ?? ''))
  // docs/architecture.md has the decisions.
  const guides = pages.filter(
    (page) => page.startsWith('docs/') && !decisions.includes(page) && page !== 'docs/README.md',
  )

  expect(guides.filter((page) => !led.includes(page))).toEqual([])
})

test('README.md has 150 to 200 lines, and at most 9 kB', () => {
  const text = readPage('README.md')
  const lines = text.trimEnd().split('\n').length

  expect(lines).toBeGreaterThanOrEqual(150)
  expect(lines).toBeLessThanOrEqual(200)
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(9_000)
})

test('docs/architecture.md lists every decision, by its title', () => {
  const listed = [...readPage('docs/architecture.md').matchAll(/^- \[(?<title>.+)\]\((?<file>decisions\/.+)\)$/gm)]
  const expected = decisions.map((page) => [posix.relative('docs', page), readPage(page).split('\n', 1)[0]])

  expect(listed.map(({ groups }) => [groups?.file, `# ${groups?.title}`]).sort()).toEqual(expected.sort())
})

test.for(decisions)('%s says what was decided, why, and what it costs, in at most 20 lines', (page) => {
  const text = readPage(page)

  expect([...text.matchAll(/^\*\*(?<part>.+?)\*\*/gm)].map(({ groups }) => groups?.part)).toEqual([
    'What.',
    'Why.',
    'What it costs.',
  ])
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(20)
})
