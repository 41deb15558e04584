import { expect, test } from 'vitest'
import { redactor } from '../../src/journal/redact.ts'
import { repeatedFilters, repeatedKeys } from '../../src/journal/repeated-keys.ts'
import { excessIn, isPointer, MAX_ENTRIES, parseJson, stepsOf } from '../../src/json.ts'
import { isPathOf } from '../../src/matching/impossible.ts'
import { nearest } from '../../src/nearest.ts'
import { explain } from '../../src/signing/explain.ts'
import { sortedQuery } from '../../src/signing/query.ts'
import { readDuration } from '../../src/store/times.ts'
import { RecipientFields } from '../../src/wire/shipment-input.ts'

/**
 * Whatever a stranger sends, the work grows as the text does: eight times the text takes some eight times as long, where
 * work that grows with the square of it takes 64 times.
 */

const GROWTH = 8
/** Between 8 and 64, for a machine that has other things to do. */
const MOST_GROWTH = 26
/** Shorter ones say nothing. */
const TOLD_MS = 4
const MOST_CHARS = 1 << 16
const LONGER = 4

/** Of the processor, and not of the clock: on a busy machine a long piece of work waits more than a short one. */
function timeOf(work: () => unknown): number {
  let best = Number.POSITIVE_INFINITY
  for (let turn = 0; turn < 3; turn += 1) {
    const began = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(began)
    best = Math.min(best, (user + system) / 1_000)
  }
  return best
}

/**
 * The least of some, of longer texts each time: what else the machine does can make any of them look like more, and so does a
 * step from a text that needs no collection of garbage to one that does. What grows too much does so at every length.
 */
function leastGrowthOf(work: (text: string) => unknown, make: (chars: number) => string): number {
  let least = Number.POSITIVE_INFINITY
  for (let turn = 0; turn < 3 && least >= MOST_GROWTH; turn += 1) {
    const growth = growthOf(work, make, LONGER ** turn)
    // Half a million characters take no time at all.
    if (growth === null && turn === 0) return 0
    least = Math.min(least, growth ?? least)
  }
  return least
}

/** How many times as long it takes with a text that is eight times as long; null where none is long enough to tell. */
function growthOf(work: (text: string) => unknown, make: (chars: number) => string, longer = 1): number | null {
  for (let chars = 1 << 12; chars < MOST_CHARS * longer; chars *= 2) {
    const [short, long] = [make(chars), make(chars * GROWTH)]
    work(short)
    const long_ms = timeOf(() => work(long))
    if (long_ms < TOLD_MS * GROWTH * longer) continue
    const short_ms = timeOf(() => work(short))
    return long_ms / Math.max(short_ms, 0.1)
  }
  return null
}

const repeat = (part: string) => (chars: number) => part.repeat(Math.ceil(chars / part.length))
const after =
  (start: string, part: string, end = '') =>
  (chars: number) =>
    start + repeat(part)(chars) + end
const redactBody = (text: string) => redactor(false, () => []).answer(text)
const redactSecrets = (text: string) => redactor(true, () => []).answer(text)
const bytes = (text: string) => Buffer.from(text)
const keys = { token: 'x'.repeat(32), secret: 'y'.repeat(40) }
const explained = (target: string) =>
  explain({
    request: { method: 'GET', host: '127.0.0.1', target, body: Buffer.alloc(0), signature: `${'A'.repeat(43)}=` },
    token: keys.token,
    credential: { name: 'website', secret: keys.secret },
  })

test.for<[what: string, work: (text: string) => unknown, make: (chars: number) => string]>([
  ['repeated keys: escaped quotes', repeatedKeys, repeat('"\\')],
  ['repeated keys: quotes', repeatedKeys, repeat('"')],
  ['repeated keys: objects in objects', repeatedKeys, repeat('{"a":')],
  ['repeated keys: one key again and again', repeatedKeys, after('{', '"a":1,')],
  [
    'repeated filters: many names',
    repeatedFilters,
    (chars) => `/?${Array.from({ length: chars / 8 }, (_, nth) => nth).join('&')}`,
  ],
  ['repeated filters: one name', repeatedFilters, after('/?', 'a&')],
  ['redacting: letters', redactBody, repeat('a')],
  ['redacting: parts of addresses', redactBody, repeat('a@')],
  ['redacting: escapes', redactBody, after('{"name":"', '\\"')],
  ['redacting: blanks after a name', redactBody, repeat('"name"     ')],
  ['redacting: a name, and blanks', redactBody, after('"name"', ' ')],
  ['redacting: a list without an end', redactBody, repeat('"files":["')],
  ['redacting: digits', redactBody, repeat('4')],
  ['redacting: digits in groups', redactBody, repeat('4 ')],
  ['redacting secrets: digits in groups', redactSecrets, repeat('4-')],
  ['limits of JSON: blanks', (text) => excessIn(bytes(text), { entries: MAX_ENTRIES }), repeat(' ')],
  ['limits of JSON: escaped quotes', (text) => excessIn(bytes(text), { entries: MAX_ENTRIES }), after('["', '\\"')],
  ['limits of JSON: backslashes', (text) => excessIn(bytes(text), { entries: MAX_ENTRIES }), after('["', '\\')],
  ['limits of JSON: texts', (text) => excessIn(bytes(text), { entries: Number.POSITIVE_INFINITY }), repeat('"a" ')],
  ['minus nothing', (text) => parseJson(`"${text}"`), repeat('-0.')],
  ['minus nothing: digits', (text) => parseJson(`[":-${text}"]`), repeat('1')],
  ['pointers', isPointer, after('', '/a', '~')],
  ['pointers that are right', isPointer, repeat('/a~1')],
  ['steps of a pointer', stepsOf, repeat('/~1')],
  ['paths', (text) => isPathOf(text, { id: 'x', method: 'GET', path: '/v9/orders/:order_id' }), repeat('/')],
  ['the nearest name', (text) => nearest(text, ['orders.create', 'orders.index']), repeat('a')],
  ['durations', readDuration, repeat('1')],
  ['durations of ISO 8601', readDuration, after('P', '1')],
  ['queries to sign', (text) => sortedQuery(text), repeat('b=1&a&')],
  ['why a signature is wrong', explained, after('/v9/orders?', 'b=1&a&')],
  ['email addresses', (text) => RecipientFields().safeParse({ recipients: [text] }), after('a@', '.', ' ')],
])('%s', ([, work, make]) => {
  expect(leastGrowthOf(work, make)).toBeLessThan(MOST_GROWTH)
})

test('the measure itself finds what grows with the square', () => {
  const quadratic = (text: string) => /(?:"\\)+$/.test(`${text}x`)
  for (const longer of [1, LONGER]) expect(growthOf(quadratic, repeat('"\\'), longer) ?? 0).toBeGreaterThan(MOST_GROWTH)
})
