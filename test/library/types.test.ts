import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { generatedTypes } from '../../scripts/types/generated.js'

const ROOT = new URL('../../', import.meta.url)
const FOLDER = new URL('src/public/generated/', ROOT)

const textOf = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8')
const listed = (folder: string): string[] => readdirSync(new URL(folder, ROOT)).map((file) => `${folder}/${file}`)

test('the types of operations, effects, records and answers are those of the registries: `npm run make:types`', async () => {
  const written = readdirSync(FOLDER).map((file) => [file, readFileSync(new URL(file, FOLDER), 'utf8')] as const)
  expect(new Map(written)).toEqual(await generatedTypes())
})

test('every exported type has a type test', () => {
  const isSource = (path: string) => path.endsWith('.ts')
  const sources = ['src/public.ts', 'src/library/error.ts', ...listed('src/public').filter(isSource)].map(textOf)
  const tests = listed('test/types').map(textOf).join('\n')
  const exported = sources.flatMap((text) => [
    ...Array.from(text.matchAll(/^export (?:type|interface|class) (\w+)/gm), ([, name = '']) => name),
    ...Array.from(text.matchAll(/^export type \{([^}]+)\}/gm), ([, names = '']) => names.split(',')).flat(),
  ])
  const untested = exported.map((name) => name.trim()).filter((name) => !new RegExp(`\\b${name}\\b`).test(tests))
  expect(exported.length).toBeGreaterThan(50)
  expect(untested).toEqual([])
})
