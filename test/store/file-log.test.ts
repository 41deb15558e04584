import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { openDataFile } from '../../src/store/file/open-file.ts'
import { pathsOf } from '../../src/store/file/paths.ts'
import { readLog } from '../../src/store/file/read-log.ts'
import { SnapshotFile } from '../../src/store/file/snapshot-file.ts'
import { cannotWrite } from '../../src/store/file/trouble.ts'
import type { FileLog } from '../../src/store/file-log.ts'
import { NotKept } from '../../src/store/log.ts'
import { Rebuild } from '../../src/store/rebuild.ts'
import { emptyState, type State } from '../../src/store/state.ts'
import { Store } from '../../src/store/store.ts'
import { tableNames } from '../../src/store/tables.ts'
import type { Transaction } from '../../src/store/transaction.ts'
import { exportKept, loadKept } from '../../src/store/world.ts'
import { checkKept } from '../../src/store/world-schema.ts'
import { until } from '../deadline.ts'
import { EVERY_RECORD, EVERYTHING } from './every-record.ts'

/** The log of one sandbox in a file, without a sandbox: what is durable when, and what comes of trouble. */

afterEach(() => {
  vi.restoreAllMocks()
})

const NOON = Date.parse('2026-01-05T12:00:00Z')
const EVERY_STATE = loadKept(checkKept(EVERYTHING), NOON)

function dataFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tevo-local-file-log-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'data.json')
}

const shown = (state: State | undefined): unknown => state && JSON.parse(JSON.stringify(exportKept(state)))

interface Kept {
  readonly log: FileLog
  readonly store: Store
  readonly said: string[]
  /** How often commits could be kept again. */
  wentOn(): number
  /** Adds a commit, and answers its version. */
  write(work: (tx: Transaction) => void): number
  company(name: string): number
  durable(version: number): Promise<void>
}

/** A store that is kept in a file. */
async function keptIn(file: string, first: State = EVERY_STATE): Promise<Kept> {
  const said: string[] = []
  const { log, kept } = await openDataFile(file, { start_ms: NOON, say: (text) => said.push(text) })
  const store = new Store(kept ?? first, log.version)
  let wentOn = 0
  log.begin(store.state, {
    goBackTo: (state) => {
      store.goBackTo(state)
      return store.version
    },
    goOn: () => {
      wentOn += 1
    },
  })
  const write = (work: (tx: Transaction) => void): number => {
    const { commit, state } = store.attempt(work, NOON)
    if (commit === null) throw new Error('it changed nothing')
    store.apply(commit, state)
    log.append(commit, state)
    return commit.version
  }
  const company = (name: string) =>
    write((tx) => tx.put('companies', { id: tx.nextId('companies'), account: 'brokerage:1', name, updated_at: NOON }))
  const durable = async (version: number) => log.durable(version)
  onTestFinished(() => log.release())
  return { log, store, said, wentOn: () => wentOn, write, company, durable }
}

/** The same once it is a file, so that what comes next goes into the log. */
async function begunIn(file: string): Promise<Kept> {
  const kept = await keptIn(file)
  await kept.durable(kept.log.version)
  return kept
}

/** What a start would find, once the file was let go of. */
async function opened(file: string) {
  const { log, kept } = await openDataFile(file, { start_ms: 0, say: () => {} })
  await log.release()
  return { version: log.version, shown: shown(kept) }
}

const filesOf = (file: string) => readdirSync(join(file, '..')).filter((name) => name !== `${basename(file)}.lock`)

const linesOf = (file: string): { from?: number; version?: number; durable?: number; after?: number }[] =>
  readFileSync(`${file}.log`, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line)[1])

/** The next calls of a method of files fail. */
async function failing(method: 'write' | 'datasync' | 'sync', code: string, times: number) {
  const handle = await open('/dev/null')
  const prototype = Object.getPrototypeOf(handle)
  await handle.close()
  const spy = vi.spyOn(prototype, method)
  for (let nth = 0; nth < times; nth += 1)
    spy.mockImplementationOnce(() => Promise.reject(Object.assign(new Error(code), { code })))
  return spy
}

