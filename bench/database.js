// @ts-check
import { mkdir, symlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import postgres from 'postgres'
import { root } from '../scripts/package-json.js'
import { CannotMeasure } from './checkout.js'

/** What the bundle of the tests' cluster is called. */
export const CLUSTER = 'test/postgres/cluster.ts'
const ADDRESS = 'TEVO_BENCH_POSTGRES'

/**
 * Databases that nobody else uses, on a PostgreSQL that syncs what it commits: that of TEVO_BENCH_POSTGRES, or one of the
 * bench's own.
 * @typedef {{ database: () => Promise<string>, stop: () => Promise<void> }} Databases
 *
 * @param {import('./servers.js').Servers} servers
 * @returns {Promise<Databases>}
 */
export async function databases(servers) {
  // The package is installed beside tevo-local, as a user does it.
  const modules = servers.pathOf('node_modules/postgres')
  await mkdir(dirname(modules), { recursive: true })
  await symlink(`${root}node_modules/postgres`, modules)
  const { [ADDRESS]: address } = process.env
  return address === undefined ? ofItsOwn(servers) : at(address)
}

/** @param {import('./servers.js').Servers} servers */
async function ofItsOwn(servers) {
  /** @type {typeof import('../test/postgres/cluster.ts')} */
  const { hasPostgres, startCluster } = await import(servers.pathOf('cluster.js'))
  if (!hasPostgres)
    throw new CannotMeasure(
      `this machine has no PostgreSQL: apt-get install postgresql, or give the address of one in ${ADDRESS}`,
    )
  const cluster = await startCluster({ isDurable: true })
  return { database: async () => cluster.database(), stop: cluster.stop }
}

/** @param {string} address */
function at(address) {
  const sql = postgres(address, { max: 1 })
  /** @type {string[]} */
  const made = []
  return {
    database: async () => {
      const name = `tevo_bench_${process.pid}_${made.length}`
      await sql.unsafe(`create database ${name}`)
      made.push(name)
      return Object.assign(new URL(address), { pathname: `/${name}` }).href
    },
    stop: async () => {
      for (const name of made) await sql.unsafe(`drop database ${name} with (force)`)
      await sql.end()
    },
  }
}
