// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { carriedDirectories } from './bundle.js'
import { root } from './package-json.js'

/**
 * The licence texts of every package that this one carries.
 * @param {import('esbuild').Metafile} metafile
 */
export function thirdPartyLicences(metafile) {
  const texts = carriedDirectories(metafile).map((directory) => licenceOf(join(root, directory)))
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
