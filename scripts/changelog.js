// @ts-check
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './package-json.js'

const FILE = join(root, 'CHANGELOG.md')
const KINDS = ['Breaking', 'Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security']
const UNRELEASED = '## [Unreleased]'
const RELEASE = /^## \[(?<version>\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)\] - (?<day>\d{4}-\d\d-\d\d)$/
const VERSION = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/

/**
 * @typedef {{ heading: string, version: string | null, day: string | null, lines: string[] }} Section
 *   a release, or, without a version, what is not released yet
 */

/**
 * @param {string} text
 * @returns {Section[]}
 */
function sectionsOf(text) {
  return text
    .split(/^(?=## )/m)
    .slice(1)
    .map((part) => {
      const [heading = '', ...lines] = part.split('\n')
      const { version = null, day = null } = RELEASE.exec(heading)?.groups ?? {}
      return { heading, version, day, lines }
    })
}

/**
 * What is wrong with a changelog, in the form of https://keepachangelog.com/en/1.1.0/ with `Breaking` before the others.
 * @param {string} text
 * @returns {string[]}
 */
export function problemsOf(text) {
  const [first, ...releases] = sectionsOf(text)
  const problems = []
  if (!text.startsWith('# Changelog\n')) problems.push('it does not begin with "# Changelog"')
  if (first?.heading !== UNRELEASED) problems.push(`its first section is not "${UNRELEASED}"`)
  for (const { heading, day } of releases) {
    if (day === null) problems.push(`"${heading}" is not such as "## [1.2.0] - 2026-01-31"`)
    else if (!isDay(day)) problems.push(`"${heading}": ${day} is no day`)
  }
  const days = releases.map(({ day }) => day ?? '')
  if (days.some((day, nth) => day > (days[nth - 1] ?? day))) problems.push('the newest release is not the first one')
  const versions = releases.flatMap(({ version }) => version ?? [])
  const twice = versions.find((version, nth) => versions.indexOf(version) !== nth)
  if (twice !== undefined) problems.push(`${twice} was released twice`)
  for (const section of sectionsOf(text)) problems.push(...problemsIn(section))
  return problems
}

/** @param {Section} section */
function problemsIn({ heading, lines }) {
  const kinds = lines.filter((line) => line.startsWith('#')).map((line) => line.replace(/^### /, ''))
  const strange = kinds.filter((kind) => !KINDS.includes(kind))
  const problems = strange.map((kind) => `${heading}: "${kind}" is none of ${KINDS.join(', ')}`)
  const inOrder = KINDS.filter((kind) => kinds.includes(kind))
  if (strange.length === 0 && kinds.join() !== inOrder.join())
    problems.push(`${heading}: its parts are not in the order of ${KINDS.join(', ')}, each once`)
  const entries = lines.filter((line) => line.trim() !== '' && !line.startsWith('#'))
  const loose = entries.filter((line) => !/^(?:- | {2})/.test(line))
  return [...problems, ...loose.map((line) => `${heading}: "${line.slice(0, 60)}" is no entry of a list`)]
}

/** @param {string} day */
const isDay = (day) => !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day)

/**
 * What a release says of itself. Throws where there is no such release, or nothing in it.
 * @param {string} text
 * @param {string} version
 */
export function notesOf(text, version) {
  const section = sectionsOf(text).find((each) => each.version === version)
  const notes = section?.lines.join('\n').trim() ?? ''
  if (notes === '')
    throw new Error(`CHANGELOG.md says nothing of ${version}: cut it with node scripts/changelog.js cut ${version}`)
  return notes
}

/**
 * The changelog with what was not released as a release, and nothing after it that is not.
 * @param {string} text
 * @param {string} version
 * @param {string} day  `2026-01-31`
 */
export function cut(text, version, day) {
  if (!VERSION.test(version)) throw new Error(`"${version}" is not a version: give one such as 1.2.0`)
  if (text.includes(`\n## [${version}]`)) throw new Error(`CHANGELOG.md has a release ${version} already`)
  const [unreleased] = sectionsOf(text)
  if (unreleased === undefined || unreleased.lines.join('').trim() === '')
    throw new Error('nothing has changed since the last release: there is nothing to cut')
  return text.replace(`${UNRELEASED}\n`, `${UNRELEASED}\n\n## [${version}] - ${day}\n`)
}

const [command, version = ''] = process.argv.slice(2)
if (process.argv[1] === import.meta.filename) {
  const text = readFileSync(FILE, 'utf8')
  if (command === 'cut') writeFileSync(FILE, cut(text, version, new Date().toISOString().slice(0, 10)))
  else if (command === 'notes') process.stdout.write(`${notesOf(text, version)}\n`)
  else {
    console.error('give "cut VERSION" or "notes VERSION"')
    process.exitCode = 2
  }
}
