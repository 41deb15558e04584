// @ts-check
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './package-json.js'

const COMMENT = /\/\*[\s\S]*?\*\//g
const SPECIFIER =
  /(?:\bfrom|\bimport|\bimport\(|\brequire\(|<reference (?:types|path)=)\s*(["'])(?<specifier>[^"']+)\1/g

/**
 * Checks the types of src/ and returns the declarations that the entries need, and no others.
 * @param {string[]} entries  `index`
 * @param {string[]} foreign  packages that they may mention, for who uses such an entry has them
 * @returns {Promise<Map<string, string>>} path inside dist/ → text
 */
export async function declarations(entries, foreign) {
  const out = await mkdtemp(join(tmpdir(), 'tevo-local-types-'))
  try {
    await tsc(out)
    return await reachable(
      join(out, 'src'),
      entries.map((entry) => `${entry}.d.ts`),
      foreign,
    )
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}

/** @param {string} out */
async function tsc(out) {
  const compiler = join(dirname(fileURLToPath(import.meta.resolve('typescript/package.json'))), 'bin/tsc')
  const child = spawn(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', out], {
    cwd: root,
    // All output goes to stderr, because `npm pack --json` prints JSON on stdout.
    stdio: ['ignore', process.stderr, process.stderr],
  })
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
  if (code !== 0) throw new Error('src/ does not type-check; see above')
}

/**
 * @param {string} directory
 * @param {string[]} entries
 * @param {string[]} foreign
 */
async function reachable(directory, entries, foreign) {
  const files = new Map()
  const todo = new Set(entries)
  for (const file of todo) {
    const text = await readFile(join(directory, file), 'utf8')
    for (const { groups } of text.replace(COMMENT, '').matchAll(SPECIFIER)) {
      const specifier = groups?.specifier ?? ''
      if (foreign.includes(specifier) && file.startsWith('runners/')) continue
      if (!specifier.startsWith('.')) throw new Error(foreignType(file, specifier))
      todo.add(normalize(join(dirname(file), specifier)).replace(/\.[jt]s$/, '.d.ts'))
    }
    // tsc keeps `./x.ts` here, which only consumers of TypeScript 5 and up can follow.
    files.set(
      file,
      text.replace(SPECIFIER, (statement) => statement.replace(/\.ts(?=["']$)/, '.js')),
    )
  }
  return files
}

/**
 * @param {string} file
 * @param {string} specifier
 */
function foreignType(file, specifier) {
  const source = `src/${file.replace(/\.d\.ts$/, '.ts')}`
  return `the public types reach '${specifier}' through ${source}: a project that installs tevo-local may not have it. Write the type out, or keep ${source} out of what src/index.ts exports`
}
