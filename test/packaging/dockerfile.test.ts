import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { packageJson } from '../../scripts/package-json.js'

interface Instruction {
  name: string
  value: string
}

const instructions = readInstructions('Dockerfile')
const build = instructions.slice(0, startsOfStages()[1])
const image = instructions.slice(startsOfStages()[1])

describe('the image', () => {
  test('is made in two stages, of one Node that the package supports', () => {
    const bases = valuesOf(instructions, 'FROM').map((value) => value.split(' ')[0])

    expect(bases).toEqual(['node:22-slim', 'node:22-slim'])
  })

  test('holds the bundle and package.json, and neither source nor node_modules', () => {
    expect(valuesOf(image, 'COPY')).toEqual(['package.json ./', '--from=build /build/dist dist'])
  })

  test('does not run as root, in a way that Kubernetes can check', () => {
    expect(valuesOf(image, 'USER')).toEqual(['1000:1000'])
  })

  test('listens where the host can reach it, as PID 1, and takes more flags', () => {
    const start = packageJson.scripts.start.split(' ')
    expect(valuesOf(image, 'ENTRYPOINT').map(readExecForm)).toEqual([[...start, '--host', '0.0.0.0']])
    expect(valuesOf(image, 'CMD')).toEqual([])
    expect(valuesOf(image, 'EXPOSE')).toEqual(['8386'])
  })

  test('asks its own health through Node, for it has no curl', () => {
    const [check] = valuesOf(image, 'HEALTHCHECK')
    const [program, flag, script] = readExecForm(check?.replace(/^.*?CMD /, ''))

    expect([program, flag]).toEqual(['node', '-e'])
    expect(script).toContain("fetch('http://127.0.0.1:8386/_local/health')")
    expect(() => new Function(script ?? '')).not.toThrow()
  })
})

describe('the build', () => {
  const sources = valuesOf(build, 'COPY').flatMap((value) => value.split(' ').slice(0, -1))

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

function readInstructions(file: string): Instruction[] {
  const lines = linesOf(file).filter((line) => !line.startsWith('#'))
  return lines
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => {
      const [name = '', ...rest] = line.split(' ')
      return { name, value: rest.join(' ') }
    })
}

function startsOfStages(): number[] {
  return instructions.flatMap(({ name }, index) => (name === 'FROM' ? [index] : []))
}

function valuesOf(stage: Instruction[], name: string): string[] {
  return stage.filter((instruction) => instruction.name === name).map(({ value }) => value)
}

function readExecForm(value = ''): string[] {
  return JSON.parse(value)
}

function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
}
