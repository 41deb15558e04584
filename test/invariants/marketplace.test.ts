import { describe, expect, onTestFinished, test } from 'vitest'
import { INVARIANTS } from '../../src/rules/invariants/invariants.ts'
import { FOLLOWINGS as SERVERS_FOLLOWINGS, TRANSITIONS } from '../../src/rules/orders/states.ts'
import type { Reader, State } from '../../src/store/state.ts'
import { checkWorld } from '../../src/store/world-schema.ts'
import { serveUntilStopped, type TestServer } from '../harness.ts'
import type { Received } from '../http.ts'
import fc, { MORE, SEED } from '../properties.ts'
import { bytesOf, RecordingLog } from '../sandbox/logs.ts'
import {
  checkChains,
  checkFiles,
  checkMoves,
  checkTickets,
  compareOrders,
  compareTickets,
  statesOf,
} from './marketplace-checks.ts'
import { dayIn, type Intent, KINDS } from './marketplace-intents.ts'
import { type Market, newMarket, type Settings } from './marketplace-model.ts'
import type { Plan } from './marketplace-plan.ts'
import { planOf } from './marketplace-plans.ts'
import { checkLists, checkShown } from './marketplace-shown.ts'
import { lookAtGroup } from './marketplace-stock.ts'
import { FOLLOWINGS, MOVES, STATES } from './marketplace-table.ts'
import { MARKETPLACE, PARTIES } from './marketplace-world.ts'
import { isRefusalOfOrders } from './order-refusals.ts'

/**
 * Three parties, TEvo, the fraud desk and the clock, each doing what it likes, legal or not, through the real port, and
 * after every call the server is what the model says. `TEVO_SEED` takes other calls, `TEVO_MORE` more of them.
 */

const FIRST_SEED = 20_260_100 + SEED
const USUAL_RUNS = 10
const RUNS = USUAL_RUNS * MORE
const START_MS = Date.parse('2026-01-01T12:00:00Z')
const SHOWN_CHARS = 400
const PDF = /"JVBERi0[^"]*"/g
const LIMIT_MS = RUNS * 5_000

const SETTINGS: readonly Settings[] = (['off', 'hold'] as const).flatMap((fraud) =>
  (['off', 'hold'] as const).flatMap((order_review) =>
    [false, true].map((auto_cancel) => ({ fraud, order_review, auto_cancel })),
  ),
)

/** How many commits were replayed, as they would be read from a file, and came to the same state. */
let replays = 0

/** What has come about in all runs. */
const reached = new Map<string, number>()
const count = (what: string) => reached.set(what, (reached.get(what) ?? 0) + 1)

test('the table of states is the one that the marketplace expects', () => {
  const sorted = (rows: readonly object[]) => [...rows].map((row) => JSON.stringify(Object.entries(row).sort())).sort()
  expect(sorted(TRANSITIONS)).toEqual(sorted(MOVES))
  expect(sorted(SERVERS_FOLLOWINGS)).toEqual(sorted(FOLLOWINGS))
})

describe('whatever the parties do, nothing is sold twice, both sides agree, and money is right to the cent', () => {
  test.each(SETTINGS)(
    'with fraud $fraud, order_review $order_review and auto_cancel $auto_cancel',
    async (settings) => {
      const log = new RecordingLog()
      const server = await serveUntilStopped({ world: MARKETPLACE, settings, clock_ms: START_MS, commits: log })
      onTestFinished(() => server.stop())
      const initial = await server.snapshot()
      const day = fc.asyncProperty(dayIn(settings), async (intents) => {
        await server.restore(initial)
        const run = new Run(server, settings)
        await run.lookAround()
        for (const each of intents) await run.perform(each)
        await run.finish()
        expect(bytesOf(log.replayed())).toBe(bytesOf(server.state()))
        replays += log.commits.splice(0).length
      })
      const seed = FIRST_SEED + SETTINGS.indexOf(settings)
      // A failure is shown as far as it has shrunk by then.
      await fc.assert(day, { seed, numRuns: RUNS, interruptAfterTimeLimit: LIMIT_MS, asyncReporter })
    },
    LIMIT_MS + 20_000,
  )
})

test.skipIf(RUNS < USUAL_RUNS)('everything in the tables came about, and every call was answered and refused', () => {
  console.info(`TEVO_SEED=${SEED}, ${RUNS} runs of each setting:`, Object.fromEntries([...reached].sort()))
  const due = [
    ...STATES,
    ...MOVES.map(({ from, call, to }) => `${from} ${call} ${to}`),
    ...FOLLOWINGS.flatMap(({ back, front, auto_cancel = front }) => [
      `${back} behind: ${front}`,
      `${back} behind: ${auto_cancel}`,
    ]),
    ...KINDS.map((kind) => `done: ${kind}`),
    // Time passes for everybody.
    ...KINDS.filter((kind) => kind !== 'pass time').map((kind) => `refused: ${kind}`),
  ]
  expect(due.filter((what) => !reached.has(what))).toEqual([])
  expect(replays).toBeGreaterThan(1_000)
})

