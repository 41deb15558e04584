import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { launch, type Running } from '../cli/cli.ts'
import { DEADLINE_MS, until, within } from '../deadline.ts'
import type { TestSandbox } from '../test-sandbox.ts'

/** The storefront and the order processor as a test runs them: processes of their own, of which it knows what they print. */

export const WEBSITE_OFFICE = 1691
export const BROKER_OFFICE = 1700
/** What both sell: 40 etickets of the broker. */
export const GROUP = { id: 52554287, event_id: 2100001, remote_id: '1103803', tickets: 40, wholesale: 40 }
const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url))
const ETICKET = pathOf('../../fixtures/two-tickets.pdf')

interface Program extends Running {
  /** Where it listens. */
  readonly url: string
  /** Ends it; what it says of its orders. */
  // biome-ignore lint/suspicious/noExplicitAny: a report is what a program prints
  report(): Promise<any>
}

type Environment = Readonly<Record<string, string | number>>

async function start(file: string, sandbox: TestSandbox, as: string, environment: Environment): Promise<Program> {
  const { token, secret } = sandbox.keysOf(as)
  const own = Object.entries(environment).map(([name, value]) => [name, String(value)])
  const env = { TEVO_BASE_URL: sandbox.url, TEVO_API_TOKEN: token, TEVO_API_SECRET: secret, ...Object.fromEntries(own) }
  const program = launch(process.execPath, [pathOf(file)], { env })
  const [first = ''] = await program.lines(1)
  const report = async () => {
    program.child.kill('SIGTERM')
    const code = await within(DEADLINE_MS, `the end of ${file}`, program.ended)
    // What it could not do would be here.
    expect([code, program.stderr()], file).toEqual([0, ''])
    return JSON.parse((await program.lines(file === STOREFRONT ? 4 : 2)).at(-1) ?? '')
  }
  return { ...program, url: JSON.parse(first).url, report }
}

const STOREFRONT = './storefront.js'
const PROCESSOR = './processor.js'

export const startStorefront = (sandbox: TestSandbox, orders: number, more: Environment = {}) =>
  start(STOREFRONT, sandbox, 'website', {
    OFFICE_ID: WEBSITE_OFFICE,
    EVENT_ID: GROUP.event_id,
    ORDERS: orders,
    ...more,
  })

export const startProcessor = (sandbox: TestSandbox, { left = GROUP.tickets, ...more }: Environment = {}) =>
  start(PROCESSOR, sandbox, 'processor', {
    REVIEWER_ID: 12345,
    ETICKET,
    STOCK: JSON.stringify({ [GROUP.remote_id]: { left: Number(left), price: GROUP.wholesale } }),
    ...more,
  })

export async function tell(sandbox: TestSandbox, program: Program, office_id: number): Promise<number> {
  const { status, body } = await sandbox.control('POST', '/webhooks', { url: `${program.url}/hooks`, office_id })
  expect(status).toBe(201)
  return body.id
}

export const open = async (storefront: Program) =>
  expect((await fetch(`${storefront.url}/open`, { method: 'POST' })).status).toBe(202)

/** Nothing is left to wait for at the storefront, and nothing that was to be told to anybody. */
export async function settled(sandbox: TestSandbox, storefront: Program): Promise<void> {
  await storefront.lines(3)
  await allTold(sandbox)
}

export const allTold = (sandbox: TestSandbox) =>
  until('everything is told', async () => (await deliveries(sandbox, '?state=waiting')).length === 0)

export const deliveries = async (sandbox: TestSandbox, query: string) =>
  (await sandbox.control('GET', `/webhooks/deliveries${query}`)).body.deliveries

interface Expected {
  readonly completed: number
  /** Rejected by the broker. */
  readonly lost?: number
  /** Never made, because the broker could not hold the tickets. */
  readonly refused?: number
  /** How many tickets the broker had. */
  readonly stock?: number
}

