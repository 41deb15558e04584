import { copyFileSync, existsSync, writeFileSync } from 'node:fs'
import { globalAgent } from 'node:http'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { INVARIANTS } from '../../src/rules/invariants/invariants.ts'
import { oneOrderPerIntent } from '../../src/rules/invariants/one-order-per-intent.ts'
import { budgetIn } from '../budget.ts'
import { serve, temporaryDirectory, useCli } from '../cli/cli.ts'
import { until } from '../deadline.ts'
import { send } from '../http.ts'
import { SEED } from '../properties.ts'
import { random } from '../sandbox/chance.ts'
import { type Traveller, takeStep } from '../sandbox/journeys.ts'
import { faultFrom } from '../sandbox/random-faults.ts'
import { controlPlane, sandboxAt, type TestSandbox } from '../test-sandbox.ts'
import { NODE_OPTIONS, openFiles, usedBytes } from './soaked-server.ts'

/**
 * Many clients live for a while with a server that goes wrong by chance; then everything that is promised must hold.
 * `npm run soak -- 10m` takes longer than `npm test` does.
 */

const { ms: LASTS_MS } = budgetIn('TEVO_SOAK', '2s')
const CLIENTS = 50
/** Beside `default`, which is kept in a file. */
const OTHERS = 4
/** What the file and its compiled code may add, after all records are gone again. */
const GROWTH_BYTES = 16 * 1024 * 1024

/** The thread that reads PDFs has some of its own; what leaks is more. */
const MORE_FILES = 16

/** What journeys sell is sold out only after a while. */
const SOLD = new Set([52554287, 52554290])
const world = {
  ...defaultWorld,
  ticket_groups: defaultWorld.ticket_groups.map((group) =>
    SOLD.has(group.id) ? { ...group, low_seat: 1, quantity: 5_000 } : group,
  ),
}

type Server = Awaited<ReturnType<typeof serve>>

/** What clients were told of what they wrote. */
class Acknowledged {
  readonly orders = new Set<number>()
  readonly companies = new Set<number>()
  steps = 0
  /** How often a rule has acted, as far as somebody looked before it was taken away. */
  faults = 0

  /** The sandbox, and a note of every order and company that it says it has made. */
  watch(sandbox: TestSandbox): TestSandbox {
    const post: TestSandbox['post'] = async (...asked) => {
      const received = await sandbox.post(...asked)
      if (received.status === 201)
        for (const [made, known] of [
          [received.body?.orders, this.orders],
          [received.body?.companies, this.companies],
        ])
          for (const { id } of made ?? []) known.add(Number(id))
      return received
    }
    return { ...sandbox, post }
  }
}

/** How often somebody puts right what clients have set, and what goes wrong: else nothing would go through any more. */
const STEPS_BEFORE_MENDING = 5

async function mend({ control, faults }: TestSandbox, acknowledged: Acknowledged): Promise<void> {
  for (const { injections } of await faults.list()) acknowledged.faults += injections
  await control('DELETE', '/faults')
  await control('PATCH', '/settings', { rate_limit: null, fraud: 'off' })
}

interface Life {
  readonly server: Server
  readonly sandbox: TestSandbox
  readonly client: number
  readonly mends: boolean
  /** When it is over, as `performance.now()` says it. */
  readonly end: number
  readonly acknowledged: Acknowledged
}

/** Steps, one after the other, until the time is over. */
async function live({ server, sandbox, client, mends, end, acknowledged }: Life): Promise<void> {
  const chance = random(SEED * 1_000 + client)
  const traveller: Omit<Traveller, 'mark'> = { server, sandbox, chance, isTroubled: true }
  for (let nth = 1; performance.now() < end; nth += 1) {
    await takeStep(
      { ...traveller, mark: `${client}-${nth}` },
      sandbox.name === 'default' ? 'in one life' : 'beside others',
    )
    acknowledged.steps += 1
    if (mends && nth % STEPS_BEFORE_MENDING === 0) await mend(sandbox, acknowledged)
  }
}

/** That a client orders twice for one intent is its own fault. */
const KEPT = INVARIANTS.filter(({ name }) => name !== oneOrderPerIntent.name)

/** What of a world does not fit together. */
async function brokenIn(sandbox: TestSandbox): Promise<string[]> {
  const records = await sandbox.records()
  return KEPT.flatMap(({ name, breaches }) =>
    Array.from(breaches(records), ({ detail }) => `${sandbox.name}: ${name}: ${detail}`),
  )
}

/** Requests to the API, as the server counts them. */
async function requestsTo({ url }: Server): Promise<number> {
  const { text } = await send(url, 'GET', '/_local/metrics')
  const counts = text.matchAll(/^tevo_local_requests_total\{.*\} (\d+)$/gm)
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0)
}

const cli = useCli()

