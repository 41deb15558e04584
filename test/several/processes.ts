import type { Owner, Ownership } from '../../src/sandbox/ownership.ts'
import { type Started, type StartOptions, start } from '../../src/start.ts'
import { roundRobin } from './round-robin.ts'

/** What the processes of a test know each other by. */
export const SECRET = 'of this test'

/** An ownership that says what it is told to say. */
export const saying = (whose: () => Owner, more: Partial<Ownership> = {}): Ownership => ({
  ofToken: whose,
  ofName: whose,
  doubt: () => {},
  forget: () => {},
  list: async () => [],
  process: 'of-the-test',
  isReady: true,
  owned: () => 1,
  ...more,
})

/** Real servers in one process of a test, that know whose a sandbox is by looking at each other. */
export interface Processes {
  /** The first of them has `default`. */
  readonly all: readonly Started[]
  stop(): Promise<void>
}

/** The first is started with all options, the others with what every process of one TEvo has in common. */
export async function processes(count: number, options: StartOptions): Promise<Processes> {
  const all: Started[] = []
  const { host, controlToken, clients, log, maxSandboxes, maxSnapshots, journalEntries, world, baseUrl } = options
  // Their clients may come over TLS; among each other they need not speak it.
  const { tls, ...first } = options
  const common = { host, controlToken, clients, log, maxSandboxes, maxSnapshots, journalEntries, world, baseUrl, tls }
  for (let nth = 0; nth < count; nth += 1) {
    const several = { ownership: lookingAt(all, nth), secret: SECRET }
    all.push(await start(nth === 0 ? { ...first, several } : { ...common, port: 0, several }))
  }
  return {
    all,
    stop: async () => {
      await Promise.all(all.map(({ stop }) => stop()))
    },
  }
}

function lookingAt(all: readonly Started[], own: number): Ownership {
  const named = (nth: number): Owner =>
    nth === own ? { kind: 'mine' } : { kind: 'other', url: all[nth]?.url ?? '', process: `process-${nth}` }
  const nthOf = (name: string): number =>
    name === 'default' ? 0 : all.findIndex(({ context: { sandboxes } }) => sandboxes.get(name) !== undefined)
  return {
    ofName: (name) => {
      const nth = nthOf(name)
      return nth === -1 ? undefined : named(nth)
    },
    ofToken: (token) => {
      const nth = all.findIndex(({ context: { sandboxes } }, nth) => {
        const { sandbox, caller } = sandboxes.byToken(token)
        return caller !== undefined && (nth === 0 || sandbox !== sandboxes.defaultSandbox)
      })
      return named(Math.max(nth, 0))
    },
    doubt: () => {},
    forget: () => {},
    list: async () =>
      all.flatMap(({ url, context: { sandboxes } }, nth) =>
        sandboxes
          .all()
          .filter((sandbox) => nth === 0 || sandbox !== sandboxes.defaultSandbox)
          .map(({ name }) => ({ name, process: `process-${nth}`, url })),
      ),
    process: `process-${own}`,
    isReady: true,
    owned: () => (all[own]?.context.sandboxes.size ?? 0) - (own === 0 ? 0 : 1),
  }
}

/** How the servers of tests are reached: by themselves, through another process, or through several behind a load balancer. */
export type Through = 'passing' | 'several'

/** What looks inside sees the first process, which has `default`. */
export async function startThrough(through: Through, options: StartOptions): Promise<Started> {
  const { all, stop } = await processes(through === 'passing' ? 2 : 3, options)
  const [owner, passer] = all
  if (owner === undefined || passer === undefined) throw new Error('there are two processes')
  if (through === 'passing') return { ...owner, url: passer.url, port: passer.port, stop }
  const front = await roundRobin(all.map(({ url }) => url))
  return {
    ...owner,
    url: front.url,
    port: front.port,
    stop: async () => {
      await Promise.all([front.stop(), stop()])
    },
  }
}
