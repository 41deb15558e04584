import { expect, test } from 'vitest'
import { lengthOf } from '../../src/faults/delay.ts'
import { until } from '../deadline.ts'
import { serve, type TestServer } from '../harness.ts'
import fc from '../properties.ts'
import { open, rawRequest } from '../socket.ts'

/** Far more than any test waits: who meets this delay is held, and who meets none is answered. */
const LONG_MS = 300_000

const LOOK = { method: 'GET', target: '/v9/orders' }

/** Whether the next requests are held by the fault, one after another; those that are held stay so. */
async function areHeld(server: TestServer, fault: string, requests: number): Promise<boolean[]> {
  const met: boolean[] = []
  for (let nth = 0; nth < requests; nth += 1) {
    const before = (await server.faults.get(fault)).held
    const connection = open(server.url, rawRequest(server, LOOK))
    const outcome = await until('that the request is held, or answered', async () => {
      if (connection.received().includes('HTTP/1.1 200')) return 'answered'
      return (await server.faults.get(fault)).held > before && 'held'
    })
    met.push(outcome === 'held')
  }
  return met
}

test.for<[string, readonly number[], readonly boolean[]]>([
  ['with its first step', [LONG_MS, 0], [true, false, true, false, true]],
  ['with its first step, where that is none', [0, LONG_MS], [false, true, false, true, false]],
  ['with its first step, and goes on with each in turn', [0, 0, LONG_MS], [false, false, true, false, false, true]],
  ['with its only step', [LONG_MS], [true, true]],
])('a sequence of delays begins %s', async ([, ms, held]) => {
  const server = await serve()
  await server.faults.arm({ id: 'slow', effect: { type: 'none' }, delay: { type: 'sequence', ms } })
  expect(await areHeld(server, 'slow', held.length)).toEqual(held)
})

test('a sequence of delays begins with its first step at the first injection, not at the first match', async () => {
  const server = await serve()
  await server.faults.arm({
    id: 'slow',
    skip: 1,
    effect: { type: 'none' },
    delay: { type: 'sequence', ms: [LONG_MS, 0] },
  })
  expect(await areHeld(server, 'slow', 4)).toEqual([false, true, false, true])
})

test('each fault goes through its own sequence', async () => {
  const server = await serve()
  const sequence = { effect: { type: 'none' }, delay: { type: 'sequence', ms: [0, LONG_MS] } }
  await server.faults.arm([
    { id: 'looks', match: { operation: 'orders.index' }, ...sequence },
    { id: 'events', match: { operation: 'events.index' }, ...sequence },
  ])
  expect((await server.get('/v9/events')).status).toBe(200)
  expect(await areHeld(server, 'looks', 2)).toEqual([false, true])
})

test('the nth injection waits for the nth step of a sequence, which begins again after its last one', () => {
  const steps = fc.array(fc.integer({ min: 0, max: LONG_MS }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 5 }), (ms, rounds) => {
      const all = Array<number[]>(rounds).fill(ms).flat()
      const drawn = () => expect.fail('a sequence leaves nothing to chance')
      const waited = all.map((_, nth) => lengthOf({ type: 'sequence', ms }, nth + 1, drawn))
      expect(waited).toEqual(all)
    }),
  )
})
