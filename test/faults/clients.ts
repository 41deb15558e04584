import { execFile, spawnSync } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { setImmediate } from 'node:timers/promises'
import { DEADLINE_MS, until, within } from '../deadline.ts'
import type { TestServer } from '../harness.ts'
import { open, parseAnswer, rawRequest, type SignedRequest } from '../socket.ts'

/**
 * Three clients that send a request, on a connection of its own or on one that has served another request before, and
 * say in a word what came of it.
 */

/** What a program can tell of an answer, whatever library it uses. */
export type Sight =
  | 'answer'
  | 'not JSON'
  | 'cut short'
  | 'cut short by a reset'
  | 'bad chunk'
  | 'not HTTP'
  | 'closed'
  | 'reset'

interface Saw {
  readonly sight: Sight | `something else: ${string}`
  /** Null: none came. */
  readonly status: number | null
  /** That of the last answer, where it is whole. */
  readonly text: string
  /** How many connections were opened. */
  readonly connections: number
}

export type Reuse = 'fresh' | 'reused'

export type Client = (server: TestServer, request: SignedRequest, reuse: Reuse) => Promise<Saw>

/** What is sent first on a connection that is to be used again; no rule of the tests is for it. */
const FIRST: SignedRequest = { method: 'GET', target: '/v9/brokerages' }

const overASocket: Client = async (server, request, reuse) => {
  const bytes = rawRequest(server, request)
  const first = rawRequest(server, { ...FIRST, headers: { Connection: 'keep-alive' } })
  const connection = open(server.url, reuse === 'fresh' ? bytes : first)
  let before = 0
  if (reuse === 'reused') {
    before = await until('the first answer on the connection', () => {
      const { headers, body } = parseAnswer(connection.received())
      return Number(headers.get('content-length')) === Buffer.byteLength(body, 'latin1') && connection.received().length
    })
    connection.send(bytes)
  }
  const end = await connection.ended
  const text = connection.received().slice(before)
  if (text === '') return { sight: end === 'RST' ? 'reset' : 'closed', status: null, text, connections: 1 }
  if (!text.startsWith('HTTP/1.1 ')) return { sight: 'not HTTP', status: null, text, connections: 1 }
  const { status, headers, body } = parseAnswer(text)
  return { sight: sightOf(headers, body, end), status, text: body, connections: 1 }
}

function sightOf(headers: ReadonlyMap<string, string>, body: string, end: 'FIN' | 'RST'): Sight {
  if (headers.get('transfer-encoding') === 'chunked') return body.endsWith('0\r\n\r\n') ? 'answer' : 'bad chunk'
  if (body.length < Number(headers.get('content-length'))) return end === 'RST' ? 'cut short by a reset' : 'cut short'
  return whole(body)
}

function whole(body: string): Sight {
  try {
    JSON.parse(body)
    return 'answer'
  } catch {
    return 'not JSON'
  }
}

const withFetch: Client = async (server, request, reuse) => {
  let connections = 0
  const { port } = new URL(server.url)
  const count = (message: unknown) => {
    if (JSON.stringify(message, ['connectParams', 'port']).includes(`"${port}"`)) connections += 1
  }
  subscribe('undici:client:connected', count)
  try {
    if (reuse === 'reused') {
      await (await fetchOnce(server, FIRST)).text()
      // Until then its connection is not free again.
      await setImmediate()
    }
    return { ...(await lookAt(fetchOnce(server, request))), connections }
  } finally {
    unsubscribe('undici:client:connected', count)
  }
}

function fetchOnce(server: TestServer, request: SignedRequest): Promise<Response> {
  const { head, body } = partsOf(server, request)
  const { method, target } = request
  return fetch(`${server.url}${target}`, {
    method,
    headers: head,
    signal: AbortSignal.timeout(DEADLINE_MS),
    ...(body === '' ? {} : { body }),
  })
}

async function lookAt(answered: Promise<Response>): Promise<Omit<Saw, 'connections'>> {
  let status: number | null = null
  try {
    const answer = await answered
    status = answer.status
    const text = await answer.text()
    return { sight: whole(text), status, text }
  } catch (problem) {
    return { sight: sightOfProblem(problem, status !== null), status, text: '' }
  }
}

