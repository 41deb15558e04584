// @ts-check
import { BROKER, WEBSITE } from './order.js'

/**
 * A floor that gives each answer at its path.
 * @param {import('./servers.js').Servers} servers
 * @param {{ readonly [path: string]: object }} answers
 */
export async function startFloor(servers, answers) {
  const secrets = Object.fromEntries([WEBSITE, BROKER].map(({ token, secret }) => [token, secret]))
  return servers.start('floor.js', await servers.write('floor.json', JSON.stringify({ answers, secrets })))
}
