// @ts-check
import { packageJson } from './package-json.js'

/** What the entrances know of the Node that runs them, as a module of each kind. */
const CHECK = 'node-version'

/**
 * What is read first of the package: each entry of the bundle moves behind one that an old Node can read too, and that says
 * what to do in place of the syntax error which the rest would be to it.
 * @param {ReadonlyMap<string, string>} files
 * @param {readonly { file: string, exports: readonly string[] }[]} entries  with `cli.js` as the program
 * @param {'esm' | 'cjs'} kind
 * @returns {Map<string, string>}
 */
export function withEntrances(files, entries, kind) {
  const moved = new Map(files)
  const extension = kind === 'esm' ? 'js' : 'cjs'
  for (const { file, exports } of entries) {
    const main = file.replace(/(?=\.c?js$)/, '.main')
    moved.set(main, files.get(file) ?? '')
    const from = `./${main.slice(main.lastIndexOf('/') + 1)}`
    moved.set(file, kind === 'cjs' ? required(from) : file === 'cli.js' ? program(from) : imported(from, exports))
  }
  const folder = kind === 'esm' ? '' : 'cjs/'
  const exporting = kind === 'esm' ? 'export const problem=' : 'exports.problem='
  return moved.set(`${folder}${CHECK}.${extension}`, `${exporting}${problemOf(packageJson.engines.node)}\n`)
}

/**
 * From Node 22 on, what is compiled once is kept for the next start (Node's own compile cache, in the folder for temporary
 * files), which takes a tenth off it.
 * @param {string} from
 */
const program = (from) => `#!/usr/bin/env node
import{problem}from'./${CHECK}.js'
if(problem){console.error(problem);process.exitCode=2}else{
process.getBuiltinModule('module').enableCompileCache?.()
await import('${from}')}
`

/**
 * @param {string} from
 * @param {readonly string[]} names
 */
const imported = (from, names) => `import{problem}from'./${CHECK}.js'
if(problem)throw new Error(problem)
const all=await import('${from}')
${names.map((name) => (name === 'default' ? 'export default all.default' : `export const ${name}=all.${name}`)).join('\n')}
`

/** @param {string} from */
const required = (from) => `const{problem}=require('./${CHECK}.cjs')
if(problem)throw new Error(problem)
module.exports=require('${from}')
`

/**
 * An expression in plain old JavaScript: the sentence, or null where the Node is new enough.
 * @param {string} range  of package.json: `>=20.19`
 */
function problemOf(range) {
  const [major, minor] = /^>=(\d+)\.(\d+)$/.exec(range)?.slice(1) ?? []
  if (major === undefined) throw new Error(`engines.node of package.json is "${range}": write it as ">=20.19"`)
  const sentence = `tevo-local needs Node ${major}.${minor} or later, and this is Node `
  return `(function(v){var n=v.split('.');return +n[0]>${major}||+n[0]===${major}&&+n[1]>=${minor}?null:'${sentence}'+v+': install a later one'})(process.versions.node)`
}
