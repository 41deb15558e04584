import { expect, test } from 'vitest'
import { type Log, NotKept } from '../../src/store/log.ts'
import { serve } from '../harness.ts'
import { orderBody } from '../orders/journey.ts'
import { expectProblem } from './problem.ts'

const DEPTH = 50_000
const deep = `${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`

const CALLS = [
  ['POST', ''],
  ['PUT', '/default/world'],
  ['PUT', '/default/records/events/648825'],
  ['POST', '/default/snapshots'],
  ['PATCH', '/default/clock'],
  ['PATCH', '/default/settings'],
  ['POST', '/default/faults'],
  ['POST', '/default/requests/verify'],
  ['POST', '/default/orders/1/act'],
] as const

const BODIES: readonly (readonly [what: string, body: string | Buffer, detail: RegExp])[] = [
  ['nested too deep', deep, /nested more than 100 levels/],
  ['nested too deep in a field', `{"match":{"where":{"/a":${deep}}},"effect":{"type":"reset"}}`, /nested more than/],
  [
    'nested too deep in an effect',
    `{"effect":{"type":"status","status":503,"body":{"a":${deep}}}}`,
    /nested more than 100 levels/,
  ],
  ['no UTF-8', Buffer.from('{"name":"caf\xe9"}', 'latin1'), /not valid UTF-8/],
  ['that is not JSON', '{', /not JSON/],
  ['null', 'null', /null|neither a rule/],
  ['an unknown key', '{"nope":1}', /nope|as/],
]

test.for(CALLS.flatMap((call) => BODIES.map((body) => [...call, ...body] as const)))(
  '%s /_local/sandboxes%s refuses a body that is %s, and nothing changes',
  async ([method, path, , body, detail]) => {
    const server = await serve({ clock_ms: 0 })

    const refused = await server.unchanged(() => server.local(method, `/sandboxes${path}`, body))

    expectProblem(refused, 400, detail)
    expect((await server.local('GET', '/health')).body.sandboxes).toBe(1)
    expect(await server.faults.list()).toEqual([])
  },
)

test('what was done and could not be kept is not a conflict', async () => {
  let isFull = false
  const full = () => Promise.reject(new NotKept('world.json cannot be written: ENOSPC'))
  const commits: Log = {
    version: 0,
    begin: () => {},
    close: async () => {},
    append: () => 'kept',
    since: () => [],
    durable: () => (isFull ? full() : undefined),
  }
  const server = await serve({ commits })

  isFull = true
  const answer = await server.control('POST', '/reset')
  isFull = false

  expectProblem(answer, 503, /^world\.json cannot be written: ENOSPC$/)
})

test.each(['undefined', 'null', 'abc', '0', '819974.0', '%20819974', '1e3', '-1', '9999999999999999'])(
  'act on the order "%s" is a 404, and changes nothing',
  async (id) => {
    const server = await serve()
    await server.post('/v9/orders', orderBody())
    await server.unchanged(async () => {
      const refused = await server.control('POST', `/orders/${id}/act`, { as: 'seller', do: 'accept' })
      expect([refused.status, refused.body.detail]).toEqual([404, expect.stringContaining('has no order')])
    })
  },
)
