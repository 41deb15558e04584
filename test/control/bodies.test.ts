import { expect, test } from 'vitest'
import { Problem } from '../../src/problem.ts'
import { send, serve } from '../harness.ts'
import { expectProblem } from './control.ts'

const DEPTH = 50_000
const deep = `${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`

const CALLS = [
  ['POST', ''],
  ['PUT', '/default/world'],
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
  ['no JSON', '{', /no JSON/],
  ['null', 'null', /null|neither a rule/],
  ['an unknown key', '{"nope":1}', /nope|as/],
]

test.for(CALLS.flatMap((call) => BODIES.map((body) => [...call, ...body] as const)))(
  '%s /_local/sandboxes%s refuses a body that is %s, and nothing changes',
  async ([method, path, , body, detail]) => {
    const server = await serve({ clock_ms: 0 })
    const { store } = server.context.sandboxes.fallback
    const before = store.state

    expectProblem(await send(server.url, method, `/_local/sandboxes${path}`, {}, Buffer.from(body)), 400, detail)

    expect(store.state).toBe(before)
    expect(server.context.sandboxes.size).toBe(1)
    expect(server.context.sandboxes.fallback.faults.list()).toEqual([])
  },
)

test('what was done and could not be kept is no conflict', async () => {
  let isFull = false
  const persisted = () => (isFull ? Promise.reject(new Problem('world.json cannot be written: ENOSPC')) : undefined)
  const { url } = await serve({ persist: async () => ({ persisted }) })

  isFull = true
  const answer = await send(url, 'POST', '/_local/sandboxes/default/reset', {})
  isFull = false

  expectProblem(answer, 500, /^world\.json cannot be written: ENOSPC$/)
})
