import { readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import type { State } from '../../src/store/state.ts'
import { serve, temporaryDirectory, useCli } from '../cli/cli.ts'
import { until, within } from '../deadline.ts'
import { orderBody } from '../orders/journey.ts'
import { type Receiver, receiver } from '../webhooks/receiver.ts'
import { keptState } from './data-file.ts'
import { type Fate, fateOf, type Span, type Turn } from './lives.ts'

/** A process is killed at a random moment while everything is written at once; what it acknowledged is there, once. */

const CRASHES = Number(process.env.TEVO_CRASHES ?? 3)
const ROUND_MS = 60_000
const TELL_EVERY = 50
const MAX_ANSWERS = 150
const MAX_MORE_MS = 10
const PURCHASER = { reviewer_id: 12345 }

/** Enough tickets for any number of rounds. */
const group = {
  event_id: 2_100_001,
  row: 'F',
  quantity: 100_000,
  low_seat: 1,
  wholesale_price_cents: 4_000,
  retail_price_cents: 5_000,
  updated_at: '-P1D',
}
const OF_BROKER = { ...group, id: 99_000_001, office_id: 1700, section: '112', format: 'Eticket' }
const OWN = { ...group, id: 99_000_002, office_id: 1691, section: '113', format: 'Physical' }
const world = { ...defaultWorld, ticket_groups: [...defaultWorld.ticket_groups, OF_BROKER, OWN] }

type Server = Awaited<ReturnType<typeof serve>>

/** Something that was asked for, and how often it is in a state. */
interface Write extends Span {
  readonly what: string
  /** The status of its answer; null: there was none. */
  status: number | null
  readonly timesIn: (state: State) => number
}

class Chronicle {
  #writes: Write[] = []
  /** What kinds were acknowledged. */
  readonly kinds = new Set<string | undefined>()
  readonly turns: Turn[] = []
  #made = 0
  #left = 0
  readonly #doing = new Set<Promise<void>>()
  #turning: Promise<void> | null = null
  #enough = (): void => {}

  /** When so many more writes were answered. */
  answers(count: number): Promise<void> {
    this.#left = count
    return new Promise((resolve) => {
      this.#enough = resolve
    })
  }

  marker(): string {
    this.#made += 1
    return `mark-${this.#made}`
  }

  async write<Answer extends { status: number }>(
    what: string,
    ask: () => Promise<Answer>,
    timesIn: (state: State) => number,
  ): Promise<Answer> {
    const write: Write = { what, sent: performance.now(), answered: null, status: null, timesIn }
    this.#writes.push(write)
    const answer = await ask()
    write.answered = performance.now()
    write.status = answer.status
    this.#left -= 1
    if (this.#left === 0) this.#enough()
    return answer
  }

  /** Ids start again in another life: two requests about one record are to be of one. All others do not mind. */
  async inOneLife(work: () => Promise<void>): Promise<void> {
    while (this.#turning !== null) await this.#turning
    const doing = work().finally(() => this.#doing.delete(doing))
    this.#doing.add(doing)
    await doing
  }

  async turn(ask: () => Promise<{ status: number }>, snapshot?: Turn['snapshot']): Promise<void> {
    let over = () => {}
    this.#turning = new Promise<void>((resolve) => {
      over = resolve
    })
    try {
      await Promise.allSettled(this.#doing)
      const turn: Turn = { sent: performance.now(), answered: null, ...(snapshot && { snapshot }) }
      this.turns.push(turn)
      expect((await ask()).status).toBe(200)
      turn.answered = performance.now()
    } finally {
      this.#turning = null
      over()
    }
  }

  /** A turn that was not answered took place, or it did not: the life of the sandbox tells. */
  settle({ sandbox }: State): void {
    const last = this.turns.at(-1)
    const isOpen = last !== undefined && last.answered === null
    const lives = (sandbox?.life ?? 0) - 1
    if (isOpen && lives === this.turns.length - 1) this.turns.pop()
    else if (isOpen) last.answered = performance.now()
    expect(lives, 'how often it was reset or restored').toBe(this.turns.length)
  }

  /** What is wrong with a state. No snapshot outlives a crash: what is gone by now cannot come back, and is not looked for again. */
  wrongIn(state: State): string[] {
    const wrong: string[] = []
    this.#writes = this.#writes.filter((write) => {
      const { what, status } = write
      if (status === 200 || status === 201) this.kinds.add(what.split(' ')[0])
      const fate: Fate = status !== null && status >= 300 ? 'never' : fateOf(write, this.turns)
      const times = write.timesIn(state)
      const isRight = fate === 'must' ? times === 1 : fate === 'never' ? times === 0 : times <= 1
      if (!isRight) wrong.push(`${what} (${status}) ${fate} be there, and is ${times} times`)
      return times > 0
    })
    return wrong
  }
}

const countIn = <Row>(rows: { values(): Iterable<Row> }, isIt: (row: Row) => boolean): number => {
  let count = 0
  for (const row of rows.values()) if (isIt(row)) count += 1
  return count
}

async function order(server: Server, chronicle: Chronicle, ticket_group_id: number, shipment: object = {}) {
  const reference = chronicle.marker()
  const { body } = await chronicle.write(
    `order ${reference}`,
    () => server.post('/v9/orders', orderBody({ reference }, { ticket_group_id }, shipment)),
    ({ tables }) => countIn(tables.orders.records, (row) => row.reference === reference),
  )
  return { reference, ordered: body.orders?.[0] }
}

/** Each writes one kind of thing, again and again. */
const WRITERS: { readonly [kind: string]: (server: Server, chronicle: Chronicle) => Promise<unknown> } = {
  companies: (server, chronicle) => {
    const name = chronicle.marker()
    return chronicle.write(
      `company ${name}`,
      () => server.post('/v9/companies', { companies: [{ name }] }),
      ({ tables }) => countIn(tables.companies.records, (row) => row.name === name),
    )
  },
  clients: (server, chronicle) => {
    const name = `Ned ${chronicle.marker()}`
    return chronicle.write(
      `client ${name}`,
      () => server.post('/v9/clients', { clients: [{ name }] }),
      ({ tables }) => countIn(tables.clients.records, (row) => row.name === name),
    )
  },
  orders: (server, chronicle) => order(server, chronicle, OF_BROKER.id),
  'orders, accepted': (server, chronicle) =>
    chronicle.inOneLife(async () => {
      const { reference, ordered } = await order(server, chronicle, OF_BROKER.id)
      const back = ordered?.child_orders[0]
      await chronicle.write(
        `accepted ${reference}`,
        () => server.post(`/v9/orders/${back}/accept`, PURCHASER, 'processor'),
        ({ tables }) =>
          countIn(tables.orders.records, (row) => row.reference === reference && row.seller_state === 'accepted'),
      )
    }),
  shipments: (server, chronicle) =>
    chronicle.inOneLife(async () => {
      const { ordered } = await order(server, chronicle, OWN.id, { type: 'LocalPickup' })
      const id = ordered?.shipments[0].id
      const name = chronicle.marker()
      const change = { body: { pickup: { name, phone: '541-555-0100' } } }
      await chronicle.write(
        `pickup ${name}`,
        () => server.call('PUT', `/v9/shipments/${id}`, change),
        ({ tables }) => countIn(tables.shipments.records, (row) => JSON.stringify(row).includes(`"${name}"`)),
      )
    }),
  webhooks: (server, chronicle) => {
    const name = chronicle.marker()
    const webhook = { url: `http://127.0.0.1:9/${name}`, active: false, events: ['order_rejected'] }
    return chronicle.write(
      `webhook ${name}`,
      () => server.control('POST', '/webhooks', webhook),
      ({ tables }) => countIn(tables.webhook_endpoints.records, (row) => row.url === webhook.url),
    )
  },
  'records of the control plane': (server, chronicle) => {
    const name = chronicle.marker()
    const id = 1_000_000 + Number(name.slice('mark-'.length))
    const record = { account: 'brokerage:1930', name, updated_at: '2026-01-01T00:00:00Z' }
    return chronicle.write(
      `record ${name}`,
      async () => {
        const { status } = await server.control('PUT', `/records/companies/${id}`, record)
        return { status: status === 201 ? 200 : status }
      },
      ({ tables }) => countIn(tables.companies.records, (row) => row.name === name),
    )
  },
}

/** Now and then all of it is put back. */
async function turn(server: Server, chronicle: Chronicle): Promise<void> {
  await wait(Math.random() * 250)
  if (Math.random() < 0.5) {
    await chronicle.turn(() => server.control('POST', '/reset'))
    return
  }
  const span: Span = { sent: performance.now(), answered: null }
  const turns = chronicle.turns.length
  const { body } = await server.control('POST', '/snapshots')
  span.answered = performance.now()
  await wait(Math.random() * 150)
  await chronicle.turn(() => server.control('POST', `/snapshots/${body.id}/restore`), { span, turns })
}

/** Everything at once, until the process is killed: then what waits fails. */
async function work(server: Server, chronicle: Chronicle): Promise<void> {
  let isOver = false
  const again = async (once: () => Promise<unknown>) => {
    while (!isOver) await once().catch((problem) => refuseDefect(problem, isOver))
  }
  const workers = Object.values(WRITERS).flatMap((write) => [1, 2].map(() => again(() => write(server, chronicle))))
  const turning = again(() => turn(server, chronicle))
  // However slow the machine is, there is something to lose.
  await within(ROUND_MS, 'the answers', chronicle.answers(Math.ceil(Math.random() * MAX_ANSWERS)))
  await wait(Math.random() * MAX_MORE_MS)
  isOver = true
  server.child.kill('SIGKILL')
  await within(ROUND_MS, 'the end after SIGKILL', Promise.all([server.ended, ...workers, turning]))
}

/** What fails otherwise than by the kill is a failure of the test. */
function refuseDefect(problem: unknown, isOver: boolean): void {
  const isCut = problem instanceof Error && 'code' in problem
  if (!isOver && !isCut) throw problem
}

/** What is there was told, or is still to be told: an order, by the mark in its notification. */
async function expectTold(server: Server, hook: Receiver): Promise<void> {
  await until('all deliveries', async () => {
    const { deliveries } = (await server.control('GET', '/webhooks/deliveries?state=waiting&limit=1')).body
    return deliveries.length === 0
  })
  const told = new Set(hook.received.map(({ fields, body }) => `${fields.event_type} ${body?.reference}`))
  const records = await server.records()
  const silent = [...records.all('orders')].filter(
    ({ reference }) => reference !== null && !told.has(`order_created ${reference}`),
  )
  expect(silent.map(({ reference }) => reference)).toEqual([])
}

const cli = useCli()

test(
  `after each of ${CRASHES} SIGKILLs every acknowledged write is there, once`,
  async () => {
    const file = join(temporaryDirectory(), 'data.json')
    const worldFile = join(temporaryDirectory(), 'world.json')
    writeFileSync(worldFile, JSON.stringify(world))
    const hook = await receiver()
    const flags = ['--data', file, '--world', worldFile, '--webhook', hook.url]
    const chronicle = new Chronicle()
    let server = await serve(cli(), flags)
    for (let crash = 1; crash <= CRASHES; crash += 1) {
      await work(server, chronicle)
      const state = await keptState(file)
      chronicle.settle(state)
      expect(chronicle.wrongIn(state), `after crash ${crash}`).toEqual([])
      server = await serve(cli(), flags)
      expect(readdirSync(dirname(file)).filter((name) => !/^data\.json(\.log|\.lock)?$/.test(name))).toEqual([])
      const verified = await server.control('POST', '/world/verify', {})
      expect(verified.body.broken, `after crash ${crash}`).toEqual([])
      await expectTold(server, hook)
      if (crash % TELL_EVERY === 0) console.log(`crash: ${crash} of ${CRASHES}, nothing acknowledged was lost`)
    }
    expect(chronicle.kinds).toEqual(new Set(['company', 'client', 'order', 'accepted', 'pickup', 'webhook', 'record']))
  },
  CRASHES * ROUND_MS,
)
