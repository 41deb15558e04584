import type { FetchAnswer, SweepReport, SweepRunReport, TevoSandbox } from '../../src/index.ts'

/** What swept functions of the tests do. */

/** Own tickets, for the shop sells them itself: one order, which it accepts. */
const orderWith = (reference: string | null = 'sale-1') => ({
  seller_id: 1691,
  client_id: 107655,
  ...(reference === null ? {} : { reference }),
  shipped_items: [{ type: 'WillCall', items: [{ ticket_group_id: 52554292, price: 50, quantity: 2 }] }],
})

interface Orders {
  readonly orders: readonly { readonly id: number; readonly state: string }[]
}

/** Rejects where no good answer comes within a moment. */
export async function ask<Body>(tevo: TevoSandbox, path: string, body?: object): Promise<Body> {
  const answer: FetchAnswer<Body> = await tevo.fetch<Body>(path, { ...(body && { body }), timeout_ms: 1_000 })
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`)
  return answer.json()
}

export async function create(tevo: TevoSandbox, reference?: string | null): Promise<number> {
  const { orders } = await ask<Orders>(tevo, '/v9/orders', { orders: [orderWith(reference)] })
  return orders[0]?.id ?? 0
}

export const accept = (tevo: TevoSandbox, id: number): Promise<unknown> =>
  ask(tevo, `/v9/orders/${id}/accept`, { reviewer_id: 12346 })

/** What each run came to, by its id. */
export const classesOf = ({ runs }: SweepReport): { readonly [id: string]: SweepRunReport['class'] } =>
  Object.fromEntries(runs.map((run) => [run.id, run.class]))

export const damageOf = ({ runs }: SweepReport, id: string): readonly string[] =>
  runs.find((run) => run.id === id)?.damage.map(({ name }) => name) ?? ['there is no such run']

/** But for durations it is the same each time. */
export const timeless = (report: object): unknown =>
  JSON.parse(JSON.stringify(report, (key, value) => (key === 'duration_ms' ? 0 : value)))