test('what is new is written whole before anything counts as kept', async () => {
  const file = dataFile()
  const { log, store } = await keptIn(file)
  expect(filesOf(file)).toEqual([])
  await log.durable(log.version)
  expect(filesOf(file)).toEqual(['data.json'])
  expect(log.durable(log.version)).toBeUndefined()
  await log.release()
  expect(await opened(file)).toEqual({ version: 0, shown: shown(store.state) })
})

test('commits of one turn are written together, with one sync, and each says what was on disk before', async () => {
  const file = dataFile()
  const { log, company, durable, store } = await begunIn(file)
  await durable(company('A'))
  const sync = await failing('datasync', 'none', 0)
  const [second, third] = [company('B'), company('C')]
  // Nothing is written at once: more may come in this turn.
  expect(linesOf(file)).toHaveLength(2)
  expect(log.durable(1)).toBeUndefined()
  expect(log.durable(second)).toBe(log.durable(third))
  await durable(third)
  expect(log.durable(third)).toBeUndefined()
  expect(sync).toHaveBeenCalledTimes(1)
  expect(linesOf(file)).toMatchObject([
    { from: 0 },
    { version: 1, after: 0, durable: 0 },
    { version: 2, after: 1, durable: 1 },
    { version: 3, after: 2, durable: 1 },
  ])
  await log.release()
  expect(await opened(file)).toEqual({ version: 3, shown: shown(store.state) })
})

test('who comes while others are written waits for the next ones', async () => {
  const file = dataFile()
  const { log, company, durable } = await begunIn(file)
  const first = company('A')
  const firstDone = log.durable(first)
  await new Promise<void>((resolve) => setImmediate(resolve))
  const second = company('B')
  expect(log.durable(first)).toBe(firstDone)
  expect(log.durable(second)).not.toBe(firstDone)
  await durable(second)
  expect(linesOf(file).map(({ durable }) => durable)).toEqual([undefined, 0, 1])
})

test('a state in place of the current one, and what changes more than 10,000 records, is written whole', async () => {
  const file = dataFile()
  const { log, store, company, durable, write } = await begunIn(file)
  await durable(company('A'))
  const many = (count: number) =>
    write((tx) => {
      for (let nth = 0; nth < count; nth += 1) tx.put('affiliates', { id: 1_000 + nth, name: `${store.version}` })
    })
  await durable(many(10_000))
  expect(linesOf(file)).toHaveLength(3)
  await durable(many(10_001))
  expect(filesOf(file)).toEqual(['data.json'])
  await durable(company('B'))
  expect(linesOf(file)).toMatchObject([{ from: 3 }, { version: 4, after: 3 }])
  write((tx) => tx.replace(EVERY_STATE))
  await durable(company('C'))
  expect(filesOf(file)).toEqual(['data.json'])
  await log.release()
  expect(await opened(file)).toEqual({ version: 6, shown: shown(store.state) })
})

test('a close leaves one file in good order, and does not write one that is', async () => {
  const file = dataFile()
  const first = await begunIn(file)
  await first.durable(first.company('A'))
  const state = shown(first.store.state)
  await first.log.close()
  expect(readdirSync(join(file, '..'))).toEqual(['data.json'])
  const { ino } = statSync(file)
  const second = await begunIn(file)
  expect([second.log.version, shown(second.store.state)]).toEqual([1, state])
  await second.log.close()
  expect(statSync(file).ino).toBe(ino)
  // It was harmed meanwhile.
  const third = await begunIn(file)
  writeFileSync(file, 'harm')
  await third.log.close()
  expect(await opened(file)).toEqual({ version: 1, shown: state })
  expect(third.said).toEqual([])
})

test('a close keeps what was still to be written', async () => {
  const file = dataFile()
  const { log, company, store } = await keptIn(file)
  company('A')
  await log.close()
  expect(await opened(file)).toEqual({ version: 1, shown: shown(store.state) })
})

test('one that nothing has begun leaves its file as it was', async () => {
  const file = dataFile()
  const { log } = await openDataFile(file, { start_ms: NOON, say: () => {} })
  expect(() => log.durable(1)).toThrow('nothing has begun this log')
  await log.close()
  expect(readdirSync(join(file, '..'))).toEqual([])
})

