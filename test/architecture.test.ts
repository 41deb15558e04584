import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { LAYERS, layerOf } from './layers.ts'

/** The design's "Who may import whom", checked on the text of every file in src. */

const SRC = fileURLToPath(new URL('../src', import.meta.url))
const TEST = fileURLToPath(new URL('.', import.meta.url))

interface Import {
  /** A path from src, `rules/orders.ts`, or the name of a package. */
  readonly to: string
  readonly isType: boolean
}

interface Source {
  /** From src: `rules/orders.ts`. */
  readonly path: string
  /** The text without comments and without what stands in quotes. */
  readonly code: string
  /** The text without comments. */
  readonly uncommented: string
  readonly comments: readonly string[]
  readonly imports: readonly Import[]
  readonly lines: number
}

type Problem = string

const HTTP_FILES =
  /^http\/(?:app|server)\.ts$|^routes\/(?:router\.ts$|control\/)|^broker\/service\.ts$|^inspector\/|^junit\.ts$|^sweep\/page\.ts$/
const VAGUE_NAME = /(?:^|\/)(?:utils?|helpers?|common|managers?|misc)(?:\.tsx?$|\/)/
const HTTP_PACKAGE = /^(?:hono(?:\/|$)|@hono\/|node:(?:http|https|http2|net)$)/