/** Ends both programs, and compares what they say with each other and with the server's records. */
export async function bothEnd(
  sandbox: TestSandbox,
  storefront: Program,
  processor: Program,
  { completed, lost = 0, refused = 0, stock = GROUP.tickets }: Expected,
) {
  const [website, broker] = [await storefront.report(), await processor.report()]
  const tickets = completed * 2
  expect(website).toMatchObject({ completed, lost, tickets, total_cents: completed * 109_00 })
  expect(website.refused).toHaveLength(refused)
  expect(broker).toMatchObject({ completed, rejected: lost, tickets, total_cents: completed * 80_00 })
  expect(website.back_total_cents).toBe(broker.total_cents)
  expect(broker.stock[GROUP.remote_id].left).toBe(stock - tickets)

  // Each ticket is sold once.
  const sold = completedOf(website).flatMap(({ tickets }) => tickets)
  expect(new Set(sold).size).toBe(tickets)
  for (const { eticket_bytes } of completedOf(website)) expect(eticket_bytes).toBeGreaterThan(0)

  // Both speak of the same orders.
  const groupsOf = (orders: readonly { order_group_id: number }[]) =>
    orders.map(({ order_group_id }) => order_group_id).sort((one, other) => one - other)
  expect(groupsOf(broker.orders)).toEqual(groupsOf(website.orders))
  expect(groupsOf(completedOf(broker))).toEqual(groupsOf(completedOf(website)))

  const read = await sandbox.records()
  const salesOf = (office: number) =>
    read.listAll('orders').filter(({ seller }) => seller.type === 'Office' && seller.id === office)
  const statesOf = (office: number) =>
    Object.fromEntries(counted(salesOf(office).map(({ seller_state }) => seller_state)))
  expect(statesOf(WEBSITE_OFFICE)).toEqual({ completed, ...(lost > 0 && { pending_substitution: lost }) })
  expect(statesOf(BROKER_OFFICE)).toEqual({ completed, ...(lost > 0 && { rejected: lost }) })
  const backs = salesOf(BROKER_OFFICE).filter(({ seller_state }) => seller_state === 'completed')
  expect(backs.reduce((sum, { total_cents }) => sum + total_cents, 0)).toBe(broker.total_cents)
  const delivered = backs.flatMap(({ id }) => read.list('items', 'by_order', id))
  expect(delivered.map(({ eticket_pdf_pages }) => eticket_pdf_pages)).toEqual(backs.map(() => 2))
  expect(new Set(delivered.flatMap(({ seats }) => seats)).size).toBe(tickets)
  const { body } = await sandbox.get(`/v9/listings/${GROUP.id}`)
  expect(body.available_quantity).toBe(GROUP.tickets - tickets)

  // Nothing failed, and nothing was refused that both did not count with.
  const requests: { operation: string | null; status: number }[] = await sandbox.journal.list('?limit=1000')
  const bad = requests.filter(({ operation, status }) => status >= (operation === null ? 500 : 400))
  expect(bad.map(({ operation, status }) => `${operation} ${status}`)).toEqual(
    Array.from({ length: refused }, () => 'orders.create 422'),
  )
  return { website, broker }
}

const counted = (words: readonly string[]): Map<string, number> =>
  words.reduce((counts, word) => counts.set(word, (counts.get(word) ?? 0) + 1), new Map<string, number>())

/** What a program says of an order. */
interface Said {
  readonly order_group_id: number
  readonly state: string
  readonly found_by: string
  /** Of the storefront. */
  readonly told: readonly string[]
  readonly tickets: readonly string[]
  readonly eticket_bytes: number
}

export const inState = ({ orders }: { orders: readonly Said[] }, state: string) =>
  orders.filter((order) => order.state === state)
export const completedOf = (report: { orders: readonly Said[] }) => inState(report, 'completed')
export const foundBy = ({ orders }: { orders: readonly Said[] }) =>
  [...new Set(orders.map(({ found_by }) => found_by))].sort()
