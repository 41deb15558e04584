// @ts-check
import { spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** How long a client may take for an answer: one that needs more has not understood its job. */
const PATIENCE_MS = 30_000

/**
 * A client at work.
 * @typedef {object} Running
 * @property {string} version
 * @property {(jobs: readonly Job[]) => Promise<string>} send  sends requests over one connection; what came of the last one
 * @property {() => void} stop
 */

/** @typedef {import('./jobs.js').Request} Job */

/**
 * @typedef {object} Client
 * @property {string} name
 * @property {readonly string[]} command  the program and its arguments
 * @property {(command: readonly string[]) => Promise<Running>} run
 */

const fileOf = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url))

/** @param {string} name @param {readonly string[]} command @returns {Client} */
const looping = (name, command) => ({ name, command, run: runLoop })

/** @type {Client} */
export const nodeFetch = looping('Node fetch', [process.execPath, fileOf('fetch.js')])
/** @type {Client} */
export const curl = { name: 'curl', command: ['curl'], run: runCurl }
/** @type {Client} */
export const urlConnection = looping('Java HttpURLConnection', ['java', fileOf('UrlConnection.java')])
/** @type {Client} */
export const javaHttpClient = looping('Java HttpClient', ['java', fileOf('JavaHttpClient.java')])

/** Python's `http.client`, in a program that sends again what was not answered: that is no library's doing. */
export const blindPython = looping('Python http.client', ['python3', fileOf('http_client.py'), '--blind-retry'])

/**
 * All that are measured, in the order of the page.
 * @param {(name: string) => readonly string[] | null} packageOf  the file and the version of a package of npm that is there
 * @returns {readonly Client[]}
 */
export function clientsWith(packageOf) {
  const ofNpm = (/** @type {string} */ name) => {
    const found = packageOf(name)
    return looping(name, found === null ? [] : [process.execPath, fileOf(`${name}.js`), ...found])
  }
  return [
    nodeFetch,
    ofNpm('axios'),
    ofNpm('got'),
    looping('Python requests', ['python3', fileOf('requests_session.py')]),
    looping('Python httpx', ['python3', fileOf('httpx_client.py')]),
    looping('Python http.client', ['python3', fileOf('http_client.py')]),
    curl,
    looping('PHP curl', ['php', fileOf('curl.php')]),
    looping('Guzzle', ['php', fileOf('guzzle.php')]),
    looping('Ruby Net::HTTP', ['ruby', fileOf('net_http.rb')]),
    urlConnection,
    javaHttpClient,
  ]
}

/**
 * Starts a client; null where its program or its library is not on this machine.
 * @param {Client} client
 * @returns {Promise<Running | null>}
 */
export async function startClient({ command, run }) {
  if (command.length === 0) return null
  try {
    return await run(command)
  } catch {
    return null
  }
}

/** @param {readonly string[]} command @returns {Promise<Running>} */
async function runLoop([program = '', ...args]) {
  // What it complains of, a library that is not there say, is told by its missing first line.
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'] })
  child.stdin.on('error', () => {})
  const failed = new Promise((_, reject) => child.once('error', reject))
  failed.catch(() => {})
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => {
    let timer
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${args[0]}: nothing after ${PATIENCE_MS} ms`)), PATIENCE_MS)
    })
    try {
      const { done, value } = await Promise.race([lines.next(), failed, late])
      if (done) throw new Error(`${program} ${args.join(' ')} has ended`)
      return String(value)
    } finally {
      clearTimeout(timer)
    }
  }
  const stop = () => {
    child.kill('SIGKILL')
  }
  try {
    const [, version = ''] = (await next()).split('\t')
    return {
      version,
      stop,
      send: async (jobs) => {
        let last = ''
        for (const { method, url, body = '', headers } of jobs) {
          const all = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
          child.stdin.write(`${[method, url, body, ...all].join('\t')}\n`)
          last = await next()
        }
        return sightOf(last)
      },
    }
  } catch (problem) {
    stop()
    throw problem
  }
}

/** One call of curl sends all of the requests, and so over one connection. @param {readonly string[]} command @returns {Promise<Running>} */
async function runCurl([program = '']) {
  const { stdout, error } = spawnSync(program, ['--version'], { encoding: 'utf8' })
  if (error !== undefined) throw error
  const version = stdout.split(' ')[1] ?? ''
  return {
    version,
    stop: () => {},
    send: (jobs) =>
      new Promise((resolve, reject) => {
        const calls = jobs.flatMap(({ method, url, body, headers }, nth) => [
          ...(nth === 0 ? [] : ['--next']),
          ...['-s', '-X', method, url, '-w', '\n%{http_code}\n', '--max-time', String(PATIENCE_MS / 1_000)],
          ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
          ...(body === undefined ? [] : ['--data-raw', body]),
        ])
        const child = spawn(program, calls, { stdio: ['ignore', 'pipe', 'ignore'] })
        let text = ''
        child.stdout.on('data', (chunk) => {
          text += chunk
        })
        child.once('error', reject)
        child.once('close', (code) => {
          const [body = '', status = ''] = text.split('\n').slice(-3)
          resolve(sightOf(code === 0 ? `answer\t${status}\t${body}` : `error\texit code ${code}`))
        })
      }),
  }
}

/** What a program sees: the status, with a word on a body that it cannot read, or the error that it has to catch. @param {string} line */
function sightOf(line) {
  const [kind, what = '', ...rest] = line.split('\t')
  if (kind === 'error') return `\`${what}\``
  const body = rest.join('\t')
  try {
    JSON.parse(body)
    return what
  } catch {
    return body === '' ? `${what}, no body` : `${what}, not JSON`
  }
}
