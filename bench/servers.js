// @ts-check
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { bundle } from '../scripts/bundle.js'
import { packageJson } from '../scripts/package-json.js'

/** To build 100,000 orders takes some seconds; nothing else takes one. */
const LISTENING_DEADLINE_MS = 120_000

/** What `npm start` gives to Node; bare Hono gets it too. */
const NODE_FLAGS = packageJson.scripts.start.split(' ').slice(1, -1)

/** @typedef {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, null>} Child */

/** The servers of the bench, bundled from the current sources as dist/ is, in a directory of their own. */
export class Servers {
  /** @type {Child[]} */
  #children = []
  #directory

  /** @param {string} directory */
  constructor(directory) {
    this.#directory = directory
  }

  static async build() {
    const servers = new Servers(await mkdtemp(join(tmpdir(), 'tevo-local-bench-')))
    // Each by itself: what they have in common would become chunks that neither of them has outside of the bench.
    for (const entries of [undefined, ['bench/tevo.js'], ['bench/bare.js']]) {
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
  async start(file, ...args) {
    const path = this.pathOf(file)
    const child = spawn(process.execPath, [...NODE_FLAGS, path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
    this.#children.push(child)
    try {
      return { url: await urlOf(child), stop: () => stop(child) }
    } catch (problem) {
      throw new Error(`the bench cannot start ${path}`, { cause: problem })
    }
  }

  async removeAll() {
    await Promise.all(this.#children.map(stop))
    await rm(this.#directory, { recursive: true, force: true })
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

/** @param {Child} child */
async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
