import { describe, expect, test } from 'vitest'
import { expectProblem } from '../control/problem.ts'
import { serve } from '../harness.ts'
import { orderBody } from '../orders/journey.ts'

const CLOCK = '2026-01-01T00:00:00Z'

describe('a change of the clock is refused, and nothing of it is done', () => {
  test.for<[what: string, body: unknown, status: number, detail: RegExp]>([
    ['back', { set: '2025-12-31T23:59:59Z', freeze: false }, 422, /forward only.*2026-01-01/],
    ['by what is not a duration', { advance: '-PT1S', freeze: false }, 400, /-PT1S/],
    ['by a number as text', { advance: '900', freeze: false }, 400, /^advance: "900" is not a duration: give 15m, /],
    ['by less than nothing', { advance: -1, freeze: false }, 400, /^advance: -1 is not a duration: give 15m, /],
    ['by more than a clock shows', { advance: 'P99999999D', freeze: false }, 422, /9998/],
    ['by more than a number holds', { advance: `P${'9'.repeat(400)}D`, freeze: false }, 422, /9998/],
    ['to what no clock shows', { set: '9999-01-01T00:00:00Z', freeze: false }, 400, /9998/],
    ['twice at once', { set: '2026-02-01', advance: 'P1D' }, 400, /one of them/],
    ['with a key that is not known', { freeze: false, faster: 2 }, 400, /faster/],
    ['with a part of a millisecond', { advance: 0.5, freeze: false }, 400, /advance: 0.5 is not a duration/],
    ['with an array', [{ freeze: false }], 400, /array/],
    ['with a body that is not JSON', 'freeze', 400, /not JSON/],
    ['with nothing', '', 400, /empty/],
  ])('%s', async ([, body, status, detail]) => {
    const { control } = await (await serve()).make({ clock: CLOCK })

    expectProblem(await control('PATCH', '/clock', body), status, detail)

    expect((await control('GET', '/clock')).body).toEqual({ now: '2026-01-01T00:00:00.000Z', frozen: true })
  })
})

test('what falls due on the way is done in its order, each at its own time', async () => {
  const { get, post, control } = await (await serve()).make({ clock: CLOCK })
  const early = await post('/v9/orders/background', orderBody())
  await control('PATCH', '/clock', { advance: 'PT30S' })
  const late = await post('/v9/orders/background', orderBody())

  await control('PATCH', '/clock', { set: '2026-01-01T01:00:00Z' })

  const made = async (id: number) => (await get(`/v9/queued_orders/${id}`)).body.result
  const [first, second] = [await made(early.body.id), await made(late.body.id)]
  expect(first.created_at).toBe('2026-01-01T00:01:00Z')
  expect(second.created_at).toBe('2026-01-01T00:01:30Z')
  expect(Number(first.id)).toBeLessThan(Number(second.id))
})

test('the other party of an order is played at the time of the clock, too', async () => {
  const { get, post, control } = await (await serve()).make({ clock: CLOCK })
  await post('/v9/orders/background', orderBody())
  await control('PATCH', '/clock', { advance: 'PT2M' })
  const { body } = await get('/v9/orders?type=Order&state=pending', 'processor')

  const acted = await control('POST', `/orders/${body.orders[0].id}/act`, { as: 'seller', do: 'accept' })

  expect(acted.body).toMatchObject({ state: 'accepted', updated_at: '2026-01-01T00:02:00Z' })
})

test('each sandbox has its own', async () => {
  const server = await serve()
  const [one, other] = [await server.make({ clock: CLOCK }), await server.make({ clock: '2026-05-01' })]
  await one.control('PATCH', '/clock', { freeze: false })
  expect((await one.control('GET', '/clock')).body).toMatchObject({ frozen: false })
  expect((await other.control('GET', '/clock')).body).toEqual({ now: '2026-05-01T00:00:00.000Z', frozen: true })
})
