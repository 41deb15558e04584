// @ts-check
import { createHash } from 'node:crypto'
import { packageJson } from './package-json.js'

/** What the entrances know of the Node that runs them, as a module of each kind. */
const CHECK = 'node-version'

/**
 * What is read first of the package: the program and the library move behind files that an old Node can read too, and that
 * say what to do in place of the syntax error which the rest would be to it.
 * @param {ReadonlyMap<string, string>} files
 * @param {readonly string[]} exports  of the library
 * @returns {Map<string, string>}
 */
export function withEntrances(files, exports) {
  const release = createHash('sha256')
    .update(JSON.stringify([...files]))
    .digest('hex')
  const problem = problemOf(packageJson.engines.node)
  const moved = new Map(files).set('cjs/index.main.cjs', files.get('cjs/index.cjs') ?? '')
  return moved
    .set(`${CHECK}.js`, `export const problem=${problem}\n`)
    .set(`cjs/${CHECK}.cjs`, `exports.problem=${problem}\n`)
    .set('cli.js', program(release))
    .set('index.js', imported('./cjs/index.main.cjs', exports))
    .set('cjs/index.cjs', required('./index.main.cjs'))
}

/**
 * See `src/compiled.ts`.
 * @param {string} release
 */
const program = (release) => `#!/usr/bin/env node
import{problem}from'./${CHECK}.js'
if(problem){console.error(problem);process.exitCode=2}else{
const require=process.getBuiltinModule('module').createRequire(import.meta.url)
require('./cjs/compiled.cjs').runCompiled(require.resolve('./cjs/cli.cjs'),'${release}')
}
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