/** As `world/verify` checks them. A party that sells the same twice here means it. */
function checkInvariants(read: Reader): void {
  for (const { name, breaches } of INVARIANTS)
    if (name !== 'one_order_per_intent') expect([...breaches(read)], name).toEqual([])
}

/** The calls that led there say more than the intents behind them. */
async function asyncReporter<Value>({
  failed,
  seed,
  counterexamplePath,
  numShrinks,
  errorInstance,
}: fc.RunDetails<Value>) {
  if (!failed) return
  const where = `{ seed: ${seed}, path: "${counterexamplePath}" }, shrunk ${numShrinks} times`
  throw new Error(`${errorInstance instanceof Error ? errorInstance.message : errorInstance}\n\n${where}`)
}

/** One sequence of calls. */
class Run {
  readonly #server: TestServer
  readonly #market: Market
  readonly #transcript: string[] = []

  constructor(server: TestServer, settings: Settings) {
    this.#server = server
    this.#market = newMarket(settings, START_MS)
  }

  /** The signatures that the first listings have. */
  async lookAround(): Promise<void> {
    for (const group of this.#market.groups) {
      const owner = PARTIES.find(({ account }) => account === group.owner) ?? null
      if (owner !== null) await this.#carryOut({ ...lookAtGroup(owner, group), about: [] })
    }
  }

  async perform(intent: Intent): Promise<void> {
    const plan = planOf(this.#market, intent)
    const { status } = await this.#carryOut(plan)
    count(`${status < 300 ? 'done' : 'refused'}: ${intent.kind}`)
  }

  async #carryOut(plan: Plan): Promise<{ status: number }> {
    const server = this.#server
    try {
      const statesBefore = statesOf(server.reader())
      if (plan.advance_ms !== undefined) await server.clock.advance(`PT${plan.advance_ms / 1_000}S`)
      const before = server.state()
      const { status, text, body } = await this.#send(plan)
      const sent = JSON.stringify(plan.body)?.replaceAll(PDF, '"…PDF"').slice(0, SHOWN_CHARS) ?? ''
      this.#transcript.push(`${plan.party?.as ?? 'fraud desk'} ${plan.method} ${plan.target} ${sent} → ${status}`)
      expect(status, text.slice(0, SHOWN_CHARS)).toBe(plan.status)
      if (status === 422 && plan.method === 'POST' && plan.target === '/v9/orders')
        expect(isRefusalOfOrders(body), text.slice(0, SHOWN_CHARS)).toBe(true)
      if (status >= 300) this.#checkRefused(before, text)
      else {
        plan.learn?.(body)
        await this.#checkAll(plan, statesBefore)
      }
      return { status }
    } catch (problem) {
      throw new Error(`${problem}\n\n${this.#transcript.join('\n')}`, { cause: problem })
    }
  }

  #send({ party, method, target, body }: Plan): Promise<Received> {
    if (party === null) return this.#server.control(method, target, body)
    return this.#server.call(method, target, { as: party.as, body })
  }

  /** A refused call changes no byte of the world, and no sequence. */
  #checkRefused(before: State, text: string): void {
    expect(this.#server.state() === before, `a refused call changed something: ${text}`).toBe(true)
  }

  async #checkAll({ about, call }: Plan, statesBefore: ReturnType<typeof statesOf>): Promise<void> {
    const read = this.#server.reader()
    const { auto_cancel } = this.#market.settings
    const states = statesOf(read)
    for (const move of checkMoves(statesBefore, states, call, auto_cancel)) count(move)
    for (const [id, { seller_state }] of states)
      if (statesBefore.get(id)?.seller_state !== seller_state) count(seller_state)
    checkTickets(read)
    checkChains(read, auto_cancel)
    checkFiles(read)
    checkInvariants(read)
    compareTickets(read, this.#market)
    compareOrders(read, this.#market)
    for (const order of new Set(about)) if (this.#market.orders.includes(order)) await checkShown(this.#server, order)
  }

  /** What was left alone since is still shown as it is; and all of it is a world that a server can start from. */
  async finish(): Promise<void> {
    for (const order of this.#market.orders) await checkShown(this.#server, order)
    await checkLists(this.#server, this.#market)
    checkWorld(await this.#server.world())
  }
}
