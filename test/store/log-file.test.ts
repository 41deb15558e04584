import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { blocksOf, textOf } from '../../src/store/file/blocks.ts'
import { checkedLine, readChecked } from '../../src/store/file/checked-line.ts'
import { LogFile } from '../../src/store/file/log-file.ts'
import { headLine } from '../../src/store/file/log-lines.ts'
import fc from '../properties.ts'

/** The log beside a data file: what was written is there, what was not acknowledged can be taken back. */

const ID = 'one'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'tevo-local-log-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

function logIn(made = folder()) {
  const file = join(made, 'log')
  const log = new LogFile({ file, temporary: join(made, 'temporary'), id: ID })
  onTestFinished(() => log.close())
  const text = () => readFileSync(file, 'utf8')
  /** Lines that are acknowledged. */
  const keep = async (lines: string, from = 0) => {
    await log.write(lines, from)
    await log.sync()
    log.settle()
  }
  return { made, file, log, text, keep }
}

test('the first lines make it, with a line that says whose it is; the next ones are added', async () => {
  const { log, text, keep, made } = logIn()
  expect(log.bytes).toBe(0)
  await log.write('a\n', 7)
  // They count when they are on disk.
  expect(log.bytes).toBe(headLine(ID, 7).length)
  log.settle()
  await keep('b\n')
  await keep('ü\n')
  expect(text()).toBe(`${headLine(ID, 7)}a\nb\nü\n`)
  expect(log.bytes).toBe(Buffer.byteLength(text()))
  expect(readdirSync(made)).toEqual(['log'])
})

test('what was not acknowledged is taken back: at once where it can be, else before the next lines', async () => {
  const { log, text, keep } = logIn()
  await log.write('lost from the start\n', 0)
  await log.cutBack()
  expect(text()).toBe(headLine(ID, 0))
  await keep('a\n')
  await log.write('lost\n', 0)
  await log.cutBack()
  expect(text()).toBe(`${headLine(ID, 0)}a\n`)
  await log.write('lost, too\n', 0)
  await keep('b\n')
  expect(text()).toBe(`${headLine(ID, 0)}a\nb\n`)
})

test('nothing is taken back of what there is not', async () => {
  const { log, file } = logIn()
  await log.cutBack()
  expect(existsSync(file)).toBe(false)
  await expect(log.sync()).rejects.toThrow(`${file} is not open`)
})

test('one that was read goes on, and what was torn at its end is cut off', async () => {
  const { file, log, text, keep } = logIn()
  writeFileSync(file, 'whole\ntor')
  await log.goOn(6)
  expect([text(), log.bytes]).toEqual(['whole\n', 6])
  expect(await log.isThere()).toBe(true)
  await keep('next\n')
  expect(text()).toBe('whole\nnext\n')
})

test('whether so much could be written is tried, and nothing of it stays', async () => {
  const { made, log, text, keep } = logIn()
  await log.probe(10_000)
  expect(readdirSync(made)).toEqual([])
  await keep('a\n')
  const before = text()
  await log.probe(10_000)
  expect(text()).toBe(before)
  await log.write('lost\n', 0)
  await log.probe(10)
  expect(text()).toBe(before)
  await keep('b\n')
  expect(text()).toBe(`${before}b\n`)
  expect(readdirSync(made)).toEqual(['log'])
})

test('it is there as long as it is the same file, and has all that was written', async () => {
  const { file, log, text, keep } = logIn()
  // None was made yet.
  expect(await log.isThere()).toBe(true)
  await keep('a\n')
  expect(await log.isThere()).toBe(true)
  await log.write('b\n', 0)
  expect(await log.isThere()).toBe(true)
  truncateSync(file, Buffer.byteLength(text()) - 1)
  expect(await log.isThere()).toBe(false)
  appendFileSync(file, 'more than there was')
  expect(await log.isThere()).toBe(true)
  renameSync(file, `${file}-moved`)
  expect(await log.isThere()).toBe(false)
  writeFileSync(file, readFileSync(`${file}-moved`))
  expect(await log.isThere()).toBe(false)
})

test('after a snapshot it is let go of, and begins anew with the next lines', async () => {
  const { file, log, text, keep } = logIn()
  await keep('a\n')
  await log.forget()
  expect([existsSync(file), log.bytes, await log.isThere()]).toEqual([false, 0, true])
  await log.forget()
  await keep('b\n', 5)
  expect(text()).toBe(`${headLine(ID, 5)}b\n`)
})

