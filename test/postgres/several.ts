import { mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll } from 'vitest'
import { serve, useCli } from '../cli/cli.ts'
import { type Cluster, startCluster } from './cluster.ts'

const PACKAGE = fileURLToPath(new URL('../../node_modules/postgres', import.meta.url))

/** The CLI as `useCli` makes it, for who has installed the package "postgres" beside it. */
export function useCliWithPostgres(): () => string {
  const cli = useCli()
  beforeAll(() => {
    const modules = join(dirname(cli()), 'node_modules')
    mkdirSync(modules, { recursive: true })
    symlinkSync(PACKAGE, join(modules, 'postgres'))
  })
  return cli
}
