import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { within } from '../deadline.ts'

const START_MS = 30_000
/** PostgreSQL does not run as root: these are there on Debian. */
const USERS = ['postgres', 'nobody']

/** Where Debian has the server's programs, the newest version first; undefined: it has none. */
function programs(): string | undefined {
  const debian = '/usr/lib/postgresql'
  try {
    const versions = readdirSync(debian).sort((one, other) => Number(other) - Number(one))
    return versions.map((version) => join(debian, version, 'bin')).find((bin) => readdirSync(bin).includes('initdb'))
  } catch {
    return undefined
  }
}

const BIN = programs()

/** Whether this machine has a PostgreSQL. */
export const hasPostgres = BIN !== undefined

/** A PostgreSQL of a test's own: a real one, with its data in a directory that goes with it. */
export interface Cluster {
  /** For `--data`: of a database that nobody else uses. */
  database(): string
  /** Ends it as a power cut does, and starts it again after a while. */
  restart(options?: { readonly away_ms?: number }): Promise<void>
  /** Ends it at once. */
  crash(): Promise<void>
  start(): Promise<void>
  /** Sends a signal to all of its processes. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void
  stop(): Promise<void>
}

/** Begins a cluster on a free port. */
export async function startCluster({ isDurable = false }: { readonly isDurable?: boolean } = {}): Promise<Cluster> {
  const bin = BIN
  if (bin === undefined) throw new Error('there is no PostgreSQL on this machine')
  const directory = mkdtempSync(join(tmpdir(), 'tevo-local-postgres-'))
  const data = join(directory, 'data')
  const user = unprivileged()
  const asUser = user === undefined ? [] : ['setpriv', '--reuid', user, '--regid', user, '--clear-groups', '--']
  chmodSync(directory, 0o755)
  mkdirSync(data, { mode: 0o700 })
  if (user !== undefined) execFileSync('chown', ['-R', user, directory])
  const run = (program: string, args: readonly string[], input = '') => {
    const [command = '', ...rest] = [...asUser, join(bin, program), ...args]
    return execFileSync(command, rest, { cwd: directory, input, stdio: ['pipe', 'pipe', 'pipe'], encoding: 'utf8' })
  }
  run('initdb', ['-D', data, '-U', 'tevo', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C'])
  // Only the machine itself could lose what is not synced; a start after a crash would sync everything for ten seconds.
  const settings = [
    "listen_addresses = '127.0.0.1'",
    "unix_socket_directories = ''",
    'max_connections = 200',
    `fsync = ${isDurable ? 'on' : 'off'}`,
  ]
  writeFileSync(join(data, 'postgresql.auto.conf'), `${settings.join('\n')}\n`)
  const port = await freePort()
  let server: ChildProcess | undefined
  let databases = 0
  const psql = (sql: string) => run('psql', [urlOf('postgres'), '-qAt', '-v', 'ON_ERROR_STOP=1'], sql)
  const urlOf = (name: string) => `postgres://tevo@127.0.0.1:${port}/${name}`

  const start = async () => {
    const [command = '', ...rest] = [...asUser, join(bin, 'postgres'), '-D', data, '-p', String(port)]
    const child = spawn(command, rest, { cwd: directory, stdio: 'ignore' })
    server = child
    await within(
      START_MS,
      'PostgreSQL',
      answering(() => run('pg_isready', ['-h', '127.0.0.1', '-p', String(port)]), child),
    )
  }
  const end = async (signal: NodeJS.Signals) => {
    const child = server
    server = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await within(START_MS, 'the end of PostgreSQL', ended)
  }
  await start()
  return {
    database: () => {
      databases += 1
      psql(`create database test_${databases}`)
      return urlOf(`test_${databases}`)
    },
    restart: async ({ away_ms = 0 } = {}) => {
      await end('SIGQUIT')
      await wait(away_ms)
      await start()
    },
    // At once, as it is: the next start recovers from its log.
    crash: () => end('SIGQUIT'),
    start,
    signal: (signal) => {
      const pid = server?.pid
      if (pid === undefined) return
      for (const each of [pid, ...childrenOf(pid)]) process.kill(each, signal)
    },
    stop: async () => {
      await end('SIGQUIT')
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Whom PostgreSQL runs as, where we are root. */
function unprivileged(): string | undefined {
  if (process.getuid?.() !== 0) return undefined
  const found = USERS.find((user) => {
    try {
      return execFileSync('id', ['-u', user], { stdio: 'pipe' }).length > 0
    } catch {
      return false
    }
  })
  if (found === undefined)
    throw new Error(`PostgreSQL does not run as root, and there is no user ${USERS.join(' or ')}`)
  return found
}

async function answering(ask: () => unknown, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`PostgreSQL ended with ${child.exitCode}`)
    try {
      ask()
      return
    } catch {
      await wait(50)
    }
  }
}

function childrenOf(pid: number): number[] {
  try {
    const out = execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
    return out.split('\n').flatMap((line) => (line.trim() === '' ? [] : [Number(line)]))
  } catch {
    return []
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
