// @ts-check
import { posix } from 'node:path'
import { transform } from 'esbuild'
import { isPackage } from './bundle.js'

/** Where the same library lies for `require('tevo-local')`. */
const FOLDER = 'cjs'
const IMPORTED = /(?<=\brequire\(["'])(\.[^"']+)\.js(?=["']\))/g
const TYPES = /(?<=\b(?:from|import)\s*\(?["'])(\.[^"']+)\.js(?=["'])/g

/**
 * @typedef {import('esbuild').Metafile} Metafile
 * @typedef {Map<string, string>} Files  path inside dist/ → text
 */

/**
 * The library as CommonJS: Jest's default mode reads no other. What is imported lazily is required lazily, for a virtual
 * machine of Jest has no `import()`.
 * @param {Files} files
 * @param {Metafile} metafile
 * @param {string[]} entries  as dist/ has them: `index.js`
 * @returns {Promise<Files>}
 */
export async function commonJs(files, metafile, entries) {
  const needed = new Set(entries)
  for (const file of needed)
    for (const { path, external } of metafile.outputs[`dist/${file}`]?.imports ?? [])
      if (!external) needed.add(posix.relative('dist', path))
  return new Map(
    await Promise.all(
      [...needed].map(async (file) => {
        const { code } = await transform(files.get(file) ?? '', {
          format: 'cjs',
          platform: 'node',
          target: 'node20.19',
          supported: { 'dynamic-import': false },
          define: { 'import.meta.url': 'twin' },
          banner: files.get(file)?.includes('import.meta.url') ? twinOf(file) : '',
          minifyWhitespace: true,
          minifySyntax: true,
        })
        const readable = entries.includes(file) ? withNames(code) : code
        return /** @type {[string, string]} */ ([commonJsName(file), readable.replace(IMPORTED, '$1.cjs')])
      }),
    ),
  )
}

/**
 * What an ES module knows as `import.meta.url`, for its CommonJS twin: that of the ES module, so that both start the same
 * thread.
 * @param {string} file
 */
const twinOf = (file) =>
  `const twin=new URL(${JSON.stringify(posix.relative(posix.dirname(commonJsName(file)), file))},require("node:url").pathToFileURL(__filename)).href;`

const GETTER = /(\w+):\(\)=>([\w.$]+)/g
const EXPORTS =
  /var stdin_exports=\{\};__export\(stdin_exports,(\{.*?\})\);module\.exports=__toCommonJS\(stdin_exports\);/

/**
 * An entry that exports by plain assignments: who reads it without running it, as Node does for `import { … }` of CommonJS
 * and TypeScript's checkers do, finds what it exports.
 * @param {string} code
 */
function withNames(code) {
  const [head, getters] = EXPORTS.exec(code) ?? []
  const exported = [...(getters ?? '').matchAll(GETTER)].map(([, name, value]) => `exports.${name}=${value};`)
  if (head === undefined || exported.length === 0)
    throw new Error('esbuild writes CommonJS otherwise than scripts/commonjs.js reads it')
  return `${code.replace(head, 'Object.defineProperty(exports,"__esModule",{value:!0});')}${exported.join('')}\n`
}

/**
 * A chunk that is nothing but a package is shipped once, as CommonJS: the ES module takes what it exports from there.
 * @param {Files} commonJsFiles
 * @param {Metafile} metafile
 * @returns {Files}
 */
export function packagesTakenFrom(commonJsFiles, metafile) {
  const taken = new Map()
  for (const [output, { entryPoint, exports }] of Object.entries(metafile.outputs)) {
    const file = posix.relative('dist', output)
    if (entryPoint === undefined || !isPackage(metafile, output) || !commonJsFiles.has(commonJsName(file))) continue
    const from = posix.relative(posix.dirname(file), commonJsName(file))
    const named = exports.map((name) =>
      name === 'default' ? 'export default all.default' : `export const ${name}=all.${name}`,
    )
    taken.set(file, `import all from'${from}'\n${named.join('\n')}\n`)
  }
  return taken
}

/**
 * The same types for who requires it: of a `.d.ts` TypeScript believes here that it is an ES module's.
 * @param {Files} types
 * @returns {Files}
 */
export function commonJsTypes(types) {
  return new Map(
    Array.from(types, ([file, text]) => [
      `${FOLDER}/${file.replace(/\.d\.ts$/, '.d.cts')}`,
      text.replace(TYPES, '$1.cjs'),
    ]),
  )
}

/** @param {string} file */
const commonJsName = (file) => `${FOLDER}/${file.replace(/\.js$/, '.cjs')}`
