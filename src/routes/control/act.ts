import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import * as z from 'zod'
import type { ServerContext } from '../../http/context.ts'
import { once } from '../../once.ts'
import { DEEDS, type Deed, deedJob } from '../../rules/orders/deeds.ts'
import { Refusal } from '../../rules/refusal.ts'
import { REJECTION_REASONS } from '../../store/words.ts'
import { presentOrderV9 } from '../../wire/orders.ts'
import { isId, notFound, parsed, problem, readJson, sandboxOf } from './problem.ts'

const refusing = () => ({
  reason: z.enum(REJECTION_REASONS).default('Other'),
  notes: z.string().nullable().default(null),
})

export const Act = once(
  (): z.ZodType<Deed> =>
    z.discriminatedUnion('as', [
      z.strictObject({
        as: z.literal('seller'),
        do: z.enum(DEEDS.seller),
        ...refusing(),
        seats: z.array(z.int().nonnegative()).nullable().default(null),
      }),
      z.strictObject({ as: z.literal('buyer'), do: z.enum(DEEDS.buyer), ...refusing() }),
      z.strictObject({ as: z.literal('carrier'), do: z.enum(DEEDS.carrier) }),
      z.strictObject({ as: z.literal('fraud_desk'), do: z.enum(DEEDS.fraud_desk) }),
    ]),
)

/** Plays the other parties of an order: its seller, its buyer, the carrier of its packages, the fraud desk. */
export function actRoutes(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const acts = new Hono<{ Bindings: HttpBindings }>()
  acts.post('/:id/act', async (c) => {
    const deed = parsed(Act(), await readJson(c))
    const sandbox = sandboxOf(context, c)
    const id = c.req.param('id')
    const noOrder = () => notFound(`Sandbox "${sandbox.name}" has no order ${id}`)
    if (!isId(id)) throw noOrder()
    const { run, ...job } = deedJob(Number(id), deed)
    try {
      const { result } = await sandbox.carryOut({
        ...job,
        run: (tx, settings, prepared) => {
          const { order, party } = run(tx, settings, prepared)
          return presentOrderV9(tx, party, order)
        },
      })
      return c.json(result)
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused
      if (refused.reason.kind === 'not-found') throw noOrder()
      return problem(422, refused.message)
    }
  })
  return acts
}
