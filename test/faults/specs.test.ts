import { expect, test } from 'vitest'
import { effects } from '../../src/faults/effects.ts'
import { known, read, STATUS, specs } from './read-rules.ts'

/** How rules are read: what is refused with which words, and what is at the edge of each limit. */

/** What is wrong, as `path: message` of each. */
function wrongWith(given: unknown): string[] {
  const result = specs.safeParse(given)
  if (result.success) return ['nothing']
  return result.error.issues.map(({ path, message }) => `${path.join('.') || '(it)'}: ${message}`)
}

const WRONG: readonly unknown[] = [
  7,
  'no-preset',
  null,
  [[]],
  { preset: 'flaky', chance: 1 },
  { preset: 5 },
  { faults: [{}] },
  { faults: [], more: 1 },
  [{ effect: STATUS }, { effect: 'reset' }, {}],
  Array.from({ length: 1_001 }, () => 'flaky'),
  { faults: Array.from({ length: 1_001 }, () => 'flaky') },
  { effect: { type: 'explode' } },
  { effect: {} },
  ...['', 'a b', 'x'.repeat(65), 'é', ' a', 'a\n'].map((id) => ({ id, effect: STATUS })),
  ...[0, -0.1, 1.1, 'x'].map((chance) => ({ chance, effect: STATUS })),
  ...[-1, 1.5].map((skip) => ({ skip, effect: STATUS })),
  ...[0, 1.5].map((times) => ({ times, effect: STATUS })),
  { priority: 0.5, effect: STATUS },
  ...['soon', -1, 1.5, true, {}, 4e14].map((from) => ({ from, effect: STATUS })),
  { for: 'x', effect: STATUS },
  { phase: 'later', effect: STATUS },
  { phase: 'delivery', effect: STATUS },
  { phase: 'before-handler', effect: { type: 'truncate' } },
  { phase: 'before-auth', effect: { type: 'domain', name: 'ticket_group_gone' } },
  { phase: 'before-auth', match: { where: { '/a': 1 } }, effect: STATUS },
  { phase: 'delivery', match: { operation: 'orders.create' }, effect: { type: 'lost' } },
  { phase: 'delivery', match: { call: 'hold' }, effect: { type: 'lost' } },
  { phase: 'call', match: { recipient: 'seller', header: { a: 'b' } }, effect: STATUS },
  { phase: 'call', effect: { ...STATUS, headers: {}, content_type: 'a/b', connection: 'close' } },
  { phase: 'call', effect: { type: 'status', refusal: 'unavailable' } },
  { match: { event_type: 'x', recipient: 'y', endpoint: 0, call: 'z', office_id: 0 }, effect: STATUS },
  { match: { endpoint: 1, office_id: 1 }, effect: STATUS },
  { match: { operation: 'orders.creat' }, effect: STATUS },
  { match: { operation: 'zzzzzzzzzzzzzz' }, effect: STATUS },
  { match: { operation: { prefix: 'nothing.' } }, effect: STATUS },
  { match: { operation: null }, effect: STATUS },
  { match: { operation: { absent: true } }, phase: 'after-commit', effect: STATUS },
  { match: { path: '/v9/nowhere' }, effect: STATUS },
  { match: { path: '/v9/nowhere' }, phase: 'after-commit', effect: STATUS },
  { match: { operation: 'orders.show', method: 'POST' }, effect: STATUS },
  { match: { operation: 'orders.show', params: { id: '1' } }, effect: STATUS },
  ...known
    .filter(({ emulated }) => !emulated)
    .slice(0, 1)
    .map(({ id }) => ({
      match: { operation: id },
      phase: 'after-commit',
      effect: STATUS,
    })),
  { match: { operation: 'orders.show' }, effect: { type: 'domain', name: 'ticket_group_gone' } },
  { match: { operation: { prefix: 'events.' } }, effect: { type: 'domain', name: 'ticket_group_gone' } },
  { effect: { type: 'domain', name: 'weather' } },
  // The settings of effects.
  ...[199, 600, 204, 205, 304, 200.5].map((status) => ({ effect: { type: 'status', status } })),
  { effect: { type: 'status' } },
  { effect: { ...STATUS, refusal: 'unavailable' } },
  { effect: { type: 'status', refusal: 'unavailable', body: 'x' } },
  { effect: { ...STATUS, body: 5 } },
  { effect: { ...STATUS, content_type: 'text/html' } },
  { effect: { ...STATUS, body: 'x', content_type: 'html' } },
  { effect: { ...STATUS, body: 'x', content_type: ' text/html' } },
  { effect: { ...STATUS, body: 'x', content_type: 'a/b\n' } },
  { effect: { ...STATUS, retry_after_s: 1, headers: { 'retry-after': '2' } } },
  ...[-1, 86_401, 0.5].map((retry_after_s) => ({ effect: { ...STATUS, retry_after_s } })),
  { effect: { ...STATUS, connection: 'open' } },
  ...[
    ...['Content-Length', 'Transfer-Encoding', 'Connection', 'Keep-Alive', 'Trailer', 'Upgrade', 'content-TYPE'],
    ...['X-Tevo-Local', '', 'a b', 'a:b', 'é', 'x'.repeat(101)],
  ].map((name) => ({ effect: { ...STATUS, headers: { [name]: 'x' } } })),
  { effect: { ...STATUS, headers: { 'X-A': '1', 'x-a': '2' } } },
  { effect: { ...STATUS, headers: { a: 'x'.repeat(4_097) } } },
  ...['\u0000', '\u007f', '\n', '\u0100', 'a\u001f'].map((value) => ({ effect: { ...STATUS, headers: { a: value } } })),
  { effect: { ...STATUS, headers: Object.fromEntries(Array.from({ length: 51 }, (_, nth) => [`h${nth}`, ''])) } },
  ...[-0.1, 1].map((at_fraction) => ({ phase: 'after-commit', effect: { type: 'truncate', at_fraction } })),
  { phase: 'after-commit', effect: { type: 'truncate', end: 'soon' } },
  ...[1, 1_001].map((chunks) => ({ phase: 'after-commit', effect: { type: 'slow-body', chunks } })),
  ...[0, 300_001].map((over_ms) => ({ phase: 'after-commit', effect: { type: 'slow-body', over_ms } })),
  ...[0, 86_400_001, 0.5].map((max_ms) => ({ effect: { type: 'stall', max_ms } })),
  ...effects.map(({ type, phases }) => ({ phase: phases[0], effect: { type, nonsense: 1 } })),
  // Delays.
  ...[
    { type: 'sometimes' },
    { type: 'fixed', ms: -1 },
    { type: 'fixed', ms: 300_001 },
    { type: 'fixed' },
    { type: 'uniform', min_ms: 2, max_ms: 1 },
    { type: 'lognormal', p50_ms: 0, p99_ms: 1 },
    { type: 'lognormal', p50_ms: 2, p99_ms: 1 },
    { type: 'sequence', ms: [] },
    { type: 'sequence', ms: Array.from({ length: 1_001 }, () => 1) },
  ].map((delay) => ({ effect: { type: 'none' }, delay })),
]