test('a close that cannot write says so', async () => {
  const file = dataFile()
  const { log, company, durable } = await begunIn(file)
  await durable(company('A'))
  await failing('write', 'ENOSPC', 1)
  await expect(log.close()).rejects.toThrow(`${file} cannot be written: the disk is full (ENOSPC)`)
  // The log is still there: nothing is lost.
  expect(await opened(file)).toMatchObject({ version: 1 })
})

describe('what cannot be kept', () => {
  test('did not happen, nor did what came after it; the next ones have new numbers', async () => {
    const file = dataFile()
    const { log, store, company, durable, said, wentOn } = await begunIn(file)
    await durable(company('A'))
    const before = store.state
    await failing('write', 'ENOSPC', 1)
    const refused = company('B')
    await expect(durable(refused)).rejects.toThrow(NotKept)
    expect(store.state).toBe(before)
    expect(linesOf(file)).toHaveLength(2)
    expect(said).toEqual([expect.stringContaining(`${file} cannot be written: the disk is full (ENOSPC)`)])
    expect(log.durable(store.version)).toBeUndefined()

    const next = company('C')
    expect(next).toBe(refused + 2)
    await durable(next)
    expect(said.slice(1)).toEqual([`${file} can be written again`])
    expect(wentOn()).toBe(1)
    expect(linesOf(file).slice(1)).toMatchObject([
      { version: 1, after: 0 },
      { version: next, after: 1, durable: 1 },
    ])
    await log.release()
    expect(await opened(file)).toEqual({ version: next, shown: shown(store.state) })
  })

  test('is told once, however often it is tried, and it looks again by itself', async () => {
    const file = dataFile()
    const { store, company, durable, said, wentOn } = await begunIn(file)
    await durable(company('A'))
    await failing('write', 'ENOSPC', 3)
    for (const name of ['B', 'C']) await expect(durable(company(name))).rejects.toThrow('the disk is full')
    await until('it has found out by itself', () => wentOn() === 1)
    expect(said).toEqual([expect.stringContaining('the disk is full'), `${file} can be written again`])
    // Nothing of what was tried has stayed.
    expect(linesOf(file)).toHaveLength(2)
    await durable(company('D'))
    expect([...store.state.tables.companies.records.values()].map(({ name }) => name)).toEqual([
      'The Leftorium',
      'A',
      'D',
    ])
  })

  test('because it was not synced makes the log one that nobody trusts', async () => {
    const file = dataFile()
    const { log, store, company, durable } = await begunIn(file)
    await durable(company('A'))
    await failing('datasync', 'EIO', 1)
    await expect(durable(company('B'))).rejects.toThrow('the disk reports an error (EIO)')
    await durable(company('C'))
    expect(filesOf(file)).toEqual(['data.json'])
    await log.release()
    expect(await opened(file)).toEqual({ version: store.version, shown: shown(store.state) })
  })

  test('from the start is told by who started it, and by nobody else', async () => {
    const { said, durable, wentOn } = await keptIn(dataFile())
    await failing('write', 'EACCES', 1)
    await expect(durable(0)).rejects.toThrow('this user may not write there (EACCES)')
    expect(said).toEqual([])
    expect(wentOn()).toBe(0)
  })
})

