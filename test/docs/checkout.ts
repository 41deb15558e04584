import { spawn } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { bundled } from '../bundled.ts'

/** Pasting the shell blocks of a page starts up to fifty programs. */
export const DEADLINE_MS = 100_000

export interface Checkout {
  readonly directory: string
  remove(): Promise<void>
}

/** A directory with what the blocks of the pages find in a clone that `npm ci` has built. */
export async function makeCheckout(): Promise<Checkout> {
  const directory = await mkdtemp(join(tmpdir(), 'tevo-local-docs-'))
  const { files } = await bundled()
  for (const [file, content] of files) {
    await mkdir(dirname(join(directory, 'dist', file)), { recursive: true })
    await writeFile(join(directory, 'dist', file), content)
  }
  await symlink(resolve('fixtures'), join(directory, 'fixtures'))
  await symlink(resolve('contract'), join(directory, 'contract'))
  await symlink(resolve('examples'), join(directory, 'examples'))
  for (const file of ['package.json', 'openapi.json', 'control-plane.openapi.json'])
    await cp(file, join(directory, file))
  const cli = join(directory, 'dist/cli.js')
  await chmod(cli, 0o755)
  // It is a project that has installed the package as well.
  await mkdir(join(directory, 'node_modules/.bin'), { recursive: true })
  await symlink(cli, join(directory, 'node_modules/.bin/tevo-local'))
  await symlink(directory, join(directory, 'node_modules/tevo-local'))
  await symlink(resolve('node_modules/vitest'), join(directory, 'node_modules/vitest'))
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) }
}

export interface Ran {
  readonly stdout: string
  readonly stderr: string
  /** Null: a signal ended it, or the deadline. */
  readonly code: number | null
}

/** Runs a program in the checkout, or in a folder of it, to its end. */
export async function run(
  { directory }: Pick<Checkout, 'directory'>,
  program: string,
  args: readonly string[],
  input = '',
): Promise<Ran> {
  // What vitest puts into the environment of its workers would be believed.
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:VITEST|NODE_OPTIONS)/.test(name))
  const env = { ...Object.fromEntries(inherited), NO_COLOR: '1', NO_PROXY: '127.0.0.1', PYTHONDONTWRITEBYTECODE: '1' }
  const child = spawn(program, args, { cwd: directory, env, timeout: DEADLINE_MS })
  child.stdin.end(input)
  const code = new Promise<number | null>((ended, fail) => child.once('error', fail).once('close', ended))
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { stdout, stderr, code: await code }
}
