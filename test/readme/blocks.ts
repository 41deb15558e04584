import { readFileSync } from 'node:fs'

/** A fenced block of the README. */
export interface Block {
  /** What stands after the fence: `sh`, `js`, `json`. */
  readonly language: string
  readonly text: string
  /** Where its text starts, from 1. */
  readonly line: number
  /** What it prints: the `text` block right under it. */
  readonly prints: string | null
}

const FENCED = /^```(?<language>\w*)\n(?<text>[\s\S]*?)^```\n(?:\n```text\n(?<prints>[\s\S]*?)^```\n)?/gm

export const readme = readFileSync('README.md', 'utf8')

export const blocks: readonly Block[] = [...readme.matchAll(FENCED)].map(({ index, groups }) => ({
  language: groups?.language ?? '',
  text: groups?.text ?? '',
  line: readme.slice(0, index).split('\n').length + 1,
  prints: groups?.prints ?? null,
}))

/** The README from a heading to the next one of its level. */
export function section(heading: string): string {
  const start = readme.indexOf(`\n${heading}\n`)
  if (start === -1) throw new Error(`the README has no heading "${heading}"`)
  const level = heading.split(' ', 1)[0]
  const end = readme.indexOf(`\n${level} `, start + 1)
  return readme.slice(start, end === -1 ? undefined : end)
}

/** The tests that the README begins with, one for each framework: first-test.test.ts runs them. */
export const firstTests: readonly Block[] = blocks.filter(({ text }) =>
  section('## Your first test with tevo-local').includes(text),
)
