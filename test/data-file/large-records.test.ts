import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { piecesOf } from '../../src/store/file/pieces.ts'
import { SnapshotWriter } from '../../src/store/file/snapshot.ts'
import { emptyState } from '../../src/store/state.ts'
import { Transaction } from '../../src/store/transaction.ts'
import fc from '../properties.ts'
import { temporaryFolder } from './data-file.ts'

/** Around where a text is cut. */
const longText = fc
  .tuple(fc.integer({ min: 262_140, max: 262_146 }), fc.constantFrom('"', '\\', 'é', '🎟', '\ud83c', '\n', 'x'))
  .map(([length, last]) => `${'a'.repeat(length)}${last.repeat(4)}${'b'.repeat(length)}`)

test('a record in pieces is what it is at once', () => {
  const values = fc.oneof(fc.string(), fc.integer(), fc.constant(undefined), fc.constant(null), longText)
  fc.assert(
    fc.property(fc.dictionary(fc.string(), values, { maxKeys: 5 }), (record) => {
      expect([...piecesOf(record)].join('')).toBe(JSON.stringify(record))
    }),
    { numRuns: 200 },
  )
})

test('while a file of 32 MB is written into a snapshot, others have their turn', async () => {
  const base64 = 'JVBERi0x'.repeat(4_000_000)
  const tx = new Transaction(emptyState({}), 0)
  tx.put('files', { id: 7, base64 })
  const file = join(temporaryFolder(), 'world.json')
  const longest: number[] = []
  const atOnce: number[] = []
  // The best of some: what a busy machine adds is nobody's.
  for (let nth = 0; nth < 5; nth += 1) {
    const started_ms = performance.now()
    crc32(Buffer.from(JSON.stringify({ id: 7, base64 })))
    atOnce.push(performance.now() - started_ms)
    longest.push(await longestWait_ms(() => write(file, tx)))
  }
  expect(Math.min(...longest)).toBeLessThan(Math.min(...atOnce) / 2)
  expect(JSON.parse(readFileSync(file, 'utf8')).files).toEqual([{ id: 7, base64 }])
})

const write = (file: string, tx: Transaction): Promise<void> =>
  new SnapshotWriter({ file, temporary: `${file}.new`, isUrgent: false, placing: () => {} }).write({
    id: 'of-the-test',
    version: 1,
    state: tx.finish(),
  })

/** The longest time in which nobody else had a turn. */
async function longestWait_ms(work: () => Promise<void>): Promise<number> {
  let isOver = false
  let longest_ms = 0
  const done = work().finally(() => {
    isOver = true
  })
  for (let before_ms = performance.now(); !isOver; ) {
    await setImmediate()
    const now_ms = performance.now()
    longest_ms = Math.max(longest_ms, now_ms - before_ms)
    before_ms = now_ms
  }
  await done
  return longest_ms
}
