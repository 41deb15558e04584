import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { bundle } from '../../scripts/bundle.js'

const DEADLINE_MS = 10_000

export interface Checkout {
  readonly directory: string
  remove(): Promise<void>
}

/** A directory with what the README's blocks find in a clone that `npm ci` has built. */
export async function makeCheckout(): Promise<Checkout> {
  const directory = await mkdtemp(join(tmpdir(), 'tevo-local-readme-'))
  const { files } = await bundle()
  for (const [file, text] of files) {
    await mkdir(dirname(join(directory, 'dist', file)), { recursive: true })
    await writeFile(join(directory, 'dist', file), text)
  }
  await symlink(resolve('fixtures'), join(directory, 'fixtures'))
  // It is the project that has installed the package as well: with this, `import 'tevo-local'` finds dist/index.js.
  await cp('package.json', join(directory, 'package.json'))
  const cli = join(directory, 'dist/cli.js')
  await writeFile(cli, `#!/usr/bin/env node\n${files.get('cli.js')}`)
  await chmod(cli, 0o755)
  await mkdir(join(directory, 'node_modules/.bin'), { recursive: true })
  await symlink(cli, join(directory, 'node_modules/.bin/tevo-local'))
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) }
}

export interface Running {
  readonly url: string
  stop(): Promise<void>
}

/** `node dist/cli.js` with these flags, on a port of its own. */
export async function startServer({ directory }: Checkout, flags: readonly string[]): Promise<Running> {
  const child = spawn('node', ['dist/cli.js', '--port', '0', '--log', 'json', ...flags], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = async () => {
    if (child.exitCode !== null) return
    child.kill('SIGKILL')
    await new Promise((done) => child.once('close', done))
  }
  try {
    return { url: await firstUrl(child), stop }
  } catch (problem) {
    await stop()
    throw problem
  }
}

function firstUrl(child: ChildProcess): Promise<string> {
  return new Promise((found, fail) => {
    const late = setTimeout(
      () => fail(new Error(`the server did not say within ${DEADLINE_MS} ms where it listens`)),
      DEADLINE_MS,
    )
    let complaint = ''
    child.stderr?.on('data', (text) => {
      complaint += text
    })
    child.once('close', (code) => fail(new Error(`the server ended with ${code}: ${complaint}`)))
    if (child.stdout !== null)
      createInterface(child.stdout).once('line', (line) => {
        clearTimeout(late)
        found(JSON.parse(line).url)
      })
  })
}

export interface Ran {
  readonly stdout: string
  readonly stderr: string
  readonly code: number | null
}

/** Runs a program in the checkout to its end. */
export function run({ directory }: Checkout, program: string, args: readonly string[], input = ''): Promise<Ran> {
  return new Promise((finished, fail) => {
    const child = spawn(program, args, { cwd: directory, timeout: 50_000 })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (text) => {
      stdout += text
    })
    child.stderr.on('data', (text) => {
      stderr += text
    })
    child.once('error', fail)
    child.once('close', (code) => finished({ stdout, stderr, code }))
    child.stdin.end(input)
  })
}
