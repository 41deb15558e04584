import { printAll } from '../../../pdf/pdfs.ts'
import { badRequest } from '../../../routes/control/problem.ts'
import { callerFor } from '../../../rules/caller.ts'
import { refusing } from '../../../rules/printed-text.ts'
import { noteDownload, readEtickets } from '../../../rules/shipments/etickets.ts'
import type { Visit } from '../../page.ts'
import { orderAt } from './chain.ts'

/** All etickets of an order in one PDF, as its buyer gets them; that he did is noted. */
export async function downloadEtickets(visit: Visit): Promise<Response> {
  const { sandbox, read } = visit
  const order = orderAt(visit)
  const buyer = callerFor(read, order.buyer.account)
  const items = read
    .list('items', 'by_order', order.id)
    .filter(({ eticket_finalized_at }) => eticket_finalized_at !== null)
  if (items.length === 0) throw badRequest(`Order ${order.id} has no etickets yet: its seller delivers them first`)
  const files = items.map((item) => readEtickets(read, buyer, order, item))
  const bytes = await refusing(printAll(files))
  sandbox.write((tx) => {
    for (const { id } of items) noteDownload(tx, buyer, tx.must('orders', order.id), tx.must('items', id))
  })
  return new Response(new Uint8Array(bytes), {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `attachment; filename="etickets-${order.id}.pdf"`,
      'Cache-Control': 'no-store',
    },
  })
}
