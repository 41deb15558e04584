import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { bundled } from '../bundled.ts'
import { run } from '../cli/cli.ts'

/** A program that compiles before it tests takes its time on a busy machine. */
const DEADLINE_MS = 170_000

/** What vitest and npm put into the environment of their children would be believed. */
const UNSET = Object.keys(process.env)
  .filter((name) => /^(?:VITEST|npm_|JEST|FORCE_COLOR$|NODE_ENV$|TEST$|DEV$|PROD$|MODE$|TEVO_)/.test(name))
  .flatMap((name) => ['-u', name])

/** A folder in which tevo-local and the test runners are installed, as a user has them. */
export interface Project {
  readonly directory: string
  /** Runs a command line in a folder of it; what it prints and its exit code, null for a signal. */
  run(
    folder: string,
    commandLine: string,
    env?: Record<string, string>,
  ): Promise<{ code: number | null; output: string }>
  write(file: string, text: string): Promise<void>
  remove(): Promise<void>
}

export async function makeProject(): Promise<Project> {
  const directory = await mkdtemp(join(tmpdir(), 'tevo-local-project-'))
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(dirname(join(directory, file)), { recursive: true })
    await writeFile(join(directory, file), text)
  }
  const modules = join(directory, 'node_modules')
  await linkAll(resolve('node_modules'), modules, ['.bin', 'ts-jest', 'typescript'])
  await linkAll(resolve('node_modules/.bin'), join(modules, '.bin'), ['tevo-local'])
  // ts-jest takes no TypeScript 7, and finds the one beside it.
  await cp('node_modules/ts-jest', join(modules, 'ts-jest'), { recursive: true })
  await symlink(resolve('node_modules/typescript-5'), join(modules, 'typescript'))

  const { files } = await bundled()
  for (const [file, text] of files) await write(`node_modules/tevo-local/dist/${file}`, text)
  await write('node_modules/tevo-local/package.json', await readFile('package.json', 'utf8'))
  await chmod(join(modules, 'tevo-local/dist/cli.js'), 0o755)
  await symlink('../tevo-local/dist/cli.js', join(modules, '.bin/tevo-local'))

  return {
    directory,
    write,
    run: async (folder, commandLine, env = {}) => {
      const { code, stdout, stderr } = await run('env', [...UNSET, 'sh', '-c', commandLine], {
        cwd: join(directory, folder),
        deadline_ms: DEADLINE_MS,
        env: { NO_COLOR: '1', NO_PROXY: '127.0.0.1', PYTHONDONTWRITEBYTECODE: '1', ...env },
      })
      return { code, output: stdout + stderr }
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}

/** A folder of its own, with a link to everything in another one but what is named. */
async function linkAll(from: string, to: string, without: readonly string[]): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const name of await readdir(from)) if (!without.includes(name)) await symlink(join(from, name), join(to, name))
}
