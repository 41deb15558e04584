import { existsSync, readdirSync } from 'node:fs'
import type { serve } from '../cli/cli.ts'
import { until } from '../deadline.ts'

/** What a server of its own process holds on to. */

/** Runs before the server: at SIGUSR2 it says in a line what lives after two collections; what is held weakly goes with the second. */
const PRELUDE = `
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
setFlagsFromString('--expose-gc')
const gc = runInNewContext('gc')
process.on('SIGUSR2', () => {
  gc()
  setImmediate(() => {
    gc()
    const { heapUsed, external } = process.memoryUsage()
    process.stderr.write('lives: ' + (heapUsed + external) + '\\n')
  })
})
`
export const NODE_OPTIONS = `--import data:text/javascript;base64,${Buffer.from(PRELUDE).toString('base64')}`

type Server = Pick<Awaited<ReturnType<typeof serve>>, 'child' | 'stderr'>

const told = ({ stderr }: Server): string[] => [...stderr().matchAll(/^lives: (\d+)$/gm)].map(([, bytes = '']) => bytes)

/** Bytes that live after two collections. */
export async function usedBytes(server: Server): Promise<number> {
  const before = told(server).length
  server.child.kill('SIGUSR2')
  return Number(await until('what the server has in use', () => told(server).at(before)))
}

/** How many files, pipes and sockets it has open; null where the system does not tell. */
export function openFiles({ child }: Server): number | null {
  const folder = `/proc/${child.pid}/fd`
  return existsSync(folder) ? readdirSync(folder).length : null
}
