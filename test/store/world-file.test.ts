import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { readKeptFile, readWorldFile } from '../../src/store/world-file.ts'
import { EVERYTHING } from './every-record.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

function fileWith(text?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tevo-local-world-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'world.json')
  if (text !== undefined) writeFileSync(file, text)
  return file
}

const refusal = (reading: Promise<unknown>): Promise<string> =>
  reading.then(
    () => 'read',
    (problem) => problem.message,
  )

test('a world file is read without the clock and the settings that a data file keeps', async () => {
  const file = fileWith(JSON.stringify(EVERYTHING))
  const { sandbox, ...world } = EVERYTHING
  expect(await readWorldFile(file)).toEqual(world)
  expect(await readKeptFile(file)).toEqual(EVERYTHING)
})

test('a file that is not there is no world, and nothing that was kept', async () => {
  const file = fileWith()
  expect(await refusal(readWorldFile(file))).toBe(
    `${file} cannot be read: there is no such file; give the path of a world file`,
  )
  expect(await readKeptFile(file)).toBeUndefined()
})

test('what cannot be read says why', async () => {
  const file = fileWith('{}')
  expect(await refusal(readWorldFile(join(file, 'inside')))).toBe(
    `${join(file, 'inside')} cannot be read: a part of its path is not a directory; give the path of a world file`,
  )
  mkdirSync(`${file}.d`)
  expect(await refusal(readKeptFile(`${file}.d`))).toBe(
    `${file}.d cannot be read: it is a directory; give the path of a world file`,
  )
})

test.for([
  ['EACCES', 'this user may not read it'],
  ['EPERM', 'this user may not read it'],
  ['ERR_STRING_TOO_LONG', 'it is larger than 512 MB and not laid out as tevo-local writes it'],
])('a system that says %s means that %s', async ([code, reason]) => {
  const file = fileWith('{}')
  vi.spyOn(JSON, 'parse').mockImplementationOnce(() => {
    throw Object.assign(new Error(code), { code })
  })
  expect(await refusal(readWorldFile(file))).toBe(`${file} cannot be read: ${reason}; give the path of a world file`)
})

test('what nobody foresaw is told as it is', async () => {
  const strange = new Error('strange')
  vi.spyOn(JSON, 'parse').mockImplementationOnce(() => {
    throw strange
  })
  await expect(readWorldFile(fileWith('{}'))).rejects.toBe(strange)
})

test('what is not JSON says so in one line', async () => {
  const file = fileWith('{\n\n"events": [,]}')
  expect(await refusal(readWorldFile(file))).toMatch(
    /^\S+ is not JSON: Unexpected token [^\n]+; give the path of a world file$/,
  )
})

test('what is no world says what is wrong first, and that more is', async () => {
  const one = fileWith('{"performers":[{"id":1,"name":7,"updated_at":"-P1D"}]}')
  expect(await refusal(readWorldFile(one))).toBe(`${one}: performers[0].name: 7 is not text`)
  const two = fileWith('{"performers":[{"id":1,"name":7,"updated_at":"soon"}]}')
  expect(await refusal(readWorldFile(two))).toBe(`${two}: performers[0].name: 7 is not text (and more is wrong)`)
})

test.for([
  [100, false],
  [101, true],
] as const)('what is nested %i levels deep is refused as such: %s', async ([levels, isRefused]) => {
  const file = fileWith(`${'['.repeat(levels)}${']'.repeat(levels)}`)
  const found = await refusal(readWorldFile(file))
  if (isRefused)
    expect(found).toBe(`${file} is nested more than 100 levels deep, which no world is; give the path of a world file`)
  else expect(found).toContain(`${file}: world: `)
})
