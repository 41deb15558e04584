import { readFileSync } from 'node:fs'
import type { TestServer } from '../harness.ts'
import { type Received, seen } from '../http.ts'
import { orderBody } from '../orders/journey.ts'
import type { TestSandbox } from '../test-sandbox.ts'
import { type Chance, oneOf, random } from './chance.ts'
import { faultFrom } from './random-faults.ts'

/** Random journeys of clients, that live with what goes wrong on the way. The same seed makes the same journey. */

const LENGTH = 9

const eticket = readFileSync('fixtures/two-tickets.pdf', 'base64')

/** How Node names a connection that was cut, one that was closed, and bytes that are no HTTP. */
const NO_ANSWER = /^(?:ECONNRESET|HPE_\w+)$/

/** What a client gets of a request; null: an answer that it cannot read. */
async function attempt(call: Promise<Received>): Promise<Received | null> {
  try {
    return await call
  } catch (problem) {
    if (problem instanceof Error && 'code' in problem && NO_ANSWER.test(String(problem.code))) return null
    throw problem
  }
}

const seenOf = (received: Received | null) => (received === null ? 'lost' : seen(received))

export interface Traveller {
  readonly server: Pick<TestServer, 'call'>
  readonly sandbox: TestSandbox
  readonly chance: Chance
  /** Whether things go wrong on its way. */
  readonly isTroubled: boolean
  /** Of the step, and of no other one in its sandbox. */
  readonly mark: string
}

type Step = (traveller: Traveller) => Promise<unknown>

/** Sends an order, and once more, without a look, when it hears nothing good of it. */
const orderBlindly: Step = async ({ sandbox: { post }, mark }) => {
  const order = () => attempt(post('/v9/orders', orderBody({ reference: `blind-${mark}` })))
  const first = await order()
  return [seenOf(first), first?.status === 201 ? 'done' : seenOf(await order())]
}

/** Looks for its reference before it sends the order again. */
const orderWithCare: Step = async ({ sandbox: { get, post }, mark }) => {
  const own = { ticket_group_id: 52554290 }
  const order = () => attempt(post('/v9/orders', orderBody({ reference: `care-${mark}`, session_id: 'here' }, own)))
  const first = await order()
  const looked = await attempt(get(`/v9/orders?reference=care-${mark}`))
  const isMissing = looked?.body?.total_entries === 0
  return [seenOf(first), seenOf(looked), isMissing ? seenOf(await order()) : 'there it is']
}

const accept: Step = async ({ sandbox: { get, post } }) => {
  const polled = await attempt(get('/v9/orders?state=pending&type=Order', 'processor'))
  const order = polled?.body?.orders?.[0]
  if (order === undefined) return [seenOf(polled), 'nothing to accept']
  const accepted = await attempt(post(`/v9/orders/${order.id}/accept`, { reviewer_id: 12345 }, 'processor'))
  const etickets = [{ item_id: order.items[0].order_item_id, eticket }]
  // It waits while its PDF is read: others get in between.
  const delivered = await attempt(post(`/v9/orders/${order.id}/deliver_etickets`, { etickets }, 'processor'))
  return [seenOf(polled), seenOf(accepted), seenOf(delivered)]
}

/** Accepts an order of its own stock, whatever its fraud check says. */
const acceptHastily: Step = async ({ sandbox: { get, post } }) => {
  const polled = await attempt(get('/v9/orders?state=pending'))
  const own = polled?.body?.orders?.find(({ child_orders }: { child_orders: unknown[] }) => child_orders.length === 0)
  if (own === undefined) return [seenOf(polled), 'nothing to accept']
  return [seenOf(polled), seenOf(await attempt(post(`/v9/orders/${own.id}/accept`, { reviewer_id: 12346 })))]
}

/** With the secret of another credential, or with none of this server. */
const forge: Step = async ({ server, sandbox: { keysOf }, chance }) => {
  const { token } = keysOf('website')
  const secret = oneOf(chance, [keysOf('processor').secret, 'nobodys-secret-0000000000000000000000001'])
  return seenOf(await attempt(server.call('GET', '/v9/clients', { as: { token, secret } })))
}

/** A request hangs until somebody deletes the fault that holds it. */
const hang: Step = async ({ sandbox: { get, post, control, faults, journal }, mark, isTroubled }) => {
  if (!isTroubled) return seenOf(await attempt(get('/v9/clients')))
  const id = `held-${mark}`
  const match = { operation: 'companies.create' }
  await faults.arm({ id, match, effect: { type: 'stall' }, priority: -2 })
  const last = await journal.last()
  const answer = attempt(post('/v9/companies', { companies: [{ name: `Held ${mark}`, vip: true }] }))
  const held = await control(
    'GET',
    `/requests/next?operation=companies.create&within_ms=9000&since=${last?.id ?? 'req_0'}`,
  )
  const released = await control('DELETE', `/faults/${id}`)
  return [held.body?.faults, released.body, seenOf(await answer)]
}

