import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { budgetIn } from '../budget.ts'
import { temporaryDirectory } from '../cli/cli.ts'
import { within } from '../deadline.ts'
import { send } from '../http.ts'
import { orderBody } from '../orders/journey.ts'
import type { TestSandbox } from '../test-sandbox.ts'
import { type Receiver, receiver } from '../webhooks/receiver.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { describeWithPostgres } from './describe.ts'
import { LEASE_MS, type Made, makeAt, processOn, through, useCliWithPostgres } from './several.ts'

/**
 * Clients write to many sandboxes while their processes are killed, stopped and resumed, and the database is restarted: what
 * was acknowledged is there, once. `npm run crash:postgres -- 5m` takes longer than `npm test` does.
 */

const { ms: LASTS_MS } = budgetIn('TEVO_CRASH_POSTGRES', '6s')
const CLIENTS = 50
const SANDBOXES = 40
const PROCESSES = 3
/** How long a client waits for an answer: the process that has its request may stand still. */
const PATIENCE_MS = LEASE_MS * 3
const QUIET_MS = 30_000

/** Few enough that clients meet at them, and enough for all of them to buy some. */
const group = {
  id: 99_000_001,
  office_id: 1700,
  event_id: 2_100_001,
  section: '112',
  row: 'F',
  format: 'Eticket',
  quantity: 120,
  low_seat: 1,
  wholesale_price_cents: 4_000,
  retail_price_cents: 5_000,
  updated_at: '-P1D',
}
const world = { ...defaultWorld, ticket_groups: [...defaultWorld.ticket_groups, group] }

type Process = Awaited<ReturnType<typeof processOn>>

/** Something that was asked for. */
interface Write {
  readonly sandbox: string
  readonly kind: 'company' | 'order'
  readonly mark: string
  /** Null: there was no answer. */
  readonly status: number | null
}

const anyOf = <Each>(all: readonly Each[]): Each => {
  const each = all[Math.floor(Math.random() * all.length)]
  if (each === undefined) throw new Error('there is none')
  return each
}

/** The processes that run, and what is done to them. */
class Crowd {
  readonly processes: Process[] = []
  readonly done = { killed: 0, stopped: 0, ended: 0, restarted: 0 }

  constructor(
    readonly begin: () => Promise<Process>,
    readonly cluster: Cluster,
  ) {}

  get url(): string {
    return anyOf(this.processes).url
  }

  async fill(): Promise<void> {
    while (this.processes.length < PROCESSES) this.processes.push(await this.begin())
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL')
    this.done.killed += 1
  }

  async end(): Promise<void> {
    await this.#end('SIGTERM')
    this.done.ended += 1
  }

  /** Beyond its lease: others take over what it has. */
  async stop(): Promise<void> {
    const { child } = anyOf(this.processes)
    child.kill('SIGSTOP')
    await wait(LEASE_MS * (1 + Math.random()))
    child.kill('SIGCONT')
    this.done.stopped += 1
  }

  async restart(): Promise<void> {
    await this.cluster.restart({ away_ms: Math.random() * LEASE_MS })
    this.done.restarted += 1
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const process = anyOf(this.processes)
    this.processes.splice(this.processes.indexOf(process), 1)
    process.child.kill(signal)
    await within(QUIET_MS, `the end after ${signal}`, process.ended)
    await this.fill()
  }
}

/** One client: it asks any process for anything, and takes what comes. */
async function live(crowd: Crowd, sandboxes: readonly Made[], writes: Write[], isOver: () => boolean): Promise<void> {
  let made = 0
  const own = Math.random().toString(36).slice(2)
  while (!isOver()) {
    const target = anyOf(sandboxes)
    const sandbox = through(crowd.url, target)
    made += 1
    const mark = `${own}-${made}`
    const kind = Math.random() < 0.5 ? 'company' : 'order'
    const status = await within(PATIENCE_MS, kind, ask(sandbox, kind, mark)).catch(() => null)
    writes.push({ sandbox: target.name, kind, mark, status })
    if (status !== 201) await wait(50 + Math.random() * 300)
  }
}

async function ask(sandbox: TestSandbox, kind: Write['kind'], mark: string): Promise<number> {
  const { status } =
    kind === 'company'
      ? await sandbox.post('/v9/companies', { companies: [{ name: mark }] })
      : await sandbox.post('/v9/orders', orderBody({ reference: mark }, { ticket_group_id: group.id, quantity: 1 }))
  return status
}

/** Until the time is over, one thing after the other happens to the processes and to the database. */
async function trouble(crowd: Crowd, until_ms: number): Promise<void> {
  const deeds = [() => crowd.kill(), () => crowd.stop(), () => crowd.end(), () => crowd.restart()]
  // Each of them comes at least once.
  for (let nth = 0; nth < deeds.length || performance.now() < until_ms; nth += 1) {
    await wait(200 + Math.random() * 800)
    await (deeds[nth] ?? anyOf(deeds))()
  }
}

/** Every insert of a commit, also of those that are gone by now: a table of the test's own. */
async function audit(sql: Sql): Promise<void> {
  await sql.unsafe(`
    create table public.seen (sandbox text, version bigint, epoch bigint, number bigserial);
    create function public.see() returns trigger language plpgsql as $$
      begin
        insert into public.seen (sandbox, version, epoch) values (new.sandbox, new.version, new.epoch);
        return new;
      end
    $$;
    create trigger see after insert on tevo_local.commits for each row execute function public.see();
  `)
}

/** Asks until somebody serves it. */
async function served(crowd: Crowd, path: string, method = 'GET', body?: object) {
  const end_ms = performance.now() + QUIET_MS
  for (;;) {
    const answer = await send(
      crowd.url,
      method,
      `/_local/sandboxes${path}`,
      {},
      body && Buffer.from(JSON.stringify(body)),
    ).catch(() => null)
    if (answer !== null && answer.status !== 503) return answer
    if (performance.now() > end_ms) throw new Error(`${method} ${path}: nobody serves it: ${answer?.text}`)
    await wait(50)
  }
}

