import { describe, expect, test } from 'vitest'
import { until } from '../deadline.ts'
import { serve, type TestServer } from '../harness.ts'
import { open, rawRequest } from '../socket.ts'
import { expectProblem } from './problem.ts'

/** What the journal tells of requests that a fault holds, and what it finds. */

const COMPANY = { companies: [{ name: 'The Leftorium' }] }
const CREATE = { method: 'POST', target: '/v9/companies', body: COMPANY }

describe('the journal', () => {
  async function stalled(server: TestServer) {
    await server.faults.arm({ id: 'stall', effect: { type: 'stall' }, times: 1 })
    const connection = open(server.url, rawRequest(server, CREATE))
    await until('the request that stalls', async () => (await server.faults.get('stall')).held === 1)
    return connection
  }
  const released = (server: TestServer) =>
    until('that its client has left', async () => (await server.faults.get('stall')).held === 0)

  test('a request that stalled before is not the next one when its client leaves', async () => {
    const server = await serve()
    const connection = await stalled(server)
    const next = server.control('GET', '/requests/next?operation=companies.create&within_ms=5000')
    await until('the call that waits', () => server.waiting() === 1)
    connection.leave()
    await released(server)
    await server.post(CREATE.target, COMPANY)
    expect((await next).body.id).toBe('req_2')
  })

  test('one that was cleared does not get back a request that stalls', async () => {
    const server = await serve()
    const connection = await stalled(server)
    await server.control('DELETE', '/requests')
    connection.leave()
    await released(server)
    expect(await server.journal.list()).toEqual([])
  })

  test.for(['', 'a, b'])('%o is the fault of no request', async (fault) => {
    const server = await serve()
    const none = { effect: { type: 'none' } }
    if (fault !== '')
      await server.faults.arm([
        { id: 'a', ...none },
        { id: 'b', ...none },
      ])
    await server.get('/v9/companies')
    const verified = await server.control('POST', '/requests/verify', { match: { fault } })
    expectProblem(verified, 400, /was never a fault/)
  })
})

test('a rule looks into any body that `verify` looks into', async () => {
  const server = await serve()
  await server.faults.arm({ id: 'first', match: { where: { '/0': 1 } }, effect: { type: 'status', status: 418 } })
  const { status } = await server.call('GET', '/v9/companies', { body: [1] })
  expect((await server.control('POST', '/requests/verify', { match: { where: { '/0': 1 } } })).body.count).toBe(1)
  expect(status).toBe(418)
})

test.for([
  ['PATCH', '/clock', { advance: { a: 1 } }, /advance: {"a":1} is not a duration/],
  ['PATCH', '/clock', { set: [] }, /set: \[\] is not a time/],
  ['POST', '/requests/verify', { match: { header: { '': 'a' } } }, /is empty: give the name of a header/],
] as const)('%s %s %j says what was given', async ([method, path, body, detail]) => {
  const server = await serve()
  expectProblem(await server.control(method, path, body), 400, detail)
})
