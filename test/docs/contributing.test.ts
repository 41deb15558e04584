import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { codeIn, decisions, readPage, root } from './pages.ts'

/** What CONTRIBUTING.md and the decisions name is there. */

const PAGE = 'CONTRIBUTING.md'
const PATH = /^(?:\.ci|bench|docs|fixtures|scripts|src|test)\/\S*$|^[\w.-]+\.(?:js|json|md|ts)$/
/** `6cebc9b` "Queue orders in the background": a commit and its title, which may go on in the next line. */
const COMMIT = /`(?<hash>[0-9a-f]{7,40})`\s+"(?<title>[^"]+)"/g

const text = readPage(PAGE)
const wordsOf = (code: readonly string[]) => code.flatMap((each) => each.split(/\s+/))
const pathsIn = (page: string) => wordsOf(codeIn(readPage(page))).filter((word) => PATH.test(word))

test.for([PAGE, ...decisions])('every file that %s names exists', (page) => {
  const paths = pathsIn(page)

  expect(paths.length).toBeGreaterThan(0)
  expect(paths.filter((path) => !existsSync(`${root}${path}`))).toEqual([])
})

test('every script that it names is one of package.json', () => {
  const named = codeIn(text).flatMap((code) => [...code.matchAll(/\bnpm run (?<name>[\w:]+)/g)])
  const names = named.map(({ groups }) => groups?.name ?? '')

  expect(names.length).toBeGreaterThan(0)
  expect(names.filter((name) => !Object.hasOwn(packageJson.scripts, name))).toEqual([])
})

describe('the commits to copy from', () => {
  const commits = [...text.matchAll(COMMIT)].map(({ groups: { hash = '', title = '' } = {} }) => ({
    hash,
    title: title.replaceAll(/\s+/g, ' '),
  }))

  test('have a title, and each recipe has one', () => {
    const hashes = codeIn(text).filter((code) => /^[0-9a-f]{7,40}$/.test(code))
    expect(commits.map(({ hash }) => hash)).toEqual(hashes)

    const recipes = text.split(/^## /m).filter((section) => section.startsWith('A new '))
    const without = recipes.filter((recipe) => recipe.match(COMMIT)?.length !== 1)
    // These are rows of a table, and the row above is what to copy.
    expect(without.map((recipe) => recipe.split('\n', 1)[0])).toEqual(['A new cast', 'A new webhook event'])
  })

  test('are in the history, with that title', (context) => {
    const reason = whyNoHistory()
    if (reason !== null) return context.skip(reason)

    const found = commits.map(({ hash }) => {
      const isReached = git('merge-base', '--is-ancestor', hash, 'HEAD').status === 0
      return {
        hash,
        title: isReached ? git('show', '--no-patch', '--format=%s', hash).stdout.trim() : 'not in the history',
      }
    })

    expect(found).toEqual(commits)
  })
})

const git = (...args: readonly string[]) => spawnSync('git', args, { cwd: root, encoding: 'utf8' })

/** Why the commits of this project cannot be looked up here; null: they can. */
function whyNoHistory(): string | null {
  const { status, stdout, stderr, error } = git('rev-parse', '--is-shallow-repository', '--show-prefix')
  if (error !== undefined) return `git cannot be run: ${error.message}`
  if (status !== 0) return `git finds no history here: ${stderr.trim()}`
  const [isShallow, prefix] = stdout.split('\n')
  if (isShallow !== 'false') return 'this is a shallow clone: "git fetch --unshallow" gets the history'
  return prefix === '' ? null : 'this folder is a part of another repository'
}
