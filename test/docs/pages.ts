import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of this checkout, with a slash at its end. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

export const readPage = (page: string): string => readFileSync(`${root}${page}`, 'utf8')

const pagesIn = (folder: string): string[] =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((page) => page.endsWith('.md'))
    .sort()

export const decisions: readonly string[] = pagesIn('docs/decisions')

/** Every page, by its path from the root. */
export const pages: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  ...pagesIn('docs'),
]

/** A page from a heading to the next one of its level. */
export function sectionOf(page: string, heading: string): string {
  const text = `\n${readPage(page)}`
  const start = text.indexOf(`\n${heading}\n`)
  if (start === -1) throw new Error(`${page} has no heading "${heading}"`)
  const level = heading.split(' ', 1)[0]
  const end = text.indexOf(`\n${level} `, start + 1)
  return text.slice(start, end === -1 ? undefined : end)
}

const FENCED = /^```\w*\n(?<code>[\s\S]*?)^```$/gm
const SPAN = /`(?<code>[^`]+)`/g

/** A page without its blocks of code. */
export const proseOf = (text: string): string => text.replace(FENCED, '')

/** What a page has in blocks of code and between backticks. */
export const codeIn = (text: string): string[] =>
  [...text.matchAll(FENCED), ...proseOf(text).matchAll(SPAN)].map(({ groups }) => groups?.code ?? '')
