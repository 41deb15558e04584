import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Locked {
  resolved?: string
  optionalDependencies?: Record<string, string>
}

const packages: Record<string, Locked> = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages

test('the lock file names no registry, so that npm ci asks the one that is configured', () => {
  expect(Object.keys(packages).filter((path) => packages[path]?.resolved)).toEqual([])
})

// A registry that lacks one of them makes `npm install` drop it in silence, and `npm ci` refuse the lock file.
test('the lock file has the binaries of every platform', () => {
  const wanted = Object.values(packages).flatMap((locked) => Object.keys(locked.optionalDependencies ?? {}))

  expect(wanted.filter((name) => !isLocked(name))).toEqual([])
})

function isLocked(name: string): boolean {
  return Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`))
}
