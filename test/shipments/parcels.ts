import { expect } from 'vitest'
import type { TestServer } from '../harness.ts'
import type { Received } from '../http.ts'
import { act, orderBody, type Placed, place } from '../orders/journey.ts'
import { base64, textOfPages, ticketPdf } from '../pdf/fixtures.ts'
import type { CallOptions } from '../test-sandbox.ts'

/** Orders whose tickets are to be shipped, and what is done with their shipments. */

export const FED_EX = { type: 'FedEx', address_id: 111111, phone_number_id: 33333, ship_to_name: 'Moe Szyslak' }
export const PROVIDED_AIRBILL = { type: 'ProvidedAirbill', carrier: 'ups', available: false }
/** Shelbyville's groups, by what is printed on the tickets. */
export const GROUPS = { physical: 52554285, mobile: 52554286, eticket: 52554287, nearVenue: 52554288 } as const

export interface Shipped extends Placed {
  /** The shipment of the sale to the client, and that of the owner's sale. */
  readonly sold: number
  readonly shipment: number
}

/** A sale of Shelbyville's tickets by the website, accepted by Shelbyville unless told otherwise. */
export async function ship(
  server: TestServer,
  shipment: object = FED_EX,
  item: object = { ticket_group_id: GROUPS.physical },
  isAccepted = true,
): Promise<Shipped> {
  const placed = await place(
    server,
    orderBody({}, { price: 100, ...item }, { email_address_id: undefined, ...shipment }),
  )
  if (isAccepted) expect((await act(server, 'processor', placed.back, 'accept')).status).toBe(200)
  return { ...placed, ...(await shipmentsOf(server, placed)) }
}

/** The ids of the first shipments of a chain, which a change makes others. */
export async function shipmentsOf(server: TestServer, { front, back }: Placed) {
  const id = async (order: number) => (await server.get(`/v9/orders/${order}`)).body.shipments[0].id
  return { sold: await id(front), shipment: await id(back) }
}

const METHODS: { readonly [deed: string]: string } = { cancel: 'PUT', complete: 'PUT', deliver: 'GET', pend: 'GET' }

/** `deliver`, `airbill` and the like, as the processor unless told otherwise. */
export const move = (
  server: TestServer,
  shipment: number,
  deed: string,
  options: CallOptions = {},
): Promise<Received> =>
  server.call(METHODS[deed] ?? 'POST', `/v9/shipments/${shipment}/${deed}`, { as: 'processor', ...options })

export const update = (server: TestServer, shipment: number, body: object, as = 'processor'): Promise<Received> =>
  server.call('PUT', `/v9/shipments/${shipment}`, { as, body })

/** The etickets of an item of two tickets. */
export const deliverEtickets = async (server: TestServer, order: number, item_id: number, as = 'website') =>
  server.post(
    `/v9/orders/${order}/deliver_etickets`,
    { etickets: [{ item_id, eticket: base64(await ticketPdf(['seat 1', 'seat 2'])) }] },
    as,
  )

/** What both sides of a chain see of the state of the order and of its first shipment. */
export async function statesOf(server: TestServer, { front, back }: Placed): Promise<string[]> {
  const seen = [await server.get(`/v9/orders/${front}`), await server.get(`/v9/orders/${back}`, 'processor')]
  return seen.map(({ body }) => `order ${body.state}, ${body.shipments[0].type} ${body.shipments[0].state}`)
}

export const both = (state: string): string[] => [state, state]

/** The text of a document that came as JSON, under the name it has there. */
export async function textIn(answer: Received, key: string): Promise<string> {
  expect(answer.status, answer.text).toBe(200)
  expect(Object.keys(answer.body)).toEqual([key])
  return (await textOfPages(Buffer.from(answer.body[key], 'base64'))).join('\n')
}

/** The same document as JSON and, when a PDF is asked for, as one. */
export async function documentAt(server: TestServer, target: string, key: string, as: string): Promise<string> {
  const json = await server.get(target, as)
  const pdf = await server.call('GET', target, { as, headers: { Accept: 'application/pdf' } })
  expect(pdf.headers['content-type']).toBe('application/pdf')
  expect(base64(pdf.bytes)).toBe(json.body[key])
  return textIn(json, key)
}
