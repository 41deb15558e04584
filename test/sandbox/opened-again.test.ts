import { describe, expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { exportKept, loadKept } from '../../src/store/world.ts'
import { checkKept } from '../../src/store/world-schema.ts'
import { serve, type TestServer } from '../harness.ts'
import { send, signed } from '../http.ts'
import { orderBody } from '../orders/journey.ts'

/** What a sandbox has kept or exported can be opened again, and what could not go on is refused. */

const NOON = Date.parse('2026-01-01T12:00:00Z')
const COMPANY = { companies: [{ name: 'The Leftorium' }] }
const CREATE = { method: 'POST', target: '/v9/companies', body: COMPANY }

describe('what was kept can be opened again', () => {
  const opened = (server: TestServer) => loadKept(checkKept(JSON.parse(JSON.stringify(exportKept(server.state())))), 0)

  test('a hold until a time that is in the year 10000 in UTC', async () => {
    const server = await serve({ clock_ms: NOON })
    const target = '/v9/ticket_groups/52554290/hold'
    const hold_until = '9999-12-31T23:59:59-23:59'
    const hold = { quantity: 1, price: 1, low_seat: 5, held_for_type: 'Client', held_for_id: 107655, hold_until }
    const body = Buffer.from(JSON.stringify(hold))
    // Without the harness, which finds that the answer has no TEvo time.
    await send(server.url, 'POST', target, signed(server.url, server.keysOf('website'), 'POST', target, body), body)
    expect(() => opened(server)).not.toThrow()
  })

  test('a world whose last id is used', async () => {
    const next_ids = { ...defaultWorld.next_ids, company: 999_999_999_999_999 }
    const server = await serve({ clock_ms: NOON, world: { ...defaultWorld, next_ids } })
    expect((await server.post(CREATE.target, COMPANY)).status).toBe(201)
    expect(() => opened(server)).not.toThrow()
  })
})

describe('a queued order of a world is checked as its other records are', () => {
  test.for([
    { field: 'seller', party: { type: 'Office', id: 999, account: 'brokerage:1930' } },
    { field: 'seller', party: { type: 'Office', id: 1691, account: 'brokerage:999' } },
    { field: 'buyer', party: { type: 'Client', id: 999, account: 'brokerage:1930' } },
  ])('a $field that is not there: $party', async ({ field, party }) => {
    const server = await serve({ clock_ms: NOON })
    await server.post('/v9/orders/background', orderBody())
    const text = JSON.stringify(await server.world(), (key, value: unknown) => (key === field ? party : value))
    const put = await server.control('PUT', '/world', JSON.parse(text))
    if (put.status === 200) await server.clock.advance('PT1M')
    expect((await server.get('/v9/orders')).status).toBe(200)
    expect(put.status).toBe(400)
  })
})

test.for([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 1.5])(
  'a kept clock that is %d ms ahead is refused, with its path',
  async (ahead_ms) => {
    const server = await serve()
    const kept = exportKept(server.state())
    const sandbox = { ...kept.sandbox, ahead_ms }
    expect(() => checkKept(JSON.parse(JSON.stringify({ ...kept, sandbox })))).toThrow(
      /^sandbox\.ahead_ms: .* 0 to 9999$/,
    )
  },
)
