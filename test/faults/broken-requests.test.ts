import { expect, test } from 'vitest'
import { type BrokenRequest, BrokenRequests } from '../../src/faults/broken-requests.ts'
import { Faults } from '../../src/faults/faults.ts'
import { rule } from './read-rules.ts'

/** What a library sends again by itself is recognised by its bytes, within a quarter of a second, once. */

const faults = () => new Faults(1, () => 0)

function broken(fields: Partial<BrokenRequest> = {}): BrokenRequest {
  const [injection] = armed()
  if (injection === undefined) throw new Error('a rule that is armed acts')
  return { request: 'req_1', life: 1, head: 'h', body: 'b', at_ms: 1_000, phase: 'before-auth', injection, ...fields }
}

function armed() {
  const some = faults()
  some.add([rule({ id: 'it' })])
  const facing = {
    operation: null,
    method: 'GET',
    target: '/',
    params: {},
    credential: null,
    headers: {},
    forcible: [],
  }
  return some.decide('before-handler', { ...facing, json: () => undefined }, false)
}

const AGAIN = { head: 'h', body: 'b', life: 1, came_ms: 1_010 }

test.for<[what: string, again: Partial<Parameters<BrokenRequests['take']>[0]>, isFound: boolean]>([
  ['the same bytes', {}, true],
  ['at the same moment', { came_ms: 1_000 }, true],
  ['at the last moment', { came_ms: 1_250 }, true],
  ['too late', { came_ms: 1_251 }, false],
  ['before it broke', { came_ms: 999 }, false],
  ['another head', { head: 'x' }, false],
  ['another body', { body: 'x' }, false],
  ['no body', { body: null }, false],
  ['another life', { life: 2 }, false],
])('%s: %s', ([, again, isFound]) => {
  const requests = new BrokenRequests()
  const first = broken()
  requests.remember(first)
  expect(requests.take({ ...AGAIN, ...again })).toBe(isFound ? first : null)
  expect(requests.isEmpty).toBe(isFound)
})

test('one is taken once, the oldest of those that are the same', () => {
  const requests = new BrokenRequests()
  expect(requests.isEmpty).toBe(true)
  const [first, second, other] = [broken({ request: 'req_1' }), broken({ request: 'req_2' }), broken({ head: 'x' })]
  for (const each of [first, second, other]) requests.remember(each)
  expect(requests.isEmpty).toBe(false)
  expect([requests.take(AGAIN), requests.take(AGAIN), requests.take(AGAIN)]).toEqual([first, second, null])
  expect(requests.take({ ...AGAIN, head: 'x' })).toBe(other)
  expect(requests.isEmpty).toBe(true)
})

test('those of longer ago are forgotten when the next one breaks', () => {
  const requests = new BrokenRequests()
  requests.remember(broken({ head: 'old', at_ms: 1_000 }))
  requests.remember(broken({ head: 'edge', at_ms: 1_050 }))
  requests.remember(broken({ head: 'new', at_ms: 1_300 }))
  expect(requests.take({ ...AGAIN, head: 'old', came_ms: 1_100 })).toBeNull()
  expect(requests.take({ ...AGAIN, head: 'edge', came_ms: 1_300 })).not.toBeNull()
  expect(requests.take({ ...AGAIN, head: 'new', came_ms: 1_300 })).not.toBeNull()
})