const QUOTED_OR_COMMENT =
  /\/\*[\s\S]*?\*\/|(?<![:'"`\\])\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g
const STATIC_IMPORT =
  /^[ \t]*(?:import|export)\b(?<what>[^'"`;]*?)(?:\bfrom\s*)?(?<quote>['"])(?<to>[^'"\n]+)\k<quote>/gm
const DYNAMIC_IMPORT = /\bimport\s*\(\s*(['"])(?<to>[^'"\n]+)\1/g

function parse(path: string, text: string): Source {
  const comments: string[] = []
  const code = text.replace(QUOTED_OR_COMMENT, (match) => {
    if (!match.startsWith('/')) return "''"
    comments.push(match)
    return ' '
  })
  const uncommented = text.replace(QUOTED_OR_COMMENT, (match) => (match.startsWith('/') ? ' ' : match))
  const resolve = (to: string) => (to.startsWith('.') ? join(dirname(path), to) : to)
  const imports: Import[] = []
  for (const { groups } of uncommented.matchAll(STATIC_IMPORT)) {
    const { what = '', to = '' } = groups ?? {}
    // `export const a = 'b'` has a string, and imports nothing.
    if (/=|\(/.test(what)) continue
    imports.push({ to: resolve(to), isType: /^\s*type\b/.test(what) })
  }
  for (const { groups } of uncommented.matchAll(DYNAMIC_IMPORT))
    imports.push({ to: resolve(groups?.to ?? ''), isType: false })
  return { path, code, uncommented, comments, imports, lines: text.split('\n').length - 1 }
}

const isOurs = (to: string): boolean => /\.tsx?$/.test(to)

/** A rule file writes when it can name a transaction: whatever changes a record goes through one. */
const writes = ({ code }: Source): boolean => /\bTransaction\b|\btx\s*\.\s*(?:put|delete)\b|\btransact\b/.test(code)

function problemsOf(sources: readonly Source[]): Problem[] {
  return [
    ...wrongArrows(sources),
    ...writingRulesInWire(sources),
    ...strangersInRules(sources),
    ...strayHttp(sources),
    ...vagueNames(sources),
    ...silencedTypes(sources),
    ...cycles(sources),
    ...otherDoors(sources),
    ...longFiles(sources),
  ]
}

function wrongArrows(sources: readonly Source[]): Problem[] {
  return sources.flatMap(({ path, imports }) => {
    const layer = layerOf(path)
    const allowed = LAYERS[layer]?.mayImport
    if (allowed === undefined) return [`${path}: the design has no layer ${layer}; say in LAYERS what it may import`]
    return imports
      .filter(({ to }) => isOurs(to) && layerOf(to) !== layer && !allowed.includes(layerOf(to)))
      .map(({ to }) => `${path} imports ${to}: ${layer} may know ${allowed.join(', ') || 'nothing of ours'}`)
  })
}

/** wire only reads: neither a rule that writes nor one that reaches such a rule. */
function writingRulesInWire(sources: readonly Source[]): Problem[] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const writerBehind = (path: string, seen: Set<string>): string | undefined => {
    const source = byPath.get(path)
    if (source === undefined || seen.has(path) || layerOf(path) !== 'rules') return undefined
    seen.add(path)
    if (writes(source)) return path
    for (const { to, isType } of source.imports) {
      const writer = isType ? undefined : writerBehind(to, seen)
      if (writer !== undefined) return writer
    }
    return undefined
  }
  return sources
    .filter(({ path }) => layerOf(path) === 'wire')
    .flatMap(({ path, imports }) =>
      imports.flatMap(({ to, isType }) => {
        const writer = isType ? undefined : writerBehind(to, new Set())
        return writer === undefined ? [] : [`${path} imports ${to}: ${writer} writes, and wire only reads`]
      }),
    )
}

function strangersInRules(sources: readonly Source[]): Problem[] {
  return sources
    .filter(({ path }) => layerOf(path) === 'rules')
    .flatMap(({ path, uncommented, imports }) => [
      ...imports
        .filter(({ to }) => HTTP_PACKAGE.test(to) || to === 'zod')
        .map(({ to }) => `${path} imports ${to}: rules know neither HTTP nor JSON`),
      ...(/\bJSON\s*\.\s*(?:parse|stringify)\b/.test(uncommented)
        ? [`${path} uses JSON: rules know neither HTTP nor JSON`]
        : []),
    ])
}

const strayHttp = (sources: readonly Source[]): Problem[] =>
  sources.flatMap(({ path, imports }) =>
    imports
      .filter(({ to }) => /^@?hono(?:\/|$)/.test(to) && !HTTP_FILES.test(path))
      .map(
        ({ to }) =>
          `${path} imports ${to}: hono stays in http/app, http/server, routes/router, routes/control, broker/service, the inspector and the pages of sweep`,
      ),
  )

const vagueNames = (sources: readonly Source[]): Problem[] =>
  sources.filter(({ path }) => VAGUE_NAME.test(path)).map(({ path }) => `${path}: name it for the one thing in it`)

function silencedTypes(sources: readonly Source[]): Problem[] {
  return sources.flatMap(({ path, code, comments }) => [
    ...(/\bany\b/.test(code) ? [`${path} says any`] : []),
    ...(/\bas\s+(?:unknown|never)\s+as\b/.test(code) ? [`${path} casts through unknown`] : []),
    ...(comments.some((comment) => /@ts-(?:ignore|nocheck|expect-error)/.test(comment))
      ? [`${path} silences the compiler`]
      : []),
  ])
}

/** Imports in a circle, types included. Each circle is told once, from its first file by name. */
function cycles(sources: readonly Source[]): Problem[] {
  const edges = new Map(sources.map(({ path, imports }) => [path, imports.map(({ to }) => to).filter(isOurs)]))
  const found = new Set<string>()
  const done = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path)
    if (start !== -1) {
      const circle = trail.slice(start)
      const first = circle.indexOf([...circle].sort()[0] ?? path)
      found.add([...circle.slice(first), ...circle.slice(0, first)].join(' → '))
      return
    }
    if (done.has(path)) return
    for (const to of edges.get(path) ?? []) visit(to, [...trail, path])
    done.add(path)
  }
  for (const path of edges.keys()) visit(path, [])
  return [...found].map((circle) => `in a circle: ${circle}`)
}

/** Whatever changes a sandbox goes through its one door. */
const otherDoors = (sources: readonly Source[]): Problem[] =>
  sources.flatMap(({ path, code, imports }) =>
    path !== 'sandbox/door.ts' &&
    path !== 'store/store.ts' &&
    (imports.some(({ to }) => to === 'store/store.ts') || /\.(?:attempt|apply)\(/.test(code))
      ? [`${path} tries or applies a commit: only sandbox/door.ts does`]
      : [],
  )

const MAX_LINES = 320

/** Its head says why: in its first comment stands that it is long, or one file, on purpose. */
const longFiles = (sources: readonly Source[]): Problem[] =>
  sources.flatMap(({ path, lines, comments }) =>
    lines > MAX_LINES && !comments.slice(0, 2).some((comment) => /one file|long/.test(comment))
      ? [`${path} has ${lines} lines: cut it in two, or say in its head why it is one file`]
      : [],
  )

function readSources(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isOurs(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => parse(relative(folder, file).replaceAll('\\', '/'), readFileSync(file, 'utf8')))
}

test('src keeps to the arrows of the design, without cycles, casts and vague names', () => {
  const sources = readSources(SRC)

  // So that a change of the folder, or of the parser, cannot make the test pass on nothing.
  expect(sources.length).toBeGreaterThan(60)
  expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(200)
  const paths = new Set(sources.map(({ path }) => path))
  const dangling = sources.flatMap(({ path, imports }) =>
    imports.filter(({ to }) => isOurs(to) && !paths.has(to)).map(({ to }) => `${path} → ${to}`),
  )
  expect(dangling).toEqual([])
  expect(problemsOf(sources)).toEqual([])
})

/**
 * Where a module has a variable: a thing that is the same whenever it is made, the thread that all servers share for PDFs,
 * or the server of another test runner.
 */
const VARIABLES = ['matching/match.ts', 'pdf/library.ts', 'pdf/pdfs.ts', 'runners/jest-server.ts', 'runners/jest.ts']
const hasVariable = ({ code }: Source): boolean => /^(?:export )?let /m.test(code)
/** When a second test file imports it, nothing registers them again. */
const hasHook = ({ code }: Source): boolean => /^(?:before|after)(?:All|Each)\(/m.test(code)

test('test files of one worker, which load each module once, get no state and no hook from it', () => {
  expect(
    readSources(SRC)
      .filter(hasVariable)
      .map(({ path }) => path)
      .sort(),
  ).toEqual(VARIABLES)

  const shared = readSources(TEST).filter(({ path }) => !path.endsWith('.test.ts'))
  expect(shared.length).toBeGreaterThan(40)
  expect(shared.filter((source) => hasVariable(source) || hasHook(source)).map(({ path }) => path)).toEqual([])
})

test('the check of what a worker shares finds a variable and a hook', () => {
  expect(hasVariable(parse('a.ts', "import { a } from './a.ts'\n\nexport let made = 0\n"))).toBe(true)
  expect(hasHook(parse('a.ts', 'afterEach(() => vi.useRealTimers())\n'))).toBe(true)
  const inside = 'export function useCli() {\n  let path\n  beforeAll(() => {})\n}\n'
  expect([hasVariable(parse('a.ts', inside)), hasHook(parse('a.ts', inside))]).toEqual([false, false])
})

describe('the check itself fails on', () => {
  const fake = (path: string, text: string): Source => parse(path, text)
  const problems = (files: { readonly [path: string]: string }) =>
    problemsOf(Object.entries(files).map(([path, text]) => fake(path, text)))

  test.for<[what: string, path: string, text: string, problem: string]>([
    ['a store that knows a rule', 'store/a.ts', "import { b } from '../rules/b.ts'", 'store/a.ts imports rules/b.ts'],
    ['even by a type', 'store/a.ts', "import type { B } from '../rules/b.ts'", 'store/a.ts imports rules/b.ts'],
    [
      'a rule that knows a route',
      'rules/a.ts',
      "import { b } from '../routes/v9/b.ts'",
      'rules/a.ts imports routes/v9/b.ts',
    ],
    ['a rule that knows wire', 'rules/a.ts', "export { b } from '../wire/b.ts'", 'rules/a.ts imports wire/b.ts'],
    ['a rule that knows zod', 'rules/a.ts', "import * as z from 'zod'", 'rules/a.ts imports zod'],
    ['a rule that knows HTTP', 'rules/a.ts', "import type { A } from 'node:http'", 'rules/a.ts imports node:http'],
    ['a rule that reads JSON', 'rules/a.ts', 'const a = JSON.parse(text)', 'rules/a.ts uses JSON'],
    ['a journal that knows a rule', 'journal/a.ts', "import '../rules/b.ts'", 'journal/a.ts imports rules/b.ts'],
    [
      'signing that knows a route',
      'signing/a.ts',
      "await import('../routes/b.ts')",
      'signing/a.ts imports routes/b.ts',
    ],
    [
      'faults that know a rule',
      'faults/effects/a.ts',
      "import { b } from '../../rules/b.ts'",
      'faults/effects/a.ts imports rules/b.ts',
    ],
    [
      'wire that knows a route',
      'wire/a.ts',
      "import {\n  b,\n} from '../routes/b.ts'",
      'wire/a.ts imports routes/b.ts',
    ],
    [
      'a route that knows the app',
      'routes/a.ts',
      "import { b } from '../http/app.ts'",
      'routes/a.ts imports http/app.ts',
    ],
    ['a server that knows the cli', 'http/server.ts', "import { b } from '../cli.ts'", 'http/server.ts imports cli.ts'],
    ['a body that knows the app', 'http/body.ts', "import { b } from './app.ts'", 'http/body.ts imports http/app.ts'],
    ['a folder without a place', 'plugins/a.ts', '', 'the design has no layer plugins'],
    ['hono in a resource', 'routes/v9/a.ts', "import { Hono } from 'hono'", 'routes/v9/a.ts imports hono'],
    ['a vague file', 'rules/helpers.ts', '', 'rules/helpers.ts: name it'],
    ['a vague folder', 'wire/utils/a.ts', '', 'wire/utils/a.ts: name it'],
    ['any', 'rules/a.ts', 'const a: any = 1', 'rules/a.ts says any'],
    ['a cast through unknown', 'rules/a.ts', 'const a = b as unknown as C', 'rules/a.ts casts through unknown'],
    ['a second door', 'rules/a.ts', 'store.apply(commit)', 'rules/a.ts tries or applies a commit'],
    ['a long file that does not say why', 'rules/a.ts', '\n'.repeat(321), 'rules/a.ts has 321 lines'],
    ['a silenced compiler', 'rules/a.ts', '// @ts-ignore\nconst a = b', 'rules/a.ts silences the compiler'],
  ])('%s', ([, path, text, problem]) => {
    expect(problems({ [path]: text })).toContainEqual(expect.stringContaining(problem))
  })

  test('wire that imports a rule that writes, or one behind which there is one', () => {
    const writer =
      "import type { Transaction } from '../store/transaction.ts'\nexport const put = (tx: Transaction) => tx.put()"
    const found = problems({
      'rules/put.ts': writer,
      'rules/reach.ts': "export { put } from './put.ts'",
      'wire/direct.ts': "import { put } from '../rules/put.ts'",
      'wire/indirect.ts': "import { put } from '../rules/reach.ts'",
      'wire/type.ts': "import type { Put } from '../rules/put.ts'",
    })

    expect(found).toEqual([
      'wire/direct.ts imports rules/put.ts: rules/put.ts writes, and wire only reads',
      'wire/indirect.ts imports rules/reach.ts: rules/put.ts writes, and wire only reads',
    ])
  })

  test('a circle of imports, and one of types', () => {
    const found = problems({
      'rules/b.ts': "import { c } from './c.ts'",
      'rules/c.ts': "import { a } from './a.ts'",
      'rules/a.ts': "import { type B } from './b.ts'",
      'store/d.ts': "import type { E } from './e.ts'",
      'store/e.ts': "import { d } from './d.ts'",
    })

    expect(found).toEqual(['in a circle: rules/a.ts → rules/b.ts → rules/c.ts', 'in a circle: store/d.ts → store/e.ts'])
  })

  test('nothing in comments, in texts, or in a plain export', () => {
    const text = [
      "/* import '../routes/b.ts' and any JSON.parse */",
      "// import { b } from '../wire/b.ts'",
      "export const a = 'as unknown as'",
      "export const b = 'any'",
      'export const url = "http://any.example/"',
      "import { c } from '../store/c.ts'",
    ].join('\n')

    expect(problems({ 'rules/a.ts': text })).toEqual([])
  })
})
