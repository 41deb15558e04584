import { expect, test } from 'vitest'
import { until } from '../deadline.ts'
import { serve } from '../harness.ts'
import { orderBody, place } from '../orders/journey.ts'
import { callsOf, integrate, SHELBYVILLE, settledCalls, silent, startBroker } from './broker.ts'

const TIMEOUT = ['OrderIntegration::Error::ConnectionTimeout', 'Connection Timeout']
const NOT_FOUND = ['OrderIntegration::Error::NotFound', 'OrderIntegration::Error::NotFound']

async function begin(fields: object = {}) {
  const broker = await startBroker()
  const server = await serve({ clock_ms: Date.parse('2026-01-01T00:00:00Z') })
  await integrate(server, broker, fields)
  return { broker, server }
}

const HOLD = { phase: 'call', match: { call: 'hold' } }

test('lost: the broker never gets it, and the buyer is told so without waiting for the deadline', async () => {
  const { broker, server } = await begin({ deadline_ms: 60_000 })
  await server.faults.arm({ id: 'f', ...HOLD, effect: { type: 'lost' }, times: 1 })
  const { status, body } = await server.post('/v9/orders', orderBody())
  expect([status, body]).toEqual([422, TIMEOUT])
  expect(broker.came.filter((call) => call === 'POST /holds')).toEqual([])
  const [hold] = await callsOf(server)
  expect(hold.attempts[0]).toMatchObject({ status: null, error: 'no answer within 60000 ms' })
  const outbound = (await server.journal.list()).filter(({ kind }: { kind?: string }) => kind === 'outbound')
  expect(outbound.at(-1).faults).toEqual([{ id: 'f', phase: 'call', effect: 'lost' }])
  // The fault is spent.
  await place(server)
})

test('answer-lost: the broker gets it, its answer does not come, and its hold is released', async () => {
  const { broker, server } = await begin()
  await server.faults.arm({ ...HOLD, effect: { type: 'answer-lost' } })
  const { status, body } = await server.post('/v9/orders', orderBody())
  expect([status, body]).toEqual([422, TIMEOUT])
  expect(await settledCalls(server)).toEqual(['hold TEVO-1-1 failed', 'release TEVO-1-1 answered'])
  expect(await broker.calls()).toEqual(['POST /holds 201', 'DELETE /holds/TEVO-1-1 204'])
  expect((await broker.shown()).stock).toEqual({ 1103803: 1_000 })
})

test('status: an answer that the broker did not give', async () => {
  const { broker, server } = await begin()
  await server.faults.arm({ ...HOLD, effect: { type: 'status', status: 409, body: { status: 'gone' } } })
  const { status, body } = await server.post('/v9/orders', orderBody())
  expect([status, body]).toEqual([422, NOT_FOUND])
  expect(broker.came).toEqual([])
})

test('a delay is in wall time, and counts into the deadline', async () => {
  const { broker, server } = await begin({ deadline_ms: 200 })
  await server.faults.arm({ ...HOLD, effect: { type: 'none' }, delay: { type: 'fixed', ms: 30 }, times: 1 })
  await place(server)
  const [hold] = await callsOf(server)
  expect(hold.attempts[0].duration_ms).toBeGreaterThan(25)

  await server.faults.arm({ ...HOLD, effect: { type: 'none' }, delay: { type: 'fixed', ms: 250_000 } })
  const { body } = await server.post('/v9/orders', orderBody())
  expect(body).toEqual(TIMEOUT)
  expect(broker.came.filter((call) => call === 'POST /holds')).toHaveLength(1)
})

test('a hold that a fault holds up goes on when the fault is deleted', async () => {
  const { broker, server } = await begin({ deadline_ms: 60_000 })
  await server.faults.arm({ id: 'slow', ...HOLD, effect: { type: 'none' }, delay: { type: 'fixed', ms: 50_000 } })
  const ordered = server.post('/v9/orders', orderBody())
  await until('it waits', async () => (await server.faults.get('slow')).held === 1)
  await server.faults.disarm()
  expect((await ordered).status).toBe(201)
  expect(broker.came).toContain('POST /holds')
})

test('a fault is for calls of one kind, to one office, or with something in their body', async () => {
  const { broker, server } = await begin()
  const lost = { phase: 'call', effect: { type: 'lost' } }
  await server.faults.arm([
    { id: 'other-office', ...lost, match: { office_id: 1937 } },
    { id: 'other-quantity', ...lost, match: { where: { '/quantity': 3 } } },
    { id: 'invoice', ...lost, match: { call: 'invoice', office_id: SHELBYVILLE, where: { '/quantity': 2 } } },
  ])
  await place(server)
  await until('the invoice was lost', async () => (await callsOf(server)).some(({ state }) => state === 'waiting'))
  expect(broker.came).toEqual(['POST /holds'])
  expect((await server.faults.list()).map(({ injections }: { injections: number }) => injections)).toEqual([0, 0, 1])
})

test('an effect or a match that does not go with a call is refused', async () => {
  const { server } = await begin()
  const refusal = async (rule: object) => {
    const { status, body } = await server.control('POST', '/faults', { phase: 'call', ...rule })
    return `${status} ${body.detail}`
  }
  expect(await refusal({ effect: { type: 'reset' } })).toMatch(/^400 phase: call does not go with the effect reset/)
  expect(await refusal({ effect: { type: 'status', refusal: 'rate_limited' } })).toMatch(
    /^400 effect.refusal: is TEvo's own/,
  )
  expect(await refusal({ effect: { type: 'lost' }, match: { operation: 'orders.create' } })).toMatch(
    /^400 match.operation: does not go with the phase call/,
  )
})

test('a reset lets go of a hold that a fault holds up', async () => {
  const { broker, server } = await begin({ deadline_ms: 60_000 })
  broker.intercept = (method) => (method === 'POST' ? silent : undefined)
  await server.faults.arm({ id: 'slow', ...HOLD, effect: { type: 'none' }, delay: { type: 'fixed', ms: 50_000 } })
  const ordered = server.post('/v9/orders', orderBody())
  await until('it waits', async () => (await server.faults.get('slow')).held === 1)
  await server.reset()
  expect((await ordered).status).toBe(503)
})
