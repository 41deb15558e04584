import { expect, test } from 'vitest'
import { cut, notesOf, problemsOf } from '../../scripts/changelog.js'
import { readPage } from './pages.ts'

const changelog = readPage('CHANGELOG.md')

const SMALL = `# Changelog

## [Unreleased]

### Added

- A thing.

## [0.2.0] - 2026-02-03

### Fixed

- Another.
`

test('the changelog has the form of Keep a Changelog', () => {
  expect(problemsOf(changelog)).toEqual([])
})

test('a release can be cut from it today, and says what has changed', () => {
  const released = cut(changelog, '99.0.0', '2999-01-01')

  expect(problemsOf(released)).toEqual([])
  expect(notesOf(released, '99.0.0')).toContain('### Added')
  expect(() => notesOf(changelog, '99.0.0')).toThrow('CHANGELOG.md says nothing of 99.0.0')
  expect(() => cut(cut(changelog, '99.0.0', '2999-01-01'), '99.0.1', '2999-01-02')).toThrow('nothing has changed')
  expect(() => cut(changelog, 'v1', '2999-01-01')).toThrow('"v1" is not a version')
})

test('a good one has no problem, and a release begins with what was not released', () => {
  expect(problemsOf(SMALL)).toEqual([])
  expect(notesOf(cut(SMALL, '0.3.0', '2026-03-04'), '0.3.0')).toBe('### Added\n\n- A thing.')
})

test.for([
  ['no head', SMALL.replace('# Changelog', '# Changes'), 'does not begin with'],
  ['nothing unreleased', SMALL.replace('## [Unreleased]', '## [0.3.0] - 2026-03-04'), 'first section is not'],
  ['no date', SMALL.replace(' - 2026-02-03', ''), 'is not such as'],
  ['no such day', SMALL.replace('02-03', '02-31'), 'is no day'],
  ['an unknown kind', SMALL.replace('### Fixed', '### Bugs'), 'is none of'],
  ['a kind twice', `${SMALL}\n### Fixed\n\n- More.\n`, 'each once'],
  ['text that is no entry', SMALL.replace('- Another.', 'Another.'), 'is no entry'],
  ['an older release first', `${SMALL}\n## [0.2.1] - 2026-02-04\n\n- More.\n`, 'is not the first one'],
  ['a release twice', `${SMALL}\n## [0.2.0] - 2026-02-03\n\n- More.\n`, 'released twice'],
] as const)('of another one it says: %s', ([, text, said]) => {
  expect(problemsOf(text).join('\n')).toContain(said)
})
