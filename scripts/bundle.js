// @ts-check

import { readFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { join, parse, relative } from 'node:path'
import { build, transform } from 'esbuild'
import { commonJs, esModules } from './commonjs.js'
import { withEntrances } from './entrances.js'
import { packageJson, root } from './package-json.js'

const OUT_DIR = 'dist'

/** What `import` and `require` find: the library, and a piece for each test runner. */
export const LIBRARY = [
  'index',
  'runners/vitest',
  'runners/vitest-setup',
  'runners/jest',
  'runners/jest-setup',
  'runners/jest-teardown',
  'runners/playwright',
]

/** The test runners, which those who use them have themselves; `expect` is a part of Jest. */
export const RUNNERS = ['vitest', '@jest/globals', 'expect', '@playwright/test']

/** What those install who use it: it is imported where it is used. */
const OPTIONAL = ['postgres']

/** What runs in a thread of its own, and is started by its path. */
const PDF_WORKER = 'src/pdf/worker.ts'

/** The program, and what starts it. */
const PROGRAM = ['cli', 'compiled']

const ENTRIES = [...[...PROGRAM, ...LIBRARY].map((name) => `src/${name}.ts`), PDF_WORKER]

/** Packages that must not slow down the start: they are imported where they are used, with `await import()`. */
export const LAZY_PACKAGES = ['@faker-js/faker', '@cantoo/pdf-lib', 'jsbarcode', 'node-forge']

/**
 * @typedef {import('esbuild').Metafile} Metafile
 * @typedef {Map<string, string>} Files  path inside dist/ → text
 */

/**
 * The package's JavaScript as it is shipped, in memory; writes nothing. The program and the library are CommonJS, with
 * ES modules before them. Given entries, of the bench say, are ES modules as they are.
 * @param {readonly string[]} [entries]
 * @returns {Promise<{ files: Files, metafile: Metafile }>}
 */
export async function bundle(entries) {
  if (entries !== undefined) return modulesOf([...entries, PDF_WORKER].map(placed), 'js')
  const { files, metafile } = await modulesOf(ENTRIES, 'cjs')
  const library = LIBRARY.map((name) => `${name}.js`)
  const required = await commonJs(files, library)
  const runners = library.filter((file) => file !== 'index.js')
  const exports = metafile.outputs['dist/index.js']?.exports ?? []
  return { files: withEntrances(new Map([...required, ...esModules(files, metafile, runners)]), exports), metafile }
}

/**
 * One of src is put where it would be in dist/, another one beside them, wherever it came from.
 * @param {string} entry
 */
function placed(entry) {
  const { dir, name } = parse(entry)
  const folder = dir === 'src' || dir.startsWith('src/') ? dir.slice('src/'.length) : ''
  return { in: entry, out: join(folder, name) }
}

/**
 * @param {string[] | { in: string, out: string }[]} entryPoints
 * @param {'js' | 'cjs'} extension  of the thread for PDFs
 * @returns {Promise<{ files: Files, metafile: Metafile }>}
 */
async function modulesOf(entryPoints, extension) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints,
    outdir: OUT_DIR,
    external: [...RUNNERS, ...OPTIONAL],
    chunkNames: 'chunks/[name]-[hash]',
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    plugins: [importedFromNode],
    define: {
      __TEVO_LOCAL_VERSION__: JSON.stringify(packageJson.version),
      // What starts it is imported lazily, so that it is a chunk of its own: the path counts from there.
      __TEVO_LOCAL_PDF_WORKER__: JSON.stringify(`../pdf/worker.${extension}`),
    },
    // Identifiers are kept: shorter ones did not make the start faster, and stack traces would lose their names.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none', // dist/THIRD-PARTY-LICENSES.txt has the whole texts
    logLevel: 'warning',
  })
  refuseRequire(metafile)
  const files = await Promise.all(
    outputFiles.map(async ({ path, text }) => {
      const output = relative(root, path)
      // Nobody looks for the names of a package in a stack trace: they are a fifth of it.
      const short = isPackage(metafile, output) ? await transform(text, { minify: true, format: 'esm' }) : null
      return /** @type {[string, string]} */ ([relative(OUT_DIR, output), short?.code ?? text])
    }),
  )
  return { files: new Map(files), metafile }
}

/**
 * A CommonJS dependency that requires a module of Node gets it by an import, for an ES module has no require().
 * @type {import('esbuild').Plugin}
 */
const importedFromNode = {
  name: 'imported-from-node',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^[a-z_]+$/ }, ({ kind, path }) =>
      kind === 'require-call' && builtinModules.includes(path) ? { path, namespace: 'node' } : undefined,
    )
    onLoad({ filter: /.*/, namespace: 'node' }, ({ path }) => ({ contents: `export * from 'node:${path}'` }))
  },
}

/**
 * The thread for PDFs as one file: for tests, which run the sources. Node 20 cannot run those in a thread.
 * @returns {Promise<string>}
 */
export async function pdfWorker() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [PDF_WORKER],
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'warning',
  })
  return outputFiles[0]?.text ?? ''
}

/**
 * The outputs that are read before the first line of `entry` runs.
 * @param {Metafile} metafile
 * @param {string} entry  as the metafile names it, `dist/cli.js` say
 */
export function staticClosure(metafile, entry) {
  const reached = new Set([entry])
  for (const output of reached) {
    for (const { path, kind, external } of metafile.outputs[output]?.imports ?? []) {
      if (kind === 'import-statement' && !external) reached.add(path)
    }
  }
  return [...reached]
}

/**
 * The program, the style and the icon of the inspector's pages, as a browser loads them.
 * @returns {Promise<Files>}
 */
export async function inspectorFiles() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['js', 'css'].map((type) => `src/inspector/client/inspector.${type}`),
    outdir: `${OUT_DIR}/inspector`,
    write: false,
    minify: true,
    // `:has()` is the newest thing in them.
    target: ['chrome111', 'firefox121', 'safari16.4'],
    logLevel: 'warning',
  })
  const icon = await readFile(join(root, 'src/inspector/client/inspector.svg'), 'utf8')
  const files = outputFiles.map(
    ({ path, text }) => /** @type {[string, string]} */ ([relative(join(root, OUT_DIR), path), text]),
  )
  return new Map([...files, ['inspector/inspector.svg', icon]])
}

/** The npm package that shows the OpenAPI documents: its file lies beside the bundle, as it is. */
export const RENDERER = 'node_modules/rapidoc'

/**
 * The directories of the npm packages that the package carries.
 * @param {Metafile} metafile
 */
export function carriedDirectories(metafile) {
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs))
  return [...new Set([...inputs.flatMap((input) => packageDirectoryOf(input) ?? []), RENDERER])].sort()
}

/**
 * The directory of the npm package that a bundled source file belongs to; none for our own files.
 * @param {string} input  as the metafile names it
 */
function packageDirectoryOf(input) {
  return input.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/)?.[0]
}

/**
 * Whether nothing of ours is in an output.
 * @param {Metafile} metafile
 * @param {string} output  as the metafile names it
 */
function isPackage(metafile, output) {
  const inputs = Object.keys(metafile.outputs[output]?.inputs ?? {})
  return inputs.length > 0 && inputs.every(packageDirectoryOf)
}

/**
 * A CommonJS dependency that requires a module outside of the bundle throws only when that line runs: find it now.
 * @param {Metafile} metafile
 */
function refuseRequire(metafile) {
  for (const [output, { imports }] of Object.entries(metafile.outputs)) {
    const required = imports.find((imported) => imported.kind === 'require-call')
    if (required) throw new Error(`${output} calls require('${required.path}'), but an ES module has no require()`)
  }
}
