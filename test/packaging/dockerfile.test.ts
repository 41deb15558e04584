import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { named, stages } from '../../scripts/dockerfile.js'
import { packageJson } from '../../scripts/package-json.js'

const [build = [], image = []] = stages()

describe('the image', () => {
  test('is made in two stages, of one Node that the package supports', () => {
    const bases = valuesOf([...build, ...image], 'FROM').map((value) => value.split(' ')[0])

    expect(bases).toEqual(['node:22-slim', 'node:22-slim'])
  })

  test('holds the bundle and what it reads beside it, and neither source nor node_modules', () => {
    expect(named(image, 'COPY').map(({ value, flags }) => [value, flags.from])).toEqual([
      ['package.json openapi.json control-plane.openapi.json ./', undefined],
      ['contract contract', undefined],
      ['fixtures fixtures', undefined],
      ['/build/dist dist', 'build'],
    ])
  })

  test('does not run as root, in a way that Kubernetes can check', () => {
    expect(valuesOf(image, 'USER')).toEqual(['1000:1000'])
  })

  test('listens where the host can reach it, as PID 1, and takes more flags', () => {
    const start = packageJson.scripts.start.split(' ')
    expect(named(image, 'ENTRYPOINT').map(({ words }) => words)).toEqual([[...start, '--host', '0.0.0.0']])
    expect(valuesOf(image, 'CMD')).toEqual([])
    expect(valuesOf(image, 'EXPOSE')).toEqual(['8386'])
  })

  test('asks its own health through the command line, for it has no curl', () => {
    expect(named(image, 'HEALTHCHECK').map(({ words }) => words)).toEqual([['node', 'dist/cli.js', 'health']])
  })
})

describe('the build', () => {
  const copied = [...build, ...image].filter(({ name, flags }) => name === 'COPY' && flags.from === undefined)
  const sources = [...new Set(copied.flatMap(({ value }) => value.split(' ').slice(0, -1)))]

  test.for(sources)('finds %s, and .dockerignore lets it through', (source) => {
    expect(existsSync(source)).toBe(true)
    expect(linesOf('.dockerignore')).toContain(`!${source}`)
  })

  test('sends nothing else to the builder', () => {
    const [first, ...others] = linesOf('.dockerignore')

    expect(first).toBe('*')
    expect(new Set(others)).toEqual(new Set(sources.map((source) => `!${source}`)))
  })
})

const valuesOf = (stage: Parameters<typeof named>[0], name: string) => named(stage, name).map(({ value }) => value)

function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
}