/** Each rule that is wrong, and below it what is told of it: the texts are read, and so they are kept. */
test('what is told of rules that are wrong', async () => {
  const told = WRONG.map((given) => {
    const shown = JSON.stringify(given).replace(/(.)\1{40,}/g, '$1…')
    return `${shown.length > 200 ? `${shown.slice(0, 200)}…` : shown}\n${wrongWith(given)
      .map((line) => `  ${line}\n`)
      .join('')}`
  })
  await expect(told.join('')).toMatchFileSnapshot('wrong-rules.txt')
})

const NAME_CHARACTERS = "!#$%&'*+.^_`|~09AZ-az"

/** What is at the edge of each limit, and taken. */
const RIGHT: readonly object[] = [
  { effect: { type: 'status', status: 200 } },
  { effect: { type: 'status', status: 599 } },
  { effect: { ...STATUS, retry_after_s: 0 } },
  { effect: { ...STATUS, retry_after_s: 86_400 } },
  { effect: { ...STATUS, headers: { [NAME_CHARACTERS]: '\t ~\u0080\u00ff' } } },
  { effect: { ...STATUS, headers: { ['x'.repeat(100)]: 'x'.repeat(4_096) } } },
  { effect: { ...STATUS, headers: Object.fromEntries(Array.from({ length: 50 }, (_, nth) => [`h${nth}`, ''])) } },
  { effect: { ...STATUS, body: 'x', content_type: 'application/vnd.api+json; charset=utf-8' } },
  { phase: 'after-commit', effect: { type: 'truncate', at_fraction: 0 } },
  { phase: 'after-commit', effect: { type: 'slow-body', chunks: 2, over_ms: 1 } },
  { phase: 'after-commit', effect: { type: 'slow-body', chunks: 1_000, over_ms: 300_000 } },
  { effect: { type: 'stall', max_ms: 86_400_000 } },
  { effect: STATUS, delay: { type: 'fixed', ms: 300_000 } },
  { effect: STATUS, delay: { type: 'uniform', min_ms: 1, max_ms: 1 } },
  { effect: STATUS, delay: { type: 'lognormal', p50_ms: 1, p99_ms: 1 } },
  { effect: STATUS, delay: { type: 'sequence', ms: [0] } },
  { effect: STATUS, id: 'A.z_0-9'.padEnd(64, 'x') },
  { effect: STATUS, chance: 1e-9, skip: 0, times: 1, priority: -5, from: '1h', for: 5 },
  { phase: 'before-auth', match: { operation: null }, effect: STATUS },
  { match: { path: '/v9/orders/5' }, effect: STATUS },
  { phase: 'call', match: { call: 'hold', office_id: 1, where: { '/a': 1 } }, effect: STATUS },
  { phase: 'delivery', match: { recipient: 'seller', endpoint: 1 }, effect: { type: 'lost' } },
]

test('what is within every limit is taken, with its defaults', async () => {
  const taken = RIGHT.map((given) => `${JSON.stringify(read(given)[0]).replace(/(.)\1{40,}/g, '$1…')}\n`)
  await expect(taken.join('')).toMatchFileSnapshot('right-rules.txt')
  expect(read('outage').map(({ id }) => id)).toEqual(['outage'])
  expect(read({ faults: ['slow', { preset: 'lost-answer' }] })).toHaveLength(3)
  expect(read(Array.from({ length: 1_000 }, () => 'slow'))).toHaveLength(1_000)
})
