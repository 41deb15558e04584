// @ts-check
import { posix } from 'node:path'
import { transform } from 'esbuild'

/** Where the same library lies for `require('tevo-local')`. */
const FOLDER = 'cjs'
const IMPORTED = /(?<=\brequire\(["'])(\.[^"']+)\.js(?=["']\))/g
const TYPES = /(?<=\b(?:from|import)\s*\(?["'])(\.[^"']+)\.js(?=["'])/g

/**
 * @typedef {import('esbuild').Metafile} Metafile
 * @typedef {Map<string, string>} Files  path inside dist/ → text
 */

/**
 * The program and the library as CommonJS: Jest's default mode reads no other, and V8 takes up again what it compiled of it
 * the last time. What is imported lazily is required lazily, for a virtual machine of Jest has no `import()`.
 * @param {Files} files
 * @param {readonly string[]} entries  of the library, as dist/ has them: `index.js`
 * @returns {Promise<Files>}
 */
export async function commonJs(files, entries) {
  return new Map(
    await Promise.all(
      Array.from(files, async ([file, text]) => {
        const { code } = await transform(text, {
          format: 'cjs',
          platform: 'node',
          target: 'node20.19',
          supported: { 'dynamic-import': false },
          define: { 'import.meta.url': 'moduleUrl' },
          banner: text.includes('import.meta.url') ? MODULE_URL : '',
          minifyWhitespace: true,
          minifySyntax: true,
        })
        const readable = entries.includes(file) ? withNames(code) : code
        return /** @type {[string, string]} */ ([commonJsName(file), readable.replace(IMPORTED, '$1.cjs')])
      }),
    ),
  )
}

/** What an ES module knows as `import.meta.url`. */
const MODULE_URL = 'const moduleUrl=require("node:url").pathToFileURL(__filename).href;'

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
 * Entries as ES modules, and of what they import only the names, which are taken from the CommonJS. So whoever imports the
 * library and whoever requires it has the same classes, and the package carries its code once.
 * @param {Files} files
 * @param {Metafile} metafile
 * @param {readonly string[]} entries  as dist/ has them: `runners/vitest.js`
 * @returns {Files}
 */
export function esModules(files, metafile, entries) {
  const modules = new Map(entries.map((file) => [file, files.get(file) ?? '']))
  for (const entry of entries)
    for (const { path, external } of metafile.outputs[`dist/${entry}`]?.imports ?? [])
      if (!external) {
        const file = posix.relative('dist', path)
        modules.set(file, namesOf(file, metafile.outputs[path]?.exports ?? []))
      }
  return modules
}

/**
 * @param {string} file
 * @param {readonly string[]} names
 */
function namesOf(file, names) {
  if (names.includes('default'))
    throw new Error(`${file} has a default export, which an ES module finds elsewhere in CommonJS`)
  const path = posix.relative(posix.dirname(file), commonJsName(file))
  return names.length === 0 ? `import'${path}'\n` : `export{${names.join(',')}}from'${path}'\n`
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

/** @param {string} file  as an ES module: `index.js` */
const commonJsName = (file) => `${FOLDER}/${file.replace(/\.js$/, '.cjs')}`
