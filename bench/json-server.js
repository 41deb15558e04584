// @ts-check
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../scripts/package-json.js'

const FOLDER = join(root, 'bench/json-server')

/**
 * json-server with so many orders like this one, every second of them pending. It is installed in its own folder.
 * @param {import('./servers.js').Servers} servers
 * @param {object} order
 * @param {number} count
 */
export async function jsonServer(servers, order, count) {
  if (!existsSync(join(FOLDER, 'node_modules')))
    await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: FOLDER })
  const orders = Array.from({ length: count }, (_, nth) => {
    return { ...order, id: nth + 1, state: nth % 2 === 0 ? 'pending' : 'accepted' }
  })
  const file = await servers.write('db.json', JSON.stringify({ orders }))
  return servers.startProgram(join(FOLDER, 'serve.js'), file)
}