test.for([1, 1024 * 1024 - 1, 1024 * 1024, 2_500_000])(
  'the lines after a snapshot stay, %i bytes of them, and only what was acknowledged',
  async (bytes) => {
    const { file, made, log, text, keep } = logIn()
    await keep('before\n')
    const offset = log.bytes
    const after = `${'x'.repeat(bytes - 1)}\n`
    await keep(after)
    await log.write('lost\n', 0)
    await log.keepFrom(offset, 9)
    expect(text() === `${headLine(ID, 9)}${after}`).toBe(true)
    expect(log.bytes).toBe(Buffer.byteLength(headLine(ID, 9)) + bytes)
    expect(await log.isThere()).toBe(true)
    await keep('next\n')
    expect(text().endsWith('\nnext\n')).toBe(true)
    expect(readdirSync(made)).toEqual(['log'])
    expect(existsSync(file)).toBe(true)
  },
)

test('where all lines are in the snapshot there is no log any more', async () => {
  const { made, log, keep } = logIn()
  await keep('a\n')
  await log.keepFrom(log.bytes, 9)
  expect([readdirSync(made), log.bytes]).toEqual([[], 0])
})

test('one that was cut meanwhile is not shortened to what it has not', async () => {
  const { file, made, log, keep } = logIn()
  await keep('a\n')
  const offset = log.bytes
  await keep('b\n')
  truncateSync(file, offset)
  await expect(log.keepFrom(offset, 9)).rejects.toThrow(`${file} ends before its end`)
  expect(readdirSync(made)).toEqual(['log'])
})

test('what cannot take its place leaves nothing behind', async () => {
  const { made, file, log } = logIn()
  // A folder in its place cannot be replaced.
  mkdirSync(join(file, 'inside'), { recursive: true })
  await expect(log.write('a\n', 0)).rejects.toThrow()
  expect(readdirSync(made)).toEqual(['log'])
})

test('a file is read by whole lines, however long they are, and says whether it ends in the middle of one', () => {
  const file = join(folder(), 'lines')
  // A block is gone when the next one is read.
  const read = () => Array.from(blocksOf(file), ({ at, bytes, isTorn }) => ({ at, text: textOf(bytes), isTorn }))
  writeFileSync(file, '')
  expect(read()).toEqual([])
  writeFileSync(file, 'a\nb\n')
  expect(read()).toEqual([{ at: 0, text: 'a\nb\n', isTorn: false }])
  writeFileSync(file, 'a\nb')
  expect(read()).toEqual([
    { at: 0, text: 'a\n', isTorn: false },
    { at: 2, text: 'b', isTorn: true },
  ])
  const MIB = 1024 * 1024
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(0, 1, 1_000, MIB / 2, MIB - 1, MIB, MIB + 1, 3 * MIB), { maxLength: 6 }),
      fc.constantFrom('', 'é', 'x'.repeat(MIB), 'x'.repeat(2 * MIB)),
      (lengths, tail) => {
        const whole = lengths.map((length, nth) => `${String(nth).repeat(length)}ü\n`).join('')
        writeFileSync(file, whole + tail)
        const blocks = read()
        const lines = blocks.filter(({ isTorn }) => !isTorn)
        expect(lines.map(({ text }) => text).join('') === whole).toBe(true)
        expect(lines.every(({ text }) => text.endsWith('\n'))).toBe(true)
        expect(blocks.filter(({ isTorn }) => isTorn).map(({ text }) => text === tail)).toEqual(
          tail === '' ? [] : [true],
        )
        let at = 0
        for (const block of blocks) {
          expect(block.at).toBe(at)
          at += Buffer.byteLength(block.text)
        }
      },
    ),
    { numRuns: 12 },
  )
})

test('a line says what it said, or nothing when any of its characters is another one', () => {
  const value = { name: 'Moe’s', seats: [1, null] }
  const line = checkedLine(value).slice(0, -1)
  expect(checkedLine(value)).toBe(`${line}\n`)
  expect(line).toMatch(/^\["[0-9a-f]{8}",\{"name":"Moe’s","seats":\[1,null\]\}\]$/)
  expect(readChecked(line)).toEqual(value)
  for (let at = 0; at < line.length; at += 1) {
    for (const other of ['', 'x', ' ', ']'])
      if (other !== line[at]) expect(readChecked(line.slice(0, at) + other + line.slice(at + 1))).toBeUndefined()
    expect(readChecked(line.slice(0, at))).toBeUndefined()
  }
})

test('a checksum has eight digits, also where it begins with zeros', () => {
  const lines = Array.from({ length: 400 }, (_, nth) => checkedLine({ nth }))
  expect(lines.filter((line) => line.startsWith('["00'))).not.toEqual([])
  expect(lines.map((line) => readChecked(line.slice(0, -1)))).toEqual(lines.map((_, nth) => ({ nth })))
})

test('what has the right checksum and is no JSON says nothing', () => {
  const json = '{"half":'
  expect(readChecked(`["${crc32(json).toString(16).padStart(8, '0')}",${json}]`)).toBeUndefined()
})
