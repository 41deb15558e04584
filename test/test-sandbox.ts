import { expect } from 'vitest'
import { Reader } from '../src/store/state.ts'
import { loadWorld, type World } from '../src/store/world.ts'
import { checkAnswer, checkControlAnswer } from './documented-answers.ts'
import { bytesOf, type Headers, type Keys, type Received, send, signed } from './http.ts'

/** JSON of any shape. */
type Json = Received['body']

/** Where a sandbox is, and what opens it. */
export interface Access {
  readonly url: string
  readonly name?: string
  readonly credentials: { readonly [name: string]: Keys }
  readonly controlToken?: string | null | undefined
}

export interface CallOptions {
  /** A credential of the sandbox, by its name, or any keys; `website` when it is left out. */
  readonly as?: string | Keys
  readonly headers?: Headers
  /** Text and bytes are sent as they are, anything else as JSON. */
  readonly body?: unknown
  /** The target that is signed, where it is another one than the target of the request. */
  readonly signedTarget?: string
}

/**
 * A sandbox as a test uses it: signed calls, and its part of the control plane, all of it over HTTP. `control` answers
 * whatever came; what stands below it throws when it is refused.
 */
export interface TestSandbox {
  readonly url: string
  readonly name: string
  keysOf(credential: string): Keys
  /** Checks a good answer against the shape that its operation declares. */
  call(method: string, target: string, options?: CallOptions): Promise<Received>
  get(target: string, as?: CallOptions['as']): Promise<Received>
  post(target: string, body: unknown, as?: CallOptions['as']): Promise<Received>
  /** The path is one below `/_local/sandboxes/<name>`. */
  control(method: string, path?: string, body?: unknown, headers?: Headers): Promise<Received>
  /** Plays another party of an order; a refusal is an answer like any other. */
  act(order: number, as: string, deed: string): Promise<Received>

  readonly clock: {
    /** Epoch milliseconds. */
    now(): Promise<number>
    /** By `PT15M` say. */
    advance(by: string): Promise<Received>
    set(to: string): Promise<Received>
  }
  readonly faults: {
    /** Answers the armed rules. */
    arm(rules: unknown): Promise<Json>
    list(): Promise<Json>
    get(id: string): Promise<Json>
    /** One of them, or all. */
    disarm(id?: string): Promise<Json>
  }
  readonly journal: {
    /** Newest first; `?limit=1` say. */
    list(query?: string): Promise<Json>
    last(): Promise<Json>
    /** With its headers, its body and its answer. */
    get(id: string): Promise<Json>
  }
  /** Changes those that are given, and answers them all. */
  settings(changes?: object): Promise<Json>
  reset(): Promise<Received>
  /** Answers the id of the snapshot. */
  snapshot(id?: string): Promise<string>
  restore(snapshot: string): Promise<Received>
  world(): Promise<World>
  /** Changes records that no call can change. */
  putWorld(change: (world: World) => object): Promise<Received>
  /** Every stored record, as the world of the sandbox has them. */
  records(): Promise<Reader>
  /** Runs what must change nothing: no record, no next id, and no request of it may say that it was committed. */
  unchanged<Result>(work: () => Promise<Result>): Promise<Result>
}

/** The control plane of a server: its paths are those below `/_local`. */
export const controlPlane =
  ({ url, controlToken }: Pick<Access, 'url' | 'controlToken'>) =>
  async (method: string, path: string, body?: unknown, headers?: Headers): Promise<Received> => {
    const authorization = controlToken ? { Authorization: `Bearer ${controlToken}` } : {}
    const received = await send(url, method, `/_local${path}`, { ...authorization, ...headers }, bytesOf(body))
    checkControlAnswer(method, `/_local${path}`, received)
    return received
  }

export function sandboxAt({ url, name = 'default', credentials, controlToken }: Access): TestSandbox {
  const keysOf = (as: string): Keys => {
    const keys = credentials[as]
    if (keys === undefined) throw new Error(`the sandbox "${name}" has no credential "${as}"`)
    return keys
  }
  const call: TestSandbox['call'] = async (method, target, { as = 'website', headers, body, signedTarget } = {}) => {
    const sent = bytesOf(body)
    const keys = typeof as === 'string' ? keysOf(as) : as
    const signature = signed(url, keys, method, signedTarget ?? target, sent)
    const received = await send(url, method, target, { ...signature, ...headers }, sent)
    checkAnswer(method, target, received)
    return received
  }

  const local = controlPlane({ url, controlToken })
  const control: TestSandbox['control'] = (method, path = '', ...more) =>
    local(method, `/sandboxes/${name}${path}`, ...more)
  const done = async (method: string, path: string, body?: unknown): Promise<Received> => {
    const received = await control(method, path, body)
    if (received.status >= 300) throw new Error(`${method} …${path} of "${name}" was refused: ${received.text}`)
    return received
  }
  const clock: TestSandbox['clock'] = {
    now: async () => Date.parse((await done('GET', '/clock')).body.now),
    advance: (by) => done('PATCH', '/clock', { advance: by }),
    set: (to) => done('PATCH', '/clock', { set: to }),
  }
  const journal: TestSandbox['journal'] = {
    list: async (query = '') => (await done('GET', `/requests${query}`)).body.requests,
    last: async () => (await journal.list('?limit=1'))[0],
    get: async (id) => (await done('GET', `/requests/${id}`)).body,
  }
  const exported = async () => (await done('GET', '/world')).text
  const world = async (): Promise<World> => JSON.parse(await exported())

  return {
    url,
    name,
    keysOf,
    call,
    get: (target, as = 'website') => call('GET', target, { as }),
    post: (target, body, as = 'website') => call('POST', target, { body, as }),
    control,
    act: (order, as, deed) => control('POST', `/orders/${order}/act`, { as, do: deed }),
    clock,
    faults: {
      arm: async (rules) => (await done('POST', '/faults', rules)).body.faults,
      list: async () => (await done('GET', '/faults')).body.faults,
      get: async (id) => (await done('GET', `/faults/${id}`)).body,
      disarm: async (id) => (await done('DELETE', id === undefined ? '/faults' : `/faults/${id}`)).body,
    },
    journal,
    settings: async (changes = {}) => (await done('PATCH', '/settings', changes)).body,
    reset: () => done('POST', '/reset'),
    snapshot: async (id) => (await done('POST', '/snapshots', id === undefined ? {} : { id })).body.id,
    restore: (snapshot) => done('POST', `/snapshots/${snapshot}/restore`),
    world,
    putWorld: async (change) => done('PUT', '/world', change(await world())),
    records: async () => new Reader(loadWorld(await world(), 0).tables, await clock.now()),
    unchanged: async (work) => {
      const before = await exported()
      const last = await journal.last()
      const result = await work()
      const entries: Json[] = await journal.list(`?since=${last?.id ?? 'req_0'}&limit=1000`)
      expect(await exported()).toBe(before)
      expect(entries.filter(({ committed }) => committed)).toEqual([])
      return result
    },
  }
}
