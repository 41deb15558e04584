import { expect, test } from 'vitest'
import { until } from '../deadline.ts'
import { serve } from '../harness.ts'
import { open, parseAnswer, rawRequest } from '../socket.ts'

/** What waits over a reset or a restore was meant for another world: it does nothing, and uses up nothing of the new one. */

const LONG_MS = 60_000
const CREATE = { method: 'POST', target: '/v9/companies', body: { companies: [{ name: 'The Leftorium' }] } }

test.for(['before-auth', 'before-handler'])(
  'a request that waits %s over a reset uses up no rule and no limit of the new life',
  async (phase) => {
    const server = await serve()
    const sandbox = await server.make({
      settings: { rate_limit: { requests: 1, window_s: 3_600 } },
      faults: [
        { id: 'slow', phase, effect: { type: 'none' }, delay: { type: 'fixed', ms: LONG_MS }, times: 1 },
        {
          id: 'once',
          phase: 'before-handler',
          match: { operation: 'companies.create' },
          effect: { type: 'status', status: 418 },
          times: 1,
          priority: 1,
        },
      ],
    })
    const waiting = open(server.url, rawRequest(sandbox, CREATE))
    await until('the request that waits', async () => (await sandbox.faults.get('slow')).held === 1)

    await sandbox.reset()

    await waiting.ended
    expect(parseAnswer(waiting.received()).status).toBe(503)
    expect(await sandbox.faults.list()).toMatchObject([
      { id: 'slow', matches: 0, injections: 0 },
      { id: 'once', matches: 0, injections: 0 },
    ])
    // The one request of the window is still to be had, and with it the one fault.
    await sandbox.faults.disarm('slow')
    expect((await sandbox.post(CREATE.target, CREATE.body)).status).toBe(418)
    expect((await sandbox.post(CREATE.target, CREATE.body)).status).toBe(429)
  },
)

test('a request that waits before-auth over a restore uses up nothing of what was restored', async () => {
  const server = await serve()
  await server.settings({ rate_limit: { requests: 1, window_s: 3_600 } })
  await server.faults.arm({ id: 'once', effect: { type: 'status', status: 418 }, times: 1 })
  const saved = await server.snapshot()
  await server.faults.arm({
    id: 'slow',
    phase: 'before-auth',
    effect: { type: 'none' },
    delay: { type: 'fixed', ms: LONG_MS },
  })
  const waiting = open(server.url, rawRequest(server, CREATE))
  await until('the request that waits', async () => (await server.faults.get('slow')).held === 1)

  await server.restore(saved)

  await waiting.ended
  expect(parseAnswer(waiting.received()).status).toBe(503)
  expect(await server.faults.list()).toMatchObject([{ id: 'once', matches: 0, injections: 0 }])
  expect((await server.post(CREATE.target, CREATE.body)).status).toBe(418)
  expect((await server.get('/v9/companies')).status).toBe(429)
})