describe('a compaction', () => {
  test('writes a new snapshot while others go on, and the log has what came after it', async () => {
    const file = dataFile()
    const { log, store, company, durable, said } = await begunIn(file)
    await durable(company('A'))
    const { ino } = statSync(file)
    log.compact()
    // It is under way.
    log.compact()
    const next = company('B')
    await durable(next)
    await until('the new snapshot has taken its place', () => statSync(file).ino !== ino)
    await until('the log is shorter', () => linesOf(file)[0]?.from === 1)
    await durable(company('C'))
    expect(linesOf(file).map(({ version }) => version)).toEqual([undefined, 2, 3])
    await log.release()
    expect(await opened(file)).toEqual({ version: 3, shown: shown(store.state) })
    expect(said).toEqual([])
  })

  test('of what is in the snapshot already is none', async () => {
    const file = dataFile()
    const { log, store, company, durable } = await begunIn(file)
    const { ino } = statSync(file)
    log.compact()
    await durable(company('A'))
    await log.release()
    expect(statSync(file).ino).toBe(ino)
    expect(await opened(file)).toEqual({ version: 1, shown: shown(store.state) })
  })

  test('of a log that nobody adds to leaves none', async () => {
    const file = dataFile()
    const { log, store, company, durable } = await begunIn(file)
    await durable(company('A'))
    log.compact()
    await until('there is no log', () => filesOf(file).length === 1 && filesOf(file)[0] === 'data.json')
    // And another one can begin.
    await durable(company('B'))
    log.compact()
    await until('there is no log again', () => filesOf(file).length === 1 && filesOf(file)[0] === 'data.json')
    await log.release()
    expect(await opened(file)).toEqual({ version: 2, shown: shown(store.state) })
  })

  test('that fails is told, and the log stays', async () => {
    const file = dataFile()
    const { log, store, company, durable, said } = await begunIn(file)
    await durable(company('A'))
    vi.spyOn(SnapshotFile.prototype, 'write').mockImplementationOnce(() => Promise.reject(new Error('no room')))
    log.compact()
    await until('it is told', () => said.length === 1)
    expect(said).toEqual([`${file} cannot be compacted, its log grows: no room`])
    await durable(company('B'))
    expect(linesOf(file)).toHaveLength(3)
    // Another one can begin.
    log.compact()
    await until('there is no log', () => filesOf(file).length === 1)
    await log.release()
    expect(await opened(file)).toEqual({ version: 2, shown: shown(store.state) })
  })

  const MB = 1_000_000

  test('begins when the log is long, and after one that failed when it is twice as long', async () => {
    const { company, durable, said } = await begunIn(dataFile())
    const write = vi
      .spyOn(SnapshotFile.prototype, 'write')
      .mockImplementation(() => Promise.reject(new Error('no room')))
    const add = async () => durable(company('x'.repeat(1.5 * MB)))
    await add()
    await add()
    expect(write).toHaveBeenCalledTimes(0)
    await add()
    await until('it has failed', () => said.length === 1)
    await add()
    await add()
    await add()
    expect(write).toHaveBeenCalledTimes(1)
    await add()
    expect(write).toHaveBeenCalledTimes(2)
  })

  test('waits for half of what the snapshot has', async () => {
    const long = { id: 1, account: 'brokerage:1', name: 'x'.repeat(10 * MB), updated_at: NOON } as const
    const { state } = new Store(EVERY_STATE).attempt((tx) => tx.put('companies', long), NOON)
    const kept = await keptIn(dataFile(), state)
    await kept.durable(0)
    const write = vi
      .spyOn(SnapshotFile.prototype, 'write')
      .mockImplementation(() => Promise.reject(new Error('no room')))
    await kept.durable(kept.company('x'.repeat(4.5 * MB)))
    expect(write).toHaveBeenCalledTimes(0)
    await kept.durable(kept.company('x'.repeat(MB)))
    expect(write).toHaveBeenCalledTimes(1)
  })

  test('that is stopped, by what is written whole or by the end, says nothing', async () => {
    const file = dataFile()
    const { log, store, company, durable, write, said } = await begunIn(file)
    await durable(company('A'))
    log.compact()
    write((tx) => tx.replace(EVERY_STATE))
    await durable(company('B'))
    log.compact()
    await log.release()
    expect(said).toEqual([])
    expect(filesOf(file).filter((name) => name.includes('tmp'))).toEqual([])
    expect(await opened(file)).toEqual({ version: 3, shown: shown(store.state) })
  })
})

