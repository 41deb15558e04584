import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { JournalEntry } from '../../src/journal/entry.ts'
import { Journal } from '../../src/journal/ring.ts'
import { serve } from '../harness.ts'
import { enter } from './entries.ts'

const MAX_ENTRIES = 1_000
const MAX_BYTES = 16 * 1024 * 1024
const KEPT_BODY_BYTES = 16 * 1024

const bytesOf = ({ body, answer }: JournalEntry): number => body.length + Buffer.byteLength(answer)

describe('the journal is a ring', () => {
  test('of the last 1,000 requests', () => {
    const journal = new Journal()
    for (let nth = 0; nth < MAX_ENTRIES + 5; nth += 1) enter(journal)

    const kept = [...journal.entries()].map(({ id }) => id)

    expect(kept).toHaveLength(MAX_ENTRIES)
    expect([kept[0], kept.at(-1)]).toEqual(['req_1005', 'req_6'])
    expect(journal.get('req_5')).toBeUndefined()
    expect(journal.get('req_6')?.id).toBe('req_6')
  })

  test('in which one that a fault held is once, and takes its room once', () => {
    const journal = new Journal()
    const held = enter(journal)
    for (let nth = 0; nth < MAX_ENTRIES - 1; nth += 1) {
      journal.close(held, { status: 200, headers: {}, body: Buffer.alloc(KEPT_BODY_BYTES) })
      enter(journal, { body: Buffer.alloc(KEPT_BODY_BYTES - 2_048) })
    }

    expect(journal.entries()).toHaveLength(MAX_ENTRIES)
    expect(journal.entries().at(-1)).toBe(held)
  })

  test('of 16 MiB, whatever the requests and answers were', () => {
    const journal = new Journal()
    for (let nth = 0; nth < MAX_ENTRIES; nth += 1)
      enter(journal, { body: Buffer.alloc(KEPT_BODY_BYTES), answer: 'x'.repeat(KEPT_BODY_BYTES) })

    const kept = [...journal.entries()]

    expect(kept.reduce((sum, entry) => sum + bytesOf(entry), 0)).toBeLessThanOrEqual(MAX_BYTES)
    expect(kept.length).toBeGreaterThan(400)
    expect(kept[0]?.id).toBe('req_1000')
  })

  test('that lets many small ones in again after big ones', () => {
    const journal = new Journal()
    for (let nth = 0; nth < MAX_ENTRIES; nth += 1) enter(journal, { body: Buffer.alloc(KEPT_BODY_BYTES) })
    for (let nth = 0; nth < MAX_ENTRIES; nth += 1) enter(journal)

    expect([...journal.entries()]).toHaveLength(MAX_ENTRIES)
  })

  test('that is empty after clear, and goes on counting', () => {
    const journal = new Journal()
    enter(journal)
    journal.clear()

    expect([...journal.entries()]).toEqual([])
    expect(enter(journal).id).toBe('req_2')
  })
})

describe('of a long body the journal keeps the beginning', () => {
  test('and nothing else of its memory', () => {
    const entry = enter(new Journal(), {
      body: Buffer.alloc(32 * 1024 * 1024, 'a'),
      answer: Buffer.alloc(1024 * 1024, 'b'),
    })

    expect(entry.body).toHaveLength(KEPT_BODY_BYTES)
    expect(entry.body.buffer.byteLength).toBe(KEPT_BODY_BYTES)
    expect(entry.answer).toHaveLength(KEPT_BODY_BYTES)
    expect(typeof entry.answer !== 'string' && entry.answer.buffer.byteLength).toBe(KEPT_BODY_BYTES)
  })

  test('and of a long text neither: a slice of it would keep the whole alive', () => {
    const whole = 'é'.repeat(1024 * 1024)
    const { answer } = enter(new Journal(), { answer: whole })

    expect(Buffer.byteLength(answer)).toBeLessThanOrEqual(2 * KEPT_BODY_BYTES)
    expect(Buffer.from(answer).toString()).toMatch(/^é+$/)
  })
})

test('after a reset its ids start again, and what was under way before is not kept', () => {
  const journal = new Journal()
  enter(journal)
  const [at, method, target, headers, body] = [0, 'GET', '/v9/clients', {}, Buffer.alloc(0)]
  const underWay = journal.open({ at, method, target, headers, body, operation: null, credential: null })

  journal.reset()
  journal.close(underWay)

  expect(journal.entries()).toEqual([])
  expect(enter(journal).id).toBe('req_1')
  expect(journal.entries()).toHaveLength(1)
})

test('of a thousand ignored fields it names a hundred, and says how many there were', () => {
  const { ignored, notes } = enter(new Journal(), {
    ignored: Array.from({ length: 1_000 }, (_, nth) => `/field_${nth}`),
  })

  expect(ignored).toHaveLength(100)
  expect(notes).toEqual([expect.stringContaining('1000 of the fields')])
})

test('it keeps the names of the records that a request changed, and not the records: one may be 32 MiB of etickets', async () => {
  const close = vi.spyOn(Journal.prototype, 'close')
  onTestFinished(() => close.mockRestore())
  const server = await serve()
  await server.post('/v9/companies', { companies: [{ name: 'The Leftorium' }] })

  const [[entry] = []] = close.mock.calls

  expect(entry?.written).toEqual({ created: [{ type: 'company', id: 11228 }], changed: [] })
  expect(JSON.stringify({ ...entry, body: '', answer: '' })).not.toContain('Leftorium')
})
