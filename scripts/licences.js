// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageDirectoryOf } from './bundle.js'
import { root } from './package-json.js'

/**
 * The licence texts of every package that the bundle has code from, and of those whose files lie beside it.
 * @param {import('esbuild').Metafile} metafile
 * @param {readonly string[]} beside  their directories, from the root
 */
export function thirdPartyLicences(metafile, beside) {
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs))
  const directories = new Set([...inputs.flatMap((input) => packageDirectoryOf(input) ?? []), ...beside])
  const texts = [...directories].sort().map((directory) => licenceOf(join(root, directory)))
  return `tevo-local carries these packages in its bundle.\n\n${texts.join('\n')}`
}

/** @param {string} directory */
function licenceOf(directory) {
  const { name, version, license } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))
  const files = readdirSync(directory).filter((file) => /^(mit-)?(licen[cs]e|copying|notice|copyright)/i.test(file))
  if (files.length === 0) throw new Error(`${name} is bundled, but has no licence file in ${directory}`)
  // A package that is one file names in another what it was made of.
  const dist = join(directory, 'dist')
  const parts = existsSync(dist) ? readdirSync(dist).filter((file) => file.endsWith('.js.LICENSE.txt')) : []
  const texts = [...files.sort(), ...parts.map((file) => join('dist', file))].map((file) =>
    readFileSync(join(directory, file), 'utf8').trim(),
  )
  return [`${'='.repeat(80)}\n${name} ${version} (${license})`, ...texts, ''].join('\n\n')
}
