// @ts-check
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { bundle } from '../scripts/bundle.js'

/** To build 100,000 orders takes some seconds; nothing else takes one. */
const LISTENING_DEADLINE_MS = 120_000

/**
 * @typedef {object} Running
 * @property {string} url
 * @property {() => Promise<void>} stop
 */

/** The servers of the bench, bundled from the current sources as dist/ is, in a directory of their own. */
export class Servers {
  /** @type {Running[]} */
  #running = []
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

  /**
   * Resolves to the file's path.
   * @param {string} file
   * @param {string} text
   */
  async write(file, text) {
    const path = join(this.#directory, file)
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
    const running = await run(join(this.#directory, file), args)
    this.#running.push(running)
    return running
  }

  async removeAll() {
    await Promise.all(this.#running.map(({ stop }) => stop()))
    await rm(this.#directory, { recursive: true, force: true })
  }
}

/**
 * @param {string} path
 * @param {string[]} args
 * @returns {Promise<Running>}
 */
async function run(path, args) {
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGKILL')
    await exited
  }
  const lines = once(createInterface(child.stdout), 'line', { signal: AbortSignal.timeout(LISTENING_DEADLINE_MS) })
  try {
    const [line] = await Promise.race([lines, exited.then(([code]) => [`exit code ${code}`])])
    const url = /http:\/\/[\d.]+:\d+/.exec(line)?.[0]
    if (url === undefined) throw new Error(`its first line was to tell its URL; it was ${JSON.stringify(line)}`)
    return { url, stop }
  } catch (problem) {
    await stop()
    throw new Error(`the bench cannot start ${path}`, { cause: problem })
  }
}