/** What is wrong with the writes to a sandbox, by the world that is there in the end. */
async function wrongIn(crowd: Crowd, name: string, writes: readonly Write[]): Promise<string[]> {
  const { body: kept } = await served(crowd, `/${name}/world`)
  const marks = new Map<string, number>()
  const count = (mark: string | null | undefined) => mark && marks.set(mark, (marks.get(mark) ?? 0) + 1)
  for (const company of kept.companies ?? []) count(company.name)
  for (const order of kept.orders ?? []) count(order.reference)
  const ofWrites = writes.flatMap(({ kind, mark, status }) => {
    const times = marks.get(mark) ?? 0
    const isRight = status === 201 ? times === 1 : status === null || status === 503 ? times <= 1 : times === 0
    return isRight ? [] : [`${name}: ${kind} ${mark} (${status}) is there ${times} times`]
  })
  const sold = (kept.order_items ?? [])
    .filter((item: { ticket_group_id: number }) => item.ticket_group_id === group.id)
    .reduce((sum: number, item: { quantity: number }) => sum + item.quantity, 0)
  // Of a chain, the front order and the one behind it have an item each.
  const oversold = sold > 2 * group.quantity ? [`${name}: ${sold / 2} of ${group.quantity} tickets were sold`] : []
  const { body: verified } = await served(crowd, `/${name}/world/verify`, 'POST', {})
  const broken = verified.broken.map((each: object) => `${name}: ${JSON.stringify(each)}`)
  return [...ofWrites, ...oversold, ...broken]
}

/** The orders that are there, and that nobody was told of. */
async function silentIn(crowd: Crowd, name: string, hook: Receiver): Promise<string[]> {
  const end_ms = performance.now() + QUIET_MS
  for (;;) {
    const { body } = await served(crowd, `/${name}/webhooks/deliveries?limit=1000`)
    if (!body.deliveries.some(({ state }: { state: string }) => state === 'ready' || state === 'waiting')) break
    if (performance.now() > end_ms) return [`${name}: deliveries wait without end`]
    await wait(100)
  }
  const told = new Set(hook.received.map(({ fields, body }) => `${fields.event_type} ${body?.id}`))
  const { body: kept } = await served(crowd, `/${name}/world`)
  return (kept.orders ?? []).flatMap(({ id }: { id: number }) =>
    told.has(`order_created ${id}`) ? [] : [`${name}: nobody was told of order ${id}`],
  )
}

describeWithPostgres(`for ${LASTS_MS / 1_000} s of trouble`, () => {
  const cli = useCliWithPostgres()
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await startCluster()
  }, 60_000)
  afterAll(() => cluster?.stop())

  test(
    'every acknowledged write is there, once',
    async () => {
      const data = cluster.database()
      const worldFile = join(temporaryDirectory(), 'world.json')
      writeFileSync(worldFile, JSON.stringify(world))
      const crowd = new Crowd(() => processOn(cli(), data, ['--world', worldFile]), cluster)
      await crowd.fill()
      const sql = postgres(data, { onnotice: () => {}, backoff: () => 0.2 })
      onTestFinished(() => sql.end({ timeout: 0 }))
      await audit(sql)
      // Ids are the same in all of them, so each has a receiver of its own.
      const made: { readonly sandbox: Made; readonly hook: Receiver }[] = []
      for (let nth = 0; nth < SANDBOXES; nth += 1) {
        const hook = await receiver()
        made.push({ sandbox: await makeAt(crowd.url, { webhooks: [{ url: hook.url }] }), hook })
      }
      const sandboxes = made.map(({ sandbox }) => sandbox)
      const writes: Write[] = []
      const until_ms = performance.now() + LASTS_MS
      let isOver = false
      const clients = Array.from({ length: CLIENTS }, () => live(crowd, sandboxes, writes, () => isOver))
      await trouble(crowd, until_ms)
      isOver = true
      await Promise.all(clients)

      const wrong: string[] = []
      for (const { sandbox, hook } of made) {
        const ofIt = writes.filter((write) => write.sandbox === sandbox.name)
        wrong.push(...(await wrongIn(crowd, sandbox.name, ofIt)), ...(await silentIn(crowd, sandbox.name, hook)))
      }
      const twice = await sql`
        select sandbox, version from public.seen group by sandbox, version having count(distinct epoch) > 1`
      const backwards = await sql`
        select sandbox, version from (
          select sandbox, version, epoch, max(epoch) over (partition by sandbox order by version) as newest from public.seen
        ) as each where epoch < newest`
      const [epochs] = await sql`select sum(epoch) - count(*) as claims from tevo_local.sandboxes`

      const kept = writes.filter(({ status }) => status === 201).length
      const lost = writes.filter(({ status }) => status === null).length
      if (process.env.TEVO_CRASH_POSTGRES !== undefined)
        console.log(
          `crash:postgres: ${LASTS_MS / 1_000} s, ${CLIENTS} clients, ${SANDBOXES} sandboxes: ${kept} writes acknowledged of ${writes.length}, ${lost} without an answer; ${JSON.stringify(crowd.done)}, ${epochs?.claims} take-overs`,
        )
      expect(wrong.slice(0, 20)).toEqual([])
      expect([...twice, ...backwards]).toEqual([])
      expect(kept).toBeGreaterThan(SANDBOXES)
      for (const [deed, times] of Object.entries(crowd.done)) expect(times, deed).toBeGreaterThan(0)
    },
    LASTS_MS + 4 * QUIET_MS,
  )
})
