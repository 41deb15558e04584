import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { bundled } from '../bundled.ts'
import { DEADLINE_MS, within } from '../deadline.ts'
import { sandboxAt } from '../test-sandbox.ts'

export interface Ended {
  /** Null: a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

interface Environment {
  readonly env?: Record<string, string>
  /** What it reads from stdin. */
  readonly input?: string | Uint8Array
  readonly cwd?: string
  /** How long it may take to its end. */
  readonly deadline_ms?: number
  /** When to kill what was launched; after the test where this is left out. */
  readonly after?: (kill: () => Promise<void>) => void
}

/**
 * The CLI, bundled as `npm run build` does it, outside of dist/. Call it where a test file begins; what it returns is
 * the path of cli.js, once the tests run.
 */
export function useCli(): () => string {
  const directory = mkdtempSync(join(tmpdir(), 'tevo-local-bundle-'))
  beforeAll(async () => {
    const { files } = await bundled()
    for (const [path, text] of files) {
      mkdirSync(dirname(join(directory, path)), { recursive: true })
      writeFileSync(join(directory, path), text)
    }
    writeFileSync(join(directory, 'package.json'), '{"type":"module"}')
  })
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
  return () => join(directory, 'cli.js')
}

/** A directory that is removed after the test; concurrent tests pass the `onTestFinished` of their own. */
export function temporaryDirectory(afterTest = onTestFinished): string {
  const directory = mkdtempSync(join(tmpdir(), 'tevo-local-cli-'))
  afterTest(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** Runs a command to its end. */
export async function run(command: string, args: readonly string[], environment: Environment = {}): Promise<Ended> {
  const child = begin(command, args, environment)
  const output = outputOf(child)
  // A command that reads nothing may be over before this is written.
  child.stdin?.on('error', () => {})
  child.stdin?.end(environment.input ?? '')
  try {
    const code = await within(
      environment.deadline_ms ?? DEADLINE_MS,
      `the end of ${command} ${args.join(' ')}`,
      ended(child),
    )
    return { code, ...output() }
  } finally {
    // One that has not come to its end.
    child.kill('SIGKILL')
  }
}

/** What a server that was started with `--log json` says of itself in its first line. */
export interface Announcement {
  readonly event: 'listening'
  readonly url: string
  readonly port: number
  readonly credentials: {
    readonly [name: string]: { readonly type: string; readonly token: string; readonly secret: string }
  }
  readonly curl: string
  readonly control_token?: string
}

export interface Running {
  readonly child: ChildProcess
  /** Resolves when that many lines are on stdout, counted from the start. */
  lines(count: number): Promise<string[]>
  /** All of stderr so far. */
  stderr(): string
  /** Resolves to the exit code, or to null when a signal ended it. */
  readonly ended: Promise<number | null>
}

/** Starts the CLI and leaves it running; it is killed after the test if it still is. */
export const launchCli = (cli: string, args: readonly string[], environment: Environment = {}): Running =>
  launch(process.execPath, [cli, ...args], environment)

/** The same for any command. */
export function launch(command: string, args: readonly string[], environment: Environment = {}): Running {
  const child = begin(command, args, environment)
  const output = outputOf(child)
  const seen: string[] = []
  const waiting = new Set<() => void>()
  if (child.stdout !== null)
    createInterface({ input: child.stdout }).on('line', (line) => {
      seen.push(line)
      for (const look of waiting) look()
    })
  const end = ended(child)
  const { after = onTestFinished } = environment
  after(async () => {
    child.kill('SIGKILL')
    await end
  })
  return {
    child,
    lines: (count) =>
      within(
        DEADLINE_MS,
        `line ${count} of ${command} ${args.join(' ')}`,
        new Promise((resolve, reject) => {
          const look = () => seen.length >= count && resolve(seen.slice(0, count))
          waiting.add(look)
          look()
          end.then((code) => reject(new Error(`it ended with ${code} after ${seen.length} lines: ${output().stderr}`)))
        }),
      ),
    stderr: () => output().stderr,
    ended: end,
  }
}

/** A server on a free port that logs as JSON, and its default sandbox. */
export async function serve(cli: string, args: readonly string[] = [], environment: Environment = {}) {
  const running = launchCli(cli, ['--port', '0', '--log', 'json', ...args], environment)
  const [line = ''] = await running.lines(1)
  const announcement: Announcement = JSON.parse(line)
  return { ...running, ...announcement, ...sandboxAt({ ...announcement, controlToken: announcement.control_token }) }
}

/** One server for all tests of a file, where they do not mind each other. Call it as `useCli`. */
export function useServer(cli: () => string): () => Announcement {
  let server: Announcement | undefined
  let kill = async () => {}
  beforeAll(async () => {
    server = await serve(cli(), [], { after: (stop) => (kill = stop) })
  })
  afterAll(() => kill())
  return () => {
    if (server === undefined) throw new Error('the server runs only while the tests do')
    return server
  }
}

function begin(command: string, args: readonly string[], { env, cwd }: Environment): ChildProcess {
  // What vitest puts into the environment of its workers would be believed.
  const { NODE_OPTIONS: _, TEVO_LOCAL_CONTROL_TOKEN: __, ...inherited } = process.env
  return spawn(command, args, { cwd, env: { ...inherited, ...env } })
}

function outputOf(child: ChildProcess): () => { stdout: string; stderr: string } {
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk))
  return () => ({ stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() })
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
}