describe('a data file', () => {
  test('of an empty world is one', async () => {
    const file = dataFile()
    const { log } = await keptIn(file, emptyState({}))
    await log.close()
    const { version, shown: found } = await opened(file)
    expect([version, found]).toEqual([0, { next_ids: {} }])
  })

  test('has one record a line, and says whose it is', async () => {
    const file = dataFile()
    await (await begunIn(file)).log.close()
    const lines = readFileSync(file, 'utf8').split('\n')
    expect(lines.slice(0, 2)).toEqual([
      '{',
      expect.stringMatching(/^"kept":\{"format":1,"by":"tevo-local \S+","id":"[0-9a-f-]{36}","version":0\},$/),
    ])
    const records = lines.filter((line) => line.startsWith('{"')).map((line) => JSON.parse(line.replace(/,$/, '')))
    expect(records).toEqual(tableNames.flatMap((name) => EVERY_RECORD[name]))
    expect(lines.slice(-3)).toEqual([expect.stringMatching(/^"checksum":"[0-9a-f]{8}"$/), '}', ''])
    // It is JSON as a whole, and so a world file.
    expect(checkKept(JSON.parse(lines.join('\n')))).toEqual(EVERYTHING)
  })

  test('is read again wherever its blocks of a MiB end, and so is its log', async () => {
    const MIB = 1024 * 1024
    const long = { id: 1, account: 'brokerage:1', updated_at: NOON } as const
    const withName = (name: string) =>
      new Store(EVERY_STATE).attempt((tx) => tx.put('companies', { ...long, name }), NOON).state
    const written = async (name: string) => {
      const file = dataFile()
      const state = withName(name)
      await (await keptIn(file, state)).log.close()
      return { file, state }
    }
    const tailAt = readFileSync((await written('')).file, 'latin1').lastIndexOf('"checksum"')
    for (const before of [0, 1, 2, 12, 22, 23, 24, 30]) {
      const { file, state } = await written('x'.repeat(MIB - tailAt - before))
      expect(await opened(file)).toEqual({ version: 0, shown: shown(state) })
    }

    const file = dataFile()
    const { log, store, company, durable } = await begunIn(file)
    for (const length of [400_000, 400_000, 500_000, 900_000, 10]) company('y'.repeat(length))
    await durable(store.version)
    await log.release()
    expect(await opened(file)).toEqual({ version: 5, shown: shown(store.state) })
  })

  test('whose log cannot be looked at is not opened without it', async () => {
    const base = { file: 'data.json', id: 'one', version: 0, rebuild: new Rebuild() }
    await expect(readLog(`/tmp/${'x'.repeat(300)}`, base)).rejects.toThrow('ENAMETOOLONG')
    expect(await readLog(`${dataFile()}.log`, base)).toBeNull()
  })

  test('is found behind links, and the files beside it as well', async () => {
    const file = dataFile()
    const folder = join(file, '..')
    symlinkSync('data.json', join(folder, 'second'))
    symlinkSync('second', join(folder, 'first'))
    const paths = await pathsOf(join(folder, 'first'))
    expect(Object.entries(paths).map(([what, path]) => `${what}: ${basename(path)}`)).toEqual([
      'data: data.json',
      'log: data.json.log',
      'lock: data.json.lock',
      'temporary: data.json.tmp',
      'logTemporary: data.json.log.tmp',
    ])
  })

  test('whose path goes through a file is refused', async () => {
    const file = dataFile()
    writeFileSync(file, '{}')
    const inside = join(file, 'inside.json')
    await expect(pathsOf(inside)).rejects.toThrow(
      `${inside} cannot be opened: a part of its path is not a folder; give another file`,
    )
  })

  test('what was left of it half written is removed', async () => {
    const file = dataFile()
    for (const name of ['.tmp', '.log.tmp']) writeFileSync(`${file}${name}`, 'half')
    const { log } = await openDataFile(file, { start_ms: NOON, say: () => {} })
    expect(filesOf(file)).toEqual([])
    await log.release()
  })
})

test.for([
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the quota is used up'],
  ['EFBIG', 'it would be larger than this process may write'],
  ['EROFS', 'the file system is read-only'],
  ['EACCES', 'this user may not write there'],
  ['EPERM', 'this user may not write there'],
  ['ENOENT', 'its folder is not there'],
  ['ENOTDIR', 'a part of its path is not a folder'],
  ['EISDIR', 'it is a folder'],
  ['EIO', 'the disk reports an error'],
  ['EXDEV', 'the system refuses it'],
])('%s is said as: %s', ([code, words]) => {
  const told = cannotWrite('data.json', Object.assign(new Error('x'), { code }))
  expect(told.message).toBe(
    `data.json cannot be written: ${words} (${code}); mend that, or start with --data and a file in a folder where this user can write`,
  )
  expect(cannotWrite('data.json', told)).toBe(told)
})
