import { expect, test } from 'vitest'
import { DEEDS } from '../../src/rules/orders/deeds.ts'
import { possibleDeeds } from '../../src/rules/orders/possible-deeds.ts'
import { serve, type TestServer } from '../harness.ts'
import { MARKET_ORDER } from './market-order.ts'

const ALL = Object.entries(DEEDS).flatMap(([as, deeds]) => deeds.map((what) => ({ as, do: what })))

/** The group that is sent by FedEx, to an address and a phone number of the client. */
const BY_FEDEX = {
  ...MARKET_ORDER,
  shipped_items: [
    {
      type: 'FedEx',
      service_type: 'STANDARD_OVERNIGHT',
      address_id: 111111,
      phone_number_id: 33333,
      items: [{ ticket_group_id: 52554285, price: 50, quantity: 1 }],
    },
  ],
}

function shownFor({ context }: TestServer, order: number): string[] {
  const sandbox = context.sandboxes.defaultSandbox
  return possibleDeeds(sandbox.read(), order, (work) => sandbox.tryOut(work)).map((deed) => `${deed.as}/${deed.do}`)
}

/** Each deed is done in a sandbox of its own that goes on from here. */
async function doneTo(server: TestServer, order: number): Promise<string[]> {
  const done: string[] = []
  for (const { as, do: what } of ALL) {
    const { name } = (await server.control('POST', '/fork')).body
    const { status } = await server.local('POST', `/sandboxes/${name}/orders/${order}/act`, { as, do: what })
    if (status === 200) done.push(`${as}/${what}`)
    await server.local('DELETE', `/sandboxes/${name}`)
  }
  return done
}

test.for<[what: string, order: object, settings: object, deeds: readonly string[]]>([
  ['etickets', MARKET_ORDER, {}, ['seller/accept', 'seller/deliver']],
  ['a parcel', BY_FEDEX, {}, ['seller/accept', 'seller/generate_airbill', 'carrier/pick_up', 'carrier/deliver']],
  ['a proposal to cancel', MARKET_ORDER, {}, ['seller/accept', 'seller/cancel', 'buyer/cancel']],
  ['a fraud check', MARKET_ORDER, { fraud: 'hold' }, []],
])('the deeds that are possible on the way of %s are those that act does', async ([, order, settings, deeds]) => {
  const server = await serve()
  await server.settings(settings)
  const { status, text, body } = await server.post('/v9/orders', { orders: [order] })
  expect(status, text).toBe(201)
  const front = body.orders[0].id
  const [back] = body.orders[0].child_orders
  let seen = 0

  for (const deed of [null, ...deeds]) {
    if (deed !== null) {
      const [as = '', what = ''] = deed.split('/')
      const acted = await server.act(back, as, what)
      expect(acted.status, acted.text).toBe(200)
    }
    for (const id of [front, back]) {
      const before = server.state()
      const shown = shownFor(server, id)
      expect(server.state(), 'trying changes nothing').toBe(before)
      expect(shown, `${id} after ${deed}`).toEqual(await doneTo(server, id))
      seen += shown.length
    }
  }
  expect(seen).toBeGreaterThan(1)
})
