import { describe, expect, test } from 'vitest'
import { SHIPMENT_MOVES } from '../../src/rules/shipments/states.ts'
import { SHIPMENT_STATES } from '../../src/store/words.ts'
import { serve, type TestServer } from '../harness.ts'
import { act, expectRefused, orderBody, place } from '../orders/journey.ts'
import { GROUPS, move, type Shipped, ship, update } from './parcels.ts'

/** Shipments in each state that an accepted order can have, made by the calls that lead there. */
const reach: { [State in (typeof SHIPMENT_STATES)[number]]?: readonly string[] } = {
  pending: [],
  in_transit: ['pick_up'],
  in_exception: ['pick_up', 'exception'],
  returned: ['pick_up', 'return'],
  canceled: ['cancel'],
}
const BY_CARRIER = ['pick_up', 'exception', 'return']

/** A move of FedEx's or of the seller's; its refusal as an error like any other. */
async function attempt(server: TestServer, { back, shipment }: Shipped, call: string) {
  if (!BY_CARRIER.includes(call)) return move(server, shipment, call)
  const answer = await server.act(back, 'carrier', call)
  return { ...answer, body: { error: answer.body.detail } }
}

describe('a FedEx shipment of an accepted order', () => {
  const calls = SHIPMENT_MOVES.map(({ call }) => call).filter((call) => call !== 'complete')
  const cases = Object.keys(reach).flatMap((state) => calls.map((call) => [state, call] as const))

  test.each(cases)('%s: %s does what the table says, and nothing else', async (state, call) => {
    const server = await serve()
    const shipped = await ship(server)
    await move(server, shipped.shipment, 'airbill')
    const way = Object.entries(reach).find(([each]) => each === state)?.[1] ?? []
    for (const step of way) expect((await attempt(server, shipped, step)).status).toBe(200)
    const stateNow = async () => (await server.get(`/v9/shipments/${shipped.shipment}`)).body.state
    expect(await stateNow()).toBe(state)

    const legal = SHIPMENT_MOVES.find((each) => each.call === call && each.from.some((from) => from === state))
    if (legal === undefined) {
      const words = new RegExp(`Shipment ${shipped.shipment} is ${state}; only a shipment that is `)
      await expectRefused(server, () => attempt(server, shipped, call), words)
      return
    }
    const received = await attempt(server, shipped, call)
    expect(received.status, received.text).toBe(200)
    expect(await stateNow()).toBe(legal.to)
    expect((await server.get(`/v9/shipments/${shipped.sold}`)).body.state).toBe(legal.to)
  })
})

test('every state of a shipment is reached by some move', () => {
  const reached = new Set<string>(SHIPMENT_MOVES.map(({ to }) => to))
  expect(SHIPMENT_STATES.filter((state) => !reached.has(state))).toEqual([])
})

const ENDINGS: { [state: string]: (server: TestServer, shipped: Shipped) => Promise<unknown> } = {
  rejected: (server, { back }) => act(server, 'processor', back, 'reject', { reason: 'Other' }),
  cancel_proposed: async (server, { back }) => {
    await act(server, 'processor', back, 'accept')
    await act(server, 'processor', back, 'cancel', { reason: 'Other' })
  },
  completed: async (server, { back }) => {
    await act(server, 'processor', back, 'accept')
    await act(server, 'processor', back, 'complete')
  },
}

test.each(['pending', ...Object.keys(ENDINGS)])('nothing is shipped for an order that is %s', async (state) => {
  const server = await serve()
  const shipped = await ship(server, undefined, undefined, false)
  await ENDINGS[state]?.(server, shipped)
  for (const deed of ['deliver', 'pend', 'cancel', 'airbill'])
    await expectRefused(server, () => move(server, shipped.shipment, deed), new RegExp(`^Order \\d+ is ${state};`))
  const refused = await server.unchanged(() => server.act(shipped.back, 'carrier', 'pick_up'))
  expect(refused.body.detail).toMatch(new RegExp(`is ${state};`))
})

test('what is no shipment is not found', async () => {
  const server = await serve()
  for (const id of ['1', 'abc', '0', '99999999999999999'])
    expect(await server.get(`/v9/shipments/${id}`)).toMatchObject({
      status: 404,
      body: { error: 'Not Found', message: `Couldn't find Shipment with ID=${id}` },
    })
})

describe('who sees and moves a shipment', () => {
  const DEEDS: [method: string, path: string, body?: object][] = [
    ['GET', ''],
    ['PUT', '', { ship_to_name: 'Moe' }],
    ['GET', '/deliver'],
    ['GET', '/pend'],
    ['PUT', '/cancel'],
    ['PUT', '/complete', {}],
    ['POST', '/airbill'],
    ['GET', '/get_airbill'],
    ['POST', '/email_airbill', { recipients: ['moe@example.com'] }],
    ['POST', '/upload_airbill', { file: 'x', tracking_number: '1', carrier: 'ups' }],
  ]

  test.each(DEEDS)('%s %s: the owner of the tickets does not know of the sale in front of its own', async (...deed) => {
    const [method, path, body] = deed
    const server = await serve()
    const { sold } = await ship(server)
    const target = `/v9/shipments/${sold}${path}`
    const answer = await server.unchanged(() => server.call(method, target, { as: 'processor', body }))
    expect(answer).toMatchObject({ status: 404, body: { message: `Couldn't find Shipment with ID=${sold}` } })
  })

  test('the buyer reads the shipments of both orders, and moves neither', async () => {
    const server = await serve()
    const { sold, shipment } = await ship(server)
    for (const id of [sold, shipment]) expect((await server.get(`/v9/shipments/${id}`)).status).toBe(200)
    for (const deed of ['deliver', 'pend', 'cancel', 'complete', 'airbill']) {
      await expectRefused(server, () => move(server, shipment, deed, { as: 'website' }), /is sold by somebody else/)
      await expectRefused(server, () => move(server, sold, deed, { as: 'website' }), /another brokerage's tickets/)
    }
  })

  test('nobody else sees them, and a store does not call for shipments at all', async () => {
    const server = await serve()
    const { front, back } = await place(server, orderBody({}, { ticket_group_id: 52600042, price: 100, quantity: 1 }))
    const { body } = await server.get(`/v9/orders/${front}`)
    const [{ id }] = body.shipments
    expect((await server.get(`/v9/shipments/${id}`, 'processor')).status).toBe(404)
    const { body: purchase } = await server.get(`/v9/orders/${back}`)
    expect((await server.get(`/v9/shipments/${purchase.shipments[0].id}`, 'processor')).status).toBe(404)
    expect(await server.get(`/v9/shipments/${id}`, 'store')).toMatchObject({
      status: 401,
      body: { error: 'Unauthorized' },
    })
  })
})

test('a client may say nothing of a shipment that is not its own to say', async () => {
  const server = await serve()
  const item = { ticket_group_id: GROUPS.eticket }
  const { shipment } = await ship(server, { type: 'Eticket', email_address_id: 33333 }, item)
  await expectRefused(
    server,
    () => update(server, shipment, { email_address_attributes: { address: 'me@example.com' } }),
    /goes to somebody else's client; only its buyer can change/,
  )
})
