import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openDataFile } from '../../src/store/file/open-file.ts'
import type { State } from '../../src/store/state.ts'
import { exportKept } from '../../src/store/world.ts'
import { serveUntilStopped, type TestServer } from '../harness.ts'

export const NOON = Date.parse('2026-01-01T12:00:00Z')

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tevo-local-data-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface Kept extends TestServer {
  /** What was said of trouble with the file. */
  readonly said: string[]
  /** Stops it as SIGTERM does. A test that leaves it to the end may have a file that cannot be written any more. */
  end(): Promise<void>
}

/** A server that keeps its default sandbox in a file. */
export async function keptIn(file: string, { clock_ms = NOON } = {}): Promise<Kept> {
  const said: string[] = []
  const { log, kept } = await openDataFile(file, { start_ms: clock_ms, say: (text) => said.push(text) })
  try {
    const server = await serveUntilStopped({ commits: log, kept, clock_ms })
    let ended: Promise<void> | undefined
    const end = () => (ended ??= server.stop())
    onTestFinished(() => end().catch(() => {}))
    return { ...server, said, end }
  } catch (problem) {
    await log.release()
    throw problem
  }
}

/** What a start would find if the process were gone now. Only while nothing is being written. */
export function imageOf(file: string): string {
  const folder = temporaryFolder()
  for (const name of readdirSync(dirname(file)))
    if (name === basename(file) || name === `${basename(file)}.log`)
      copyFileSync(join(dirname(file), name), join(folder, name))
  return join(folder, basename(file))
}

/** What was kept in a file, as a start reads it; a copy of it is opened. */
export async function keptState(file: string): Promise<State> {
  const { log, kept } = await openDataFile(imageOf(file), { start_ms: 0, say: () => {} })
  await log.release()
  if (kept === undefined) throw new Error(`nothing was kept in ${file}`)
  return kept
}

/** All of a state, to compare: in whatever order the fields of a record come. */
export const shown = (state: State): unknown => JSON.parse(JSON.stringify(exportKept(state)))

export const company = (server: Pick<TestServer, 'post'>, name: string) =>
  server.post('/v9/companies', { companies: [{ name }] })

export const companiesOf = async (server: TestServer): Promise<string[]> =>
  (await server.get('/v9/companies')).body.companies.map(({ name }: { name: string }) => name)

export const namesIn = (state: State): string[] =>
  [...state.tables.companies.records.values()].map(({ name }) => name).reverse()

/** The files of a folder, but for the lock. */
export const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => !name.endsWith('.lock'))
        .sort()
    : []

/** A disk of its own, of some KiB; null where this user may not mount one. */
export function smallDisk(kib: number, options = ''): string | null {
  const folder = temporaryFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kib}k${options}`, 'tmpfs', folder], { stdio: 'pipe' })
  } catch {
    return null
  }
  onTestFinished(() => {
    execFileSync('umount', ['-l', folder])
  })
  return folder
}

export const remount = (folder: string, options: string): void => {
  execFileSync('mount', ['-o', `remount,${options}`, folder], { stdio: 'pipe' })
}
