import { spawn } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { bundle } from '../../scripts/bundle.js'

/** Pasting all shell blocks starts some fifty programs. */
const DEADLINE_MS = 50_000

export interface Checkout {
  readonly directory: string
  remove(): Promise<void>
}

/** A directory with what the README's blocks find in a clone that `npm ci` has built. */
export async function makeCheckout(): Promise<Checkout> {
  const directory = await mkdtemp(join(tmpdir(), 'tevo-local-readme-'))
  const { files } = await bundle()
  for (const [file, content] of files) {
    await mkdir(dirname(join(directory, 'dist', file)), { recursive: true })
    await writeFile(join(directory, 'dist', file), content)
  }
  await symlink(resolve('fixtures'), join(directory, 'fixtures'))
  // It is a project that has installed the package as well: with this, `import 'tevo-local'` finds dist/index.js.
  await cp('package.json', join(directory, 'package.json'))
  const cli = join(directory, 'dist/cli.js')
  await writeFile(cli, `#!/usr/bin/env node\n${files.get('cli.js')}`)
  await chmod(cli, 0o755)
  await mkdir(join(directory, 'node_modules/.bin'), { recursive: true })
  await symlink(cli, join(directory, 'node_modules/.bin/tevo-local'))
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) }
}

export interface Ran {
  readonly stdout: string
  readonly stderr: string
  /** Null: a signal ended it, or the deadline. */
  readonly code: number | null
}

/** Runs a program in the checkout to its end. */
export async function run({ directory }: Checkout, program: string, args: readonly string[], input = ''): Promise<Ran> {
  // What vitest puts into the environment of its workers would be believed.
  const { NODE_OPTIONS: _, ...env } = process.env
  const child = spawn(program, args, { cwd: directory, env, timeout: DEADLINE_MS })
  child.stdin.end(input)
  const code = new Promise<number | null>((ended, fail) => child.once('error', fail).once('close', ended))
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { stdout, stderr, code: await code }
}
