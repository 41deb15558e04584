import { pages, readPage, sectionOf } from './pages.ts'

/** A fenced block of a page. */
export interface Block {
  readonly page: string
  /** What stands after the fence: `sh`, `js`, `json`. */
  readonly language: string
  readonly text: string
  /** Where its text starts, from 1. */
  readonly line: number
  /** What it prints: the `text` block right under it. */
  readonly prints: string | null
  /** `<!-- not run: REASON -->` right above it. */
  readonly notRun: string | null
  /** `<!-- run by FILE -->` right above it; or, for all blocks of a page, `<!-- blocks run by FILE -->`. */
  readonly runBy: string | null
}

const FENCED =
  /(?:^<!-- (?:not run: (?<notRun>.+?)|run by (?<runBy>\S+)) -->\n\n?)?^```(?<language>\w*)\n(?<text>[\s\S]*?)^```\n(?:\n```text\n(?<prints>[\s\S]*?)^```\n)?/gm
const PAGE_RUN_BY = /^<!-- blocks run by (?<file>\S+) -->$/m

function blocksOf(page: string): Block[] {
  const source = readPage(page)
  const pageRunBy = PAGE_RUN_BY.exec(source)?.groups?.file ?? null
  return [...source.matchAll(FENCED)].map(({ 0: whole, index, groups }) => ({
    page,
    language: groups?.language ?? '',
    text: groups?.text ?? '',
    line: source.slice(0, index + whole.indexOf('```')).split('\n').length + 1,
    prints: groups?.prints ?? null,
    notRun: groups?.notRun ?? null,
    runBy: groups?.runBy ?? pageRunBy,
  }))
}

export const blocks: readonly Block[] = pages.flatMap(blocksOf)

/** `docs/worlds.md:12` */
export const placeOf = ({ page, line }: Block): string => `${page}:${line}`

/** The short commands that a page uses when it links to them. */
const COMMANDS = { page: 'docs/getting-started.md', heading: '## Two short commands', link: '#two-short-commands' }

/** The shell blocks that somebody who reads a page pastes before those of the page. */
export function pastedBefore(page: string): readonly Block[] {
  if (page === COMMANDS.page || !readPage(page).includes(COMMANDS.link)) return []
  const section = sectionOf(COMMANDS.page, COMMANDS.heading)
  return blocks.filter(
    (block) => block.page === COMMANDS.page && block.language === 'sh' && section.includes(block.text),
  )
}
