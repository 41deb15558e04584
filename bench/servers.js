// @ts-check
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'

/** To build 100,000 orders takes some seconds, on a busy machine half a minute, and a million of them minutes. */
const LISTENING_DEADLINE_MS = 900_000
const ASK_AGAIN_MS = 20

/** @typedef {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, null>} Child */

/** @type {Set<Servers>} */
const built = new Set()

/** Stops and removes whatever the bench has started. */
export const removeServers = () => Promise.all([...built].map((servers) => servers.remove()))

/** The servers of a checkout, bundled from its current sources as its dist/ is, in a directory of their own. */
export class Servers {
  /** @type {Child[]} */
  #children = []
  #directory
  #nodeFlags

  /**
   * @param {string} directory
   * @param {readonly string[]} nodeFlags
   */
  constructor(directory, nodeFlags) {
    this.#directory = directory
    this.#nodeFlags = nodeFlags
  }

  /**
   * @param {import('./checkout.js').Checkout} checkout
   * @param {readonly string[]} others  entries beside those of the package
   */
  static async build({ bundle, nodeFlags }, others = []) {
    const servers = new Servers(await mkdtemp(join(tmpdir(), 'tevo-local-bench-')), nodeFlags)
    built.add(servers)
    // Each by itself: what they have in common would become chunks that neither of them has outside of the bench.
    for (const entries of [undefined, ...others.map((entry) => [entry])]) {
      const { files } = await bundle(entries)
      for (const [file, text] of files) await servers.write(file, text)
    }
    // Without it Node reads every file twice to find out that it is a module.
    await servers.write('package.json', JSON.stringify({ type: 'module' }))
    return servers
  }

  /** @param {string} file */
  pathOf(file) {
    return join(this.#directory, file)
  }

  /**
   * Resolves to the file's path.
   * @param {string} file
   * @param {string} text
   */
  async write(file, text) {
    const path = this.pathOf(file)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
    return path
  }

  /**
   * Resolves as soon as the server says its URL, on its first line.
   * @param {string} file
   * @param {...string} args
   */
  start(file, ...args) {
    return this.#listening(this.#spawn(file, args), urlOf)
  }

  /**
   * As `start`, with as large a heap as it needs.
   * @param {number} heap_megabytes
   * @param {string} file
   * @param {...string} args
   */
  startWithHeap(heap_megabytes, file, ...args) {
    const flag = `--max-old-space-size=${heap_megabytes}`
    return this.#listening(this.#run(flag, [this.pathOf(file), ...args]), urlOf)
  }

  /**
   * Serves with the command line. So that no log is measured it is quiet, and does not say where it listens either.
   * @param {...string} args
   */
  async serve(...args) {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const child = this.#spawn('cli.js', ['--port', String(port), '--quiet', ...args])
    return this.#listening(child, () => answering(child, url))
  }

  /**
   * What the command line prints.
   * @param {...string} args
   */
  async print(...args) {
    const child = this.#spawn('cli.js', args)
    return (await child.stdout.setEncoding('utf8').toArray()).join('')
  }

  /**
   * A program that is not bundled.
   * @param {string} path
   * @param {...string} args
   */
  startProgram(path, ...args) {
    return this.#listening(this.#run(path, args), urlOf)
  }

  async remove() {
    await Promise.all(this.#children.map(stop))
    await rm(this.#directory, { recursive: true, force: true })
  }

  /**
   * @param {string} file
   * @param {readonly string[]} args
   * @returns {Child}
   */
  #spawn(file, args) {
    return this.#run(this.pathOf(file), args)
  }

  /**
   * @param {string} path
   * @param {readonly string[]} args
   * @returns {Child}
   */
  #run(path, args) {
    const command = [...this.#nodeFlags, path, ...args]
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] })
    this.#children.push(child)
    return child
  }

  /**
   * @param {Child} child
   * @param {(child: Child) => Promise<string>} urlOf
   */
  async #listening(child, urlOf) {
    try {
      return { url: await urlOf(child), pid: child.pid, stop: () => stop(child) }
    } catch (problem) {
      throw new Error(`the bench cannot start ${child.spawnargs.join(' ')}`, { cause: problem })
    }
  }
}

/** @param {Child} child */
async function urlOf(child) {
  const lines = once(createInterface(child.stdout), 'line', { signal: AbortSignal.timeout(LISTENING_DEADLINE_MS) })
  const [line] = await Promise.race([lines, once(child, 'exit').then(([code]) => [`exit code ${code}`])])
  const url = /http:\/\/[\d.]+:\d+/.exec(line)?.[0]
  if (url === undefined) throw new Error(`its first line was to tell its URL; it was ${JSON.stringify(line)}`)
  return url
}

/**
 * @param {Child} child
 * @param {string} url
 */
async function answering(child, url) {
  const deadline_ms = performance.now() + LISTENING_DEADLINE_MS
  while (performance.now() < deadline_ms) {
    if (child.exitCode !== null) throw new Error(`exit code ${child.exitCode}`)
    const answer = await fetch(`${url}/_local/health`).catch(() => undefined)
    if (answer?.ok) return url
    await wait(ASK_AGAIN_MS)
  }
  throw new Error(`it answered nothing within ${LISTENING_DEADLINE_MS} ms`)
}

/** @type {Set<number>} */
const givenPorts = new Set()

/**
 * Never the same one twice: the server that was given it may not listen yet.
 * @returns {Promise<number>}
 */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error(`${address} is not a port`)
  if (givenPorts.has(address.port)) return freePort()
  givenPorts.add(address.port)
  return address.port
}

/** @param {Child} child */
async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