const orderInBackground: Step = async ({ sandbox }) =>
  seenOf(await attempt(sandbox.post('/v9/orders/background', orderBody())))

const makeCompany: Step = async ({ sandbox, mark }) =>
  seenOf(await attempt(sandbox.post('/v9/companies', { companies: [{ name: `Leftorium ${mark}`, vip: 1 }] })))

const list: Step = async ({ sandbox, chance }) =>
  seenOf(await attempt(sandbox.get(`/v9/events?per_page=2&page=${oneOf(chance, [1, 2])}`)))

const advance: Step = async ({ sandbox, chance }) =>
  seen(await sandbox.control('PATCH', '/clock', { advance: oneOf(chance, ['PT40S', 'PT7M']) }))

const set: Step = async ({ sandbox, chance }) => {
  const rate_limit = oneOf(chance, [null, { requests: 3, window_s: 3_600 }])
  const fraud = oneOf(chance, ['approve', 'hold', 'off'])
  return seen(await sandbox.control('PATCH', '/settings', { rate_limit, fraud }))
}

const arm: Step = async ({ sandbox, chance, isTroubled }) =>
  isTroubled && seen(await sandbox.control('POST', '/faults', faultFrom(chance)))

const snapshot: Step = async ({ sandbox }) => seen(await sandbox.control('POST', '/snapshots'))

const restore: Step = async ({ sandbox }) => seen(await sandbox.control('POST', '/snapshots/snap_1/restore'))

const reset: Step = async ({ sandbox }) => seen(await sandbox.control('POST', '/reset'))

const ONWARDS: readonly Step[] = [
  orderBlindly,
  orderBlindly,
  orderWithCare,
  orderWithCare,
  accept,
  accept,
  acceptHastily,
  forge,
  orderInBackground,
  makeCompany,
  list,
  advance,
  set,
  arm,
  snapshot,
]

const STEPS = {
  /** All there are. */
  alone: [...ONWARDS, hang, restore, reset],
  /** Where nothing is taken back. */
  'in one life': [...ONWARDS, hang],
  /** Where others may take back what it waits for. */
  'beside others': [...ONWARDS, restore, reset],
} satisfies Record<string, readonly Step[]>

/** Takes a step by chance. */
export const takeStep = (traveller: Traveller, how: keyof typeof STEPS): Promise<unknown> =>
  oneOf<Step>(traveller.chance, STEPS[how])(traveller)

/** What can be asked of a sandbox about itself, but for its journal. */
const LEFT = ['', '/world', '/faults', '/clock', '/settings', '/snapshots', '/advice']

/** All that its client saw, and all that is left when it is over. */
export interface Journey {
  readonly answers: string
  readonly left: { readonly [path: string]: string }
  readonly journal: string
}

/** Makes the sandbox of a journey; what comes back goes on it. Each second one has faults on its way. */
export async function setOut(server: TestServer, seed: number): Promise<() => Promise<Journey>> {
  const chance = random(seed)
  const isTroubled = seed % 2 === 1
  const faults = isTroubled ? Array.from({ length: 5 }, () => faultFrom(chance)) : []
  const clock = '2026-01-01T00:00:00Z'
  const sandbox = await server.make({ name: `journey-${seed}`, seed, clock, faults })
  // No two servers listen on one port, and all have five digits.
  const withoutPort = (text: string) => text.replaceAll(new URL(server.url).host, 'the-server')

  return async () => {
    const answers: unknown[] = []
    for (let nth = 1; nth <= LENGTH; nth += 1)
      answers.push(await takeStep({ server, sandbox, chance, isTroubled, mark: `${nth}` }, 'alone'))

    const left: Record<string, string> = {}
    for (const path of LEFT) left[path] = withoutPort((await sandbox.control('GET', path)).text)
    return { answers: withoutPort(JSON.stringify(answers)), left, journal: withoutPort(await journalOf(sandbox)) }
  }
}

const withoutDuration = (key: string, value: unknown) => (key === 'duration_ms' ? undefined : value)

/** The list, and each entry whole, without what was measured in wall time. */
async function journalOf({ control }: TestSandbox): Promise<string> {
  const { body } = await control('GET', '/requests')
  const entries: unknown[] = []
  for (const { id } of body.requests) entries.push((await control('GET', `/requests/${id}`)).body)
  return JSON.stringify([body, entries], withoutDuration, 1)
}
