import type { TableName } from '../../src/store/tables.ts'
import { serve, type TestServer } from '../harness.ts'
import type { Received } from '../http.ts'

/** Midnight of the day from which the default world's relative times count. */
const START = '2026-01-01T00:00:00Z'

export const serveFrozen = (): Promise<TestServer> => serve({ clock_ms: Date.parse(START) })

/** The ids in an answer's list, in its order, as numbers. */
export const idsIn = (list: readonly { readonly id: string | number }[]): number[] => list.map(({ id }) => Number(id))

/** What nobody can do over the API: the exchange itself changes its catalogue. */
export const change = (server: TestServer, table: TableName, id: number, fields: object): Promise<Received> =>
  server.putWorld((world) => {
    const records = (world[table] ?? []).map((record) => (record.id === id ? { ...record, ...fields } : record))
    return { ...world, [table]: records }
  })

/** Sells tickets of the website's own stock for event 2100002 to its client. */
export async function sell(server: TestServer, quantity: number): Promise<number> {
  const { status, body } = await server.post('/v9/orders', {
    orders: [
      {
        shipped_items: [
          {
            items: [{ ticket_group_id: 52554290, quantity, price: 50 }],
            type: 'Eticket',
            email_address_id: 33333,
          },
        ],
        payments: [{ type: 'cash' }],
        seller_id: 1691,
        client_id: 107655,
      },
    ],
  })
  if (status !== 201) throw new Error(`the sale was refused: ${JSON.stringify(body)}`)
  return body.orders[0].id
}
