// @ts-check
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { packageJson } from '../scripts/package-json.js'

const NAME = packageJson.name

/**
 * What the bench needs of a checkout of this project: an older one may be laid out otherwise inside.
 * @typedef {object} Checkout
 * @property {readonly string[]} nodeFlags  what its `npm start` gives to Node
 * @property {typeof import('../scripts/bundle.js').bundle} bundle
 */

/** The message says why, and what to do. */
export class CannotMeasure extends Error {}

/**
 * @param {string} folder
 * @returns {Promise<Checkout>}
 * @throws {CannotMeasure}
 */
export async function checkoutIn(folder) {
  const { name, scripts } = readPackageJson(folder)
  if (name !== NAME) throw notACheckout(folder, `its package.json is that of "${name}"`)
  const bundler = join(folder, 'scripts/bundle.js')
  if (!existsSync(bundler)) throw notACheckout(folder, 'it has no scripts/bundle.js')
  const { bundle } = await import(pathToFileURL(bundler).href).catch((problem) => {
    if (problem.code !== 'ERR_MODULE_NOT_FOUND') throw problem
    throw new CannotMeasure(`${folder} misses a package: run "npm ci --ignore-scripts" there first`, { cause: problem })
  })
  return { bundle, nodeFlags: scripts.start.split(' ').slice(1, -1) }
}

/**
 * @param {string} folder
 * @returns {typeof packageJson}
 */
function readPackageJson(folder) {
  const file = join(folder, 'package.json')
  if (!existsSync(file)) throw notACheckout(folder, 'it has no package.json')
  return JSON.parse(readFileSync(file, 'utf8'))
}

/**
 * @param {string} folder
 * @param {string} reason
 */
const notACheckout = (folder, reason) =>
  new CannotMeasure(`${folder} is not a checkout of ${NAME}: ${reason}; "git worktree add FOLDER COMMIT" makes one`)
