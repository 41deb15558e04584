import { appendFileSync, copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkedLine } from '../../src/store/file/checked-line.ts'
import { openDataFile } from '../../src/store/file/open-file.ts'
import fc from '../properties.ts'
import { company, imageOf, type Kept, keptIn, keptState, namesIn, temporaryFolder } from './data-file.ts'

/** A file that was torn or damaged: what is whole is read, what cannot be trusted is refused in words. */

const NAMES = ['The Leftorium', 'Kwik-E-Mart', 'Moe’s 🍺', 'Barney’s Bowl-A-Rama']
const newestFirst = NAMES.toReversed()

/** A data file and its log, with a line for each of the names. */
async function written(): Promise<{ file: string; log: string; server: Kept }> {
  const file = join(temporaryFolder(), 'data.json')
  const server = await keptIn(file)
  for (const name of NAMES) expect((await company(server, name)).status).toBe(201)
  return { file, log: `${file}.log`, server }
}

const refusal = (file: string): Promise<string> =>
  keptState(file).then(
    () => 'opened',
    (problem) => problem.message,
  )

test('a log that ends anywhere in its last line is read up to there, and says how much is dropped', async () => {
  const { file, log } = await written()
  const whole = readFileSync(log)
  const lastLineAt = whole.lastIndexOf('\n', whole.length - 2) + 1
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: lastLineAt + 1, max: whole.length - 1 }), async (bytes) => {
      const torn = imageOf(file)
      truncateSync(`${torn}.log`, bytes)
      const said: string[] = []
      const opened = await openDataFile(torn, { start_ms: 0, say: (text) => said.push(text) })
      await opened.log.release()
      expect(opened.kept && namesIn(opened.kept)).toEqual(newestFirst.slice(1))
      expect(said).toEqual([expect.stringContaining(`was torn, its last ${bytes - lastLineAt} bytes are dropped`)])
      // It is gone for good: what is added next begins a line.
      expect(readFileSync(`${torn}.log`)).toEqual(whole.subarray(0, lastLineAt))
    }),
    { numRuns: 12 },
  )
})

test('lines that were written together and are torn in the middle are dropped together', async () => {
  const { file, log, server } = await written()
  // Of one group: none of them says that another one is on disk.
  await Promise.all(['A', 'B', 'C', 'D', 'E', 'F'].map((name) => company(server, name)))
  const lines = readFileSync(log, 'utf8').split('\n')
  const groups = lines.slice(0, -1).map((line) => JSON.parse(line)[1].durable)
  const nth = groups.findIndex((durable, at) => at > 0 && durable === groups[at + 1])
  expect(nth).toBeGreaterThan(0)
  const lastOfGroup = groups.lastIndexOf(groups[nth])
  const torn = imageOf(file)
  const broken = lines
    .slice(0, lastOfGroup + 1)
    .map((line, at) => (at === nth ? line.replace('companies', 'c0mpanies') : line))
  writeFileSync(`${torn}.log`, `${broken.join('\n')}\n`)
  const { length } = namesIn(await keptState(torn))
  expect(length).toBe(nth - 1)
})

test('a byte that is another one is found, in every line and in the snapshot', async () => {
  const { file, log } = await written()
  const sizes = { data: readFileSync(file).length, log: readFileSync(log).length }
  const lastLineAt = readFileSync(log).lastIndexOf('\n', sizes.log - 2) + 1
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('data' as const, 'log' as const), fc.nat(), fc.nat(7), async (which, at, bit) => {
      const damaged = imageOf(file)
      const path = which === 'data' ? damaged : `${damaged}.log`
      const bytes = readFileSync(path)
      const place = at % sizes[which]
      bytes[place] = (bytes[place] ?? 0) ^ (1 << bit)
      writeFileSync(path, bytes)
      const outcome = await refusal(damaged)
      // In the last line it cannot be told from one that was torn.
      const isLast = which === 'log' && place >= lastLineAt
      if (isLast) expect(outcome === 'opened' || outcome.includes('is damaged')).toBe(true)
      else expect(outcome).toMatch(/^\S+data\.json(\.log)? (is damaged|has |is not JSON|belongs to|is nested)|^\S+: /)
    }),
    { numRuns: 40 },
  )
})

