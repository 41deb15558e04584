import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { Reply } from '../../src/answer.ts'
import { type Delay, lengthOf, MAX_DELAY_MS } from '../../src/faults/delay.ts'
import { draw } from '../../src/faults/draw.ts'
import type { Connection } from '../../src/faults/effect.ts'
import { effects } from '../../src/faults/effects.ts'
import type { Forceable } from '../../src/store/words.ts'

/** What each effect does to a connection, and how long a delay is. */

describe('an effect', () => {
  const answers: Reply[] = [
    { status: 201, headers: { 'Content-Type': 'application/json' }, body: '{"name":"Ned Flanders"}' },
    { status: 200, headers: {}, body: Buffer.from('%PDF-1.7') },
  ]
  const settings: object[] = [
    {},
    { at_fraction: 0.25, end: 'reset' },
    { chunks: 3, over_ms: 100 },
    { max_ms: 5 },
    { status: 418 },
    { status: 503, body: 'down', headers: { A: 'b' }, connection: 'close' },
    { status: 503, body: { a: 1 }, content_type: 'a/b', retry_after_s: 7 },
    { refusal: 'rate_limited', retry_after_s: 0 },
    { name: 'ticket_group_gone' },
  ]

  const ABLE: readonly (readonly Forceable[])[] = [[], ['price_rises'], ['ticket_group_gone']]

  test('does to a connection what it says, and stops when the client has gone', async () => {
    const told: string[] = []
    for (const effect of effects) {
      for (const fields of settings) {
        const read = effect.settings().safeParse({ type: effect.type, ...fields })
        if (!read.success) continue
        for (const answer of answers) {
          const { act, ...plan } = { act: null, ...effect.plan(read.data, answer) }
          told.push(`${JSON.stringify(read.data)} of ${answer.status}: ${JSON.stringify(plan, textOf)}`)
          for (const stays of [true, false]) if (act !== null) told.push(...(await actedBy(act, stays)))
        }
      }
      const { type, phases, losesAnswer, isBeforeBody = false } = effect
      told.push(
        `${type}: ${phases.join(' ')}${losesAnswer ? ', loses the answer' : ''}${isBeforeBody ? ', before the body' : ''}`,
      )
      const { isFor } = effect
      if (isFor === undefined) continue
      const read = effect.settings().parse({ type, name: 'price_rises' })
      told.push(ABLE.map((able) => isFor(read, able)).join())
    }
    await expect(`${told.join('\n')}\n`).toMatchFileSnapshot('effects.txt')
  })

  /** A Buffer is shown as its text. */
  const textOf = (_: string, value: unknown) => {
    const bytes = z.object({ type: z.literal('Buffer'), data: z.array(z.number()) }).safeParse(value)
    return bytes.success ? Buffer.from(bytes.data.data).toString() : value
  }

  async function actedBy(
    act: (connection: Connection, pause: (ms: number) => Promise<boolean>) => unknown,
    stays: boolean,
  ): Promise<string[]> {
    const done: string[] = []
    const connection: Connection = {
      head: ({ status }, headers) => done.push(`head ${status} ${JSON.stringify(headers)}`),
      body: (bytes) => done.push(`body ${Buffer.from(bytes)}`),
      end: () => done.push('end'),
      raw: (bytes) => done.push(`raw ${JSON.stringify(bytes)}`),
      close: () => done.push('close'),
      sent: async () => void done.push('sent'),
      reset: () => done.push('reset'),
    }
    const pause = async (ms: number) => {
      done.push(`pause ${ms}`)
      return stays
    }
    await act(connection, pause)
    return [`  ${stays ? 'client stays' : 'client goes'}: ${done.join(', ')}`]
  }
})

describe('a delay', () => {
  const half = () => 0.5
  test.for<[what: string, delay: Delay, ms: number]>([
    ['fixed', { type: 'fixed', ms: 7 }, 7],
    ['uniform', { type: 'uniform', min_ms: 10, max_ms: 30 }, 20],
    ['the first of a sequence', { type: 'sequence', ms: [3, 4] }, 3],
  ])('%s', ([, delay, ms]) => {
    expect(lengthOf(delay, 1, half)).toBe(ms)
  })

  test('that is lognormal has the median and the 99th percentile that it says, and no tail over five minutes', () => {
    const delay = { type: 'lognormal', p50_ms: 100, p99_ms: 1_000 } as const
    const all = Array.from({ length: 20_000 }, (_, nth) => lengthOf(delay, 1, (what) => draw(3, 'x', `${nth}/${what}`)))
    const sorted = all.sort((one, other) => one - other)
    const at = (part: number) => sorted[Math.floor(part * sorted.length)] ?? 0
    expect(at(0.5)).toBeGreaterThan(95)
    expect(at(0.5)).toBeLessThan(105)
    expect(at(0.99)).toBeGreaterThan(880)
    expect(at(0.99)).toBeLessThan(1_130)
    const far = { type: 'lognormal', p50_ms: 1, p99_ms: MAX_DELAY_MS } as const
    expect(lengthOf(far, 1, (what) => (what === 'delay' ? 1 - 1e-12 : 0))).toBe(300_000)
  })
})