/** Another process goes on from a copy of the file: what it shows is what was kept. */
async function keptIn(file: string): Promise<TestSandbox> {
  const copy = join(temporaryDirectory(), 'data.json')
  for (const suffix of ['', '.log']) if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix)
  return serve(cli(), ['--data', copy])
}

/** All of a sandbox that clients have made or changed goes away. */
async function forgetAll({ control }: TestSandbox, local: ReturnType<typeof controlPlane>): Promise<void> {
  await local('DELETE', '/sandboxes')
  const { snapshots } = (await control('GET', '/snapshots')).body
  for (const { id } of snapshots) await control('DELETE', `/snapshots/${id}`)
  await control('DELETE', '/faults')
  await control('POST', '/reset')
  await control('DELETE', '/requests')
}

test(`after ${CLIENTS} clients and random faults all records fit together, are kept, and leave nothing behind`, {
  timeout: LASTS_MS * 2 + 120_000,
}, async () => {
  const file = join(temporaryDirectory(), 'data.json')
  const worldFile = join(temporaryDirectory(), 'world.json')
  writeFileSync(worldFile, JSON.stringify(world))
  const server = await serve(cli(), ['--data', file, '--world', worldFile, '--max-snapshots', '1000000'], {
    env: { NODE_OPTIONS },
  })
  const filesBefore = openFiles(server)
  const local = controlPlane(server)
  const acknowledged = new Acknowledged()
  const round = async (lasts_ms: number) => {
    const others: TestSandbox[] = []
    for (let nth = 1; nth <= OTHERS; nth += 1) {
      const { name, credentials } = (await local('POST', '/sandboxes', { seed: nth, clock: '2026-01-01T00:00:00Z' }))
        .body
      others.push(sandboxAt({ url: server.url, name, credentials }))
    }
    const chance = random(SEED)
    const sandboxes = [acknowledged.watch(server), ...others]
    for (const { faults } of sandboxes) for (let nth = 0; nth < 5; nth += 1) await faults.arm(faultFrom(chance))
    const end = performance.now() + lasts_ms
    await Promise.all(
      Array.from({ length: CLIENTS }, (_, client) => {
        const sandbox = sandboxes[client % sandboxes.length] ?? server
        return live({ server, sandbox, client, mends: client < sandboxes.length, end, acknowledged })
      }),
    )
    return sandboxes
  }

  // What is compiled and made once.
  await round(Math.min(LASTS_MS / 2, 10_000))
  await forgetAll(server, local)
  acknowledged.orders.clear()
  acknowledged.companies.clear()
  acknowledged.steps = 0
  acknowledged.faults = 0
  const usedBefore = await usedBytes(server)

  const requestsBefore = await requestsTo(server)
  const began = performance.now()
  const sandboxes = await round(LASTS_MS)
  const s = (performance.now() - began) / 1_000
  const requests = (await requestsTo(server)) - requestsBefore
  // However slow the machine is, there is something to lose.
  for (const sandbox of sandboxes) await mend(sandbox, acknowledged)
  const made = await acknowledged.watch(server).post('/v9/companies', { companies: [{ name: 'The last one' }] })
  expect(made.status, made.text).toBe(201)

  const broken: string[] = []
  for (const sandbox of sandboxes) broken.push(...(await brokenIn(sandbox)))
  expect(broken).toEqual([])
  const records = await server.records()
  const lost = [...acknowledged.orders].filter((id) => records.get('orders', id) === undefined)
  expect(lost).toEqual([])
  expect([...acknowledged.companies].filter((id) => records.get('companies', id) === undefined)).toEqual([])
  const kept = await keptIn(file)
  expect(await kept.world()).toEqual(await server.world())
  expect((await local('GET', '/health')).status).toBe(200)

  await forgetAll(server, local)
  globalAgent.destroy()
  const filesAfter = await until('that its files and connections are closed', () => {
    const files = openFiles(server)
    return files === null || filesBefore === null || files <= filesBefore + MORE_FILES ? { files } : null
  })
  const used = await usedBytes(server)
  const grown = used - usedBefore
  const { steps, faults, orders } = acknowledged
  const MB = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`
  tell(`${Math.round(s)} s, ${CLIENTS} clients, ${steps} steps, ${requests} requests to the API
  ${Math.round(requests / s)} requests a second, faults acted ${faults} times
  ${KEPT.length} invariants hold in each of ${sandboxes.length} sandboxes, ${orders.size} acknowledged orders of ${records.count('orders')} are kept
  heap ${MB(used)}, ${MB(grown)} more than before; ${filesAfter.files} open files, ${filesBefore} before`)
  expect(grown).toBeLessThan(GROWTH_BYTES)
  expect(acknowledged.companies.size).toBeGreaterThan(0)
})

/** Only to those who asked for it. */
function tell(what: string): void {
  if (process.env.TEVO_SOAK !== undefined) console.log(`soak: ${what}`)
}
