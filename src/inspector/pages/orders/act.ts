import * as z from 'zod'
import { once } from '../../../once.ts'
import { Act } from '../../../routes/control/act.ts'
import { parsed } from '../../../routes/control/problem.ts'
import { deedJob } from '../../../rules/orders/deeds.ts'
import { filled } from '../../filled.ts'
import type { Done, Visit } from '../../page.ts'
import { orderAt } from './chain.ts'

/** The order that it is done to is in the address; the page to go back to may be that of the other side. */
export const DeedForm = once(() =>
  filled(
    z.strictObject({ as: z.string(), do: z.string(), reason: z.string().optional(), notes: z.string().optional() }),
  ),
)

/** Does a deed, as `POST …/orders/:id/act` does it. */
export async function actOn(visit: Visit, form: z.output<ReturnType<typeof DeedForm>>): Promise<Done> {
  const { id } = orderAt(visit)
  const deed = parsed(Act(), form)
  await visit.sandbox.carryOut(deedJob(id, deed))
  return { to: `orders/${id}`, notice: `Order ${id}: the ${wordsOf(deed.as)} did “${wordsOf(deed.do)}”` }
}

/** `fraud_desk` → `fraud desk` */
export const wordsOf = (word: string): string => word.replaceAll('_', ' ')
