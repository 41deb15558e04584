import { expect, onTestFinished } from 'vitest'
import type { ServerContext } from '../src/http/context.ts'
import { type StartOptions, start } from '../src/start.ts'
import type { Reader, State } from '../src/store/state.ts'
import type { Received } from './http.ts'
import { RecordingLog } from './sandbox/logs.ts'
import { startThrough } from './several/processes.ts'
import { type Access, controlPlane, sandboxAt, type TestSandbox } from './test-sandbox.ts'

/** A sandbox that a test has made. */
interface MadeSandbox extends TestSandbox {
  /** What the server answered. */
  readonly made: Received['body']
}

/** A server, and its default sandbox. */
export interface TestServer extends TestSandbox {
  /** The control plane: its paths are those below `/_local`. */
  readonly local: ReturnType<typeof controlPlane>
  /** Another sandbox on the same server. */
  make(request?: object): Promise<MadeSandbox>
  stop(): Promise<void>

  // These look inside, for what no answer shows, and for property tests that look after every call.
  /** What its requests share. */
  readonly context: ServerContext
  /** What the default sandbox stores now. */
  reader(): Reader
  /** The same object as long as nothing changes. */
  state(): State
  /** Makes the server forget what it has answered. */
  forgetAnswers(): void
  /** How many answers it could give again. */
  remembersAnswers(): number
  /** How many wait for the next request of the default sandbox. */
  waiting(): number
}

/** A server of its own on a free port, stopped when the test is over. */
export async function serve(options: StartOptions = {}): Promise<TestServer> {
  const server = await serveUntilStopped(options)
  onTestFinished(() => server.stop())
  return server
}

/**
 * With `passing` in it, every server of the tests is reached through another process; with `several`, through a load
 * balancer before three; with an address, it is a sandbox of its own there.
 */
const THROUGH = 'TEVO_TEST_THROUGH'

export async function serveUntilStopped(options: StartOptions = {}): Promise<TestServer> {
  const { [THROUGH]: address } = process.env
  return address !== undefined && URL.canParse(address) ? sandboxOn(address, options) : serverOfItsOwn(options)
}

async function serverOfItsOwn(options: StartOptions): Promise<TestServer> {
  // Every commit of every test is replayed, as it would be read from a file, and must come to the same.
  const commits = new RecordingLog({ keepsCommits: false })
  const { [THROUGH]: through } = process.env
  const all = { port: 0, commits, ...options }
  const { url, context, stop } =
    through === 'passing' || through === 'several' ? await startThrough(through, all) : await start(all)
  const { controlToken } = options
  const local = controlPlane({ url, controlToken })
  const { credentials } = (await local('GET', '/sandboxes/default')).body
  const inside = context.sandboxes.defaultSandbox
  return {
    ...sandboxAt({ url, credentials, controlToken }),
    local,
    make: (request = {}) => makeWith(local, { url, controlToken }, request),
    stop,
    context,
    reader: () => inside.read(),
    state: () => inside.state(),
    waiting: () => inside.journal.listeners,
    forgetAnswers: () => context.remembered.clear(),
    remembersAnswers: () => context.remembered.size,
  }
}

async function makeWith(
  local: TestServer['local'],
  at: Pick<Access, 'url' | 'controlToken'>,
  request: object,
): Promise<MadeSandbox> {
  const { status, body: made, text } = await local('POST', '/sandboxes', request)
  expect(status, text).toBe(201)
  return { ...sandboxAt({ ...at, name: made.name, credentials: made.credentials }), made }
}

/** A sandbox of its own on a server that runs already, in place of a server. Nobody can look inside. */
async function sandboxOn(url: string, { port: _, clock_ms, ...options }: StartOptions): Promise<TestServer> {
  const local = controlPlane({ url })
  const clock = clock_ms == null ? {} : { clock: new Date(clock_ms).toISOString() }
  const sandbox = await makeWith(local, { url }, { ...clock, ...options })
  const inside = (): never => expect.fail('this test looks inside of its server: it cannot run at an address')
  return {
    ...sandbox,
    local,
    make: (request = {}) => makeWith(local, { url }, request),
    stop: async () => void (await sandbox.control('DELETE')),
    get context() {
      return inside()
    },
    reader: inside,
    state: inside,
    waiting: inside,
    forgetAnswers: inside,
    remembersAnswers: inside,
  }
}