test('a snapshot that ends early is torn, wherever that is', async () => {
  const { file } = await written()
  const { length } = readFileSync(file)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: length - 4 }), async (bytes) => {
      const torn = imageOf(file)
      truncateSync(torn, bytes)
      expect(await refusal(torn)).toMatch(
        /is damaged: (it is torn|line \d+ cannot be read)|is not JSON|belongs to another|is empty/,
      )
    }),
    { numRuns: 20 },
  )
})

test('a line that is missing in the middle is noticed', async () => {
  const { file, log } = await written()
  const lines = readFileSync(log, 'utf8').split('\n')
  writeFileSync(log, lines.toSpliced(2, 1).join('\n'))
  expect(await refusal(file)).toMatch(/data\.json\.log is damaged: before line 3 a commit is missing; put a copy/)
})

test('a log without its first line, or without any', async () => {
  const { file, log } = await written()
  const lines = readFileSync(log, 'utf8').split('\n')
  writeFileSync(log, lines.slice(1).join('\n'))
  expect(await refusal(file)).toContain('data.json.log is damaged: its first line is none of ours')
  writeFileSync(log, '')
  expect(await refusal(file)).toContain('data.json.log is damaged: its first line is not whole')
})

test('a log that belongs to another file, or is younger than it', async () => {
  const [one, other] = [await written(), await written()]
  const mixed = imageOf(one.file)
  copyFileSync(other.log, `${mixed}.log`)
  expect(await refusal(mixed)).toContain('data.json.log belongs to another data file than')
  // A world file of which nothing is known.
  copyFileSync('fixtures/default.json', mixed)
  expect(await refusal(mixed)).toContain('data.json.log belongs to another data file than')
  // The snapshot of before, put back beside the log of after a reset.
  const before = readFileSync(one.file)
  await one.server.reset()
  await company(one.server, 'after')
  writeFileSync(one.file, before)
  expect(await refusal(one.file)).toContain(`data.json is older than`)
})

test('what a later tevo-local wrote is refused, and says so', async () => {
  const { file, log } = await written()
  const later = imageOf(file)
  writeFileSync(later, readFileSync(file, 'utf8').replace('{"format":1,', '{"format":2,'))
  expect(await refusal(later)).toMatch(
    /data\.json has the format 2, and this one reads 1: a later tevo-local wrote it; start/,
  )
  const unknown = imageOf(file)
  writeFileSync(unknown, readFileSync(file, 'utf8').replace('"clients":[', '"customers":['))
  expect(await refusal(unknown)).toMatch(/data\.json has records of "customers": a later tevo-local wrote it/)
  const laterLog = imageOf(file)
  const [, head] = JSON.parse(readFileSync(log, 'utf8').split('\n', 1)[0] ?? '')
  writeFileSync(`${laterLog}.log`, checkedLine({ ...head, format: 2 }))
  expect(await refusal(laterLog)).toMatch(/data\.json\.log has the format 2/)
})

test('what is nested 100,000 deep is refused in words, in a world file and in a log', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  const file = join(temporaryFolder(), 'data.json')
  writeFileSync(file, `{"companies":${deep}}`)
  expect(await refusal(file)).toMatch(/data\.json is nested more than 100 levels deep, which no world is/)
  const { file: kept, log } = await written()
  appendFileSync(log, `["00000000",${deep}]\n`)
  expect(namesIn(await keptState(kept))).toEqual(newestFirst)
})

test('who changed it by hand is told how to go on, and it is read as a world file', async () => {
  const { file, server } = await written()
  await server.end()
  const changed = readFileSync(file, 'utf8').replace('The Leftorium', 'The Rightorium')
  writeFileSync(file, changed)
  expect(await refusal(file)).toMatch(/was changed by hand: its checksum does not fit; .* delete its second line/)
  const lines = changed.split('\n')
  writeFileSync(file, lines.toSpliced(1, 1).join('\n'))
  expect(namesIn(await keptState(file))).toEqual([...newestFirst.slice(0, -1), 'The Rightorium'])
})