/** What undici says of each. */
function sightOfProblem(problem: unknown, hasHead: boolean): Saw['sight'] {
  const cause = problem instanceof Error ? problem.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (code === 'HPE_INVALID_CHUNK_SIZE') return 'bad chunk'
  if (code.startsWith('HPE_')) return 'not HTTP'
  if (code === 'ECONNRESET' || code === 'EPIPE') return hasHead ? 'cut short by a reset' : 'reset'
  if (code === 'UND_ERR_SOCKET') return hasHead ? 'cut short' : 'closed'
  return `something else: ${problem}, because of ${cause}`
}

const MARK = '⟨end⟩'

const withCurl: Client = async (server, request, reuse) => {
  const requests = reuse === 'fresh' ? [request] : [FIRST, request]
  const transfers = requests.map((each) => curlArguments(server, each))
  const args = transfers.flatMap((each, nth) => (nth === 0 ? each : ['--next', ...each]))
  const { code, out, problem } = await within(DEADLINE_MS, 'curl', run(['-q', ...args]))
  const last = out.split(MARK).at(-2) ?? ''
  const counts = Array.from(out.matchAll(/⟨(\d+) (\d+)⟩⟨end⟩/g), ([, , connects]) => Number(connects))
  const seen = Number(/⟨(\d+) \d+⟩$/.exec(last)?.[1] ?? 0)
  const text = last.replace(/⟨\d+ \d+⟩$/, '')
  return {
    sight: sightOfExit(code, problem, seen !== 0, text),
    status: seen === 0 ? null : seen,
    text,
    connections: counts.reduce((sum, each) => sum + each, 0),
  }
}

function curlArguments(server: TestServer, request: SignedRequest): string[] {
  const { head, body } = partsOf(server, request)
  const headers = Object.entries(head).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  return [
    '-sS',
    '--http1.1',
    '--insecure',
    ...['--max-time', String(DEADLINE_MS / 1_000)],
    ...['-w', `⟨%{http_code} %{num_connects}⟩${MARK}`],
    ...['-X', request.method, ...headers],
    ...(body === '' ? [] : ['--data-binary', body]),
    `${server.url}${request.target}`,
  ]
}

function run(args: readonly string[]): Promise<{ code: number; out: string; problem: string }> {
  return new Promise((resolve) => {
    execFile('curl', args, (failed, out, problem) => {
      resolve({ code: typeof failed?.code === 'number' ? failed.code : 0, out, problem })
    })
  })
}

/** `man curl`, EXIT CODES. */
function sightOfExit(code: number, problem: string, hasHead: boolean, text: string): Saw['sight'] {
  if (code === 0) return whole(text)
  if (code === 52) return 'closed'
  if (code === 18) return 'cut short'
  if (code === 1 || code === 8) return 'not HTTP'
  const isReset = /reset by peer|Broken pipe/i.test(problem)
  if (isReset && (code === 55 || code === 56)) return hasHead ? 'cut short by a reset' : 'reset'
  if (code === 56 && /chunk/i.test(problem)) return 'bad chunk'
  return `something else: curl exits with ${code}: ${problem}`
}

/** The headers of a request without those that a client makes, and its body. */
function partsOf(server: TestServer, request: SignedRequest): { head: Record<string, string>; body: string } {
  const [head = '', body = ''] = rawRequest(server, request).split('\r\n\r\n')
  const lines = head.split('\r\n').slice(1)
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 2)]
  })
  const made = ['host', 'connection', 'content-length']
  return { head: Object.fromEntries(headers.filter(([name]) => !made.includes(name.toLowerCase()))), body }
}

const hasCurl = spawnSync('curl', ['--version']).status === 0

/** Those that there are on this machine. */
export const clients: { readonly [name: string]: Client } = {
  socket: overASocket,
  fetch: withFetch,
  ...(hasCurl ? { curl: withCurl } : {}),
}
