import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { openDataFile } from '../../src/store/file/open-file.ts'
import { DEADLINE_MS, until, within } from '../deadline.ts'
import { integrate, startBroker } from '../integration/broker.ts'
import { orderBody } from '../orders/journey.ts'
import { receiver } from '../webhooks/receiver.ts'
import {
  companiesOf,
  company,
  filesIn,
  imageOf,
  keptIn,
  keptState,
  namesIn,
  remount,
  shown,
  smallDisk,
  temporaryFolder,
} from './data-file.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

const refusal = (file: string): Promise<string> =>
  openDataFile(file, { start_ms: 0, say: () => {} }).then(
    async ({ log }) => {
      await log.release()
      return 'opened'
    },
    (problem) => problem.message,
  )

/** What is done to the files of a process from outside of it, where this user may not mount a disk: the next calls fail. */
async function failing(method: 'write' | 'datasync' | 'sync', code: string) {
  const handle = await open('/dev/null')
  const prototype = Object.getPrototypeOf(handle)
  await handle.close()
  const fail = () => Promise.reject(Object.assign(new Error(code), { code }))
  return vi.spyOn(prototype, method).mockImplementation(fail)
}

/** A disk that is filled up, and has room again. */
async function fullDisk(): Promise<{ folder: string; fill: () => Promise<void>; makeRoom: () => void }> {
  const folder = smallDisk(1_024)
  if (folder === null) {
    let spy: { mockRestore(): void } | undefined
    const fill = async () => {
      spy = await failing('write', 'ENOSPC')
    }
    return { folder: temporaryFolder(), fill, makeRoom: () => spy?.mockRestore() }
  }
  const filler = join(folder, 'filler')
  const fill = async () => {
    for (let bytes = 1_048_576; bytes >= 1; bytes = Math.floor(bytes / 2))
      try {
        writeFileSync(filler, Buffer.alloc(bytes), { flag: 'a' })
      } catch {}
  }
  return { folder, fill, makeRoom: () => rmSync(filler) }
}

test('while the disk is full writes are 503 and happen nowhere, reads show what is kept, and it goes on by itself', async () => {
  const { folder, fill, makeRoom } = await fullDisk()
  const file = join(folder, 'data.json')
  const hook = await receiver()
  const server = await keptIn(file)
  expect((await server.control('POST', '/webhooks', { url: hook.url })).status).toBe(201)
  expect((await company(server, 'The Leftorium')).status).toBe(201)
  await fill()
  // Some lines may still fit into the last page.
  const made = ['The Leftorium']
  while ((await company(server, `Company ${made.length}`)).status === 201) made.unshift(`Company ${made.length}`)
  const before = server.state()
  const answers = await Promise.all([
    company(server, 'Kwik-E-Mart'),
    server.post('/v9/clients', { clients: [{ name: 'Ned Flanders' }] }),
    server.post('/v9/orders', orderBody()),
    server.control('PATCH', '/settings', { fraud: 'hold' }),
    server.control('PATCH', '/clock', { advance: 'P1D' }),
    server.control('POST', '/reset'),
  ])
  expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503, 503])
  expect(answers[3]?.body.detail).toMatch(/data\.json cannot be written: the disk is full \(ENOSPC\)|was undone/)
  expect(shown(server.state())).toEqual(shown(before))
  expect(await companiesOf(server)).toEqual(made)
  expect(server.said).toEqual([expect.stringMatching(/cannot be written: the disk is full \(ENOSPC\); mend that/)])
  expect(namesIn(await keptState(file))).toEqual(made)

  makeRoom()
  await until('the file can be written again', () => server.said.length === 2)
  expect(server.said[1]).toMatch(/data\.json can be written again$/)
  expect((await company(server, 'Kwik-E-Mart')).status).toBe(201)
  expect((await server.post('/v9/orders', orderBody())).status).toBe(201)
  await hook.count(2)
  // Of the orders that did not come about, nobody was told.
  expect(new Set(hook.seen())).toEqual(new Set(['seller order_created 819974', 'seller order_created 819975']))
  expect(namesIn(await keptState(file))).toEqual(['Kwik-E-Mart', ...made])
})

test('the journal says of a request that it was undone', async () => {
  const server = await keptIn(join(temporaryFolder(), 'data.json'))
  await company(server, 'The Leftorium')
  const full = await failing('write', 'ENOSPC')
  expect((await company(server, 'Kwik-E-Mart')).status).toBe(503)
  full.mockRestore()
  const last = await server.journal.last()
  expect(last).toMatchObject({ status: 503, state: 'undone', committed: false, created: [] })
  expect(last.notes).toEqual([expect.stringContaining('could not be kept, and was undone: ')])
})

test('a disk that is full from the start is told, and nothing is left behind', async () => {
  const { folder, fill } = await fullDisk()
  await fill()
  const file = join(folder, 'data.json')
  const problem = await keptIn(file).catch((thrown) => thrown)
  expect(problem.message).toMatch(
    /data\.json cannot be written: the disk is full \(ENOSPC\); mend that, or start with --data/,
  )
  expect(filesIn(folder).filter((name) => name !== 'filler')).toEqual([])
})

test('after a sync that failed nothing of the log is trusted: all is written anew', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'data.json')
  const server = await keptIn(file)
  await company(server, 'The Leftorium')
  await company(server, 'Kwik-E-Mart')
  const unsynced = await failing('datasync', 'EIO')
  const refused = await company(server, 'Moe’s')
  unsynced.mockRestore()
  expect(refused.status).toBe(503)
  expect((await company(server, 'Barney’s')).status).toBe(201)
  expect(filesIn(folder)).toEqual(['data.json'])
  expect(namesIn(await keptState(file))).toEqual(['Barney’s', 'Kwik-E-Mart', 'The Leftorium'])
})

test.for([
  [2, 'what came of it is'],
  [3, 'the order is'],
] as const)(
  'a hold that a broker made for an order that could not be kept is released: write %d, %s not kept',
  async ([nth]) => {
    const broker = await startBroker()
    const server = await keptIn(join(temporaryFolder(), 'data.json'))
    await integrate(server, broker)
    let full: { mockRestore(): void } | undefined
    // What is to be written down of the hold is, and the order is not.
    let writes = 0
    const handle = await open('/dev/null')
    const prototype = Object.getPrototypeOf(handle)
    await handle.close()
    const write = prototype.write
    vi.spyOn(prototype, 'write').mockImplementation(function (this: unknown, ...args: unknown[]) {
      writes += 1
      if (writes === nth) {
        full = { mockRestore: () => {} }
        return Promise.reject(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }))
      }
      return write.apply(this, args)
    })
    expect((await server.post('/v9/orders', orderBody())).status).toBe(503)
    expect(full).toBeDefined()
    await broker.wait('DELETE /holds')
    expect((await broker.shown()).stock).toEqual({ 1103803: 1_000 })
    expect((await server.get('/v9/orders')).body.total_entries).toBe(0)
  },
)

describe('what is deleted or cut while it runs is written anew, before anything more is acknowledged', () => {
  test.for<[what: string, harm: (file: string) => void]>([
    ['the data file', (file) => rmSync(file)],
    ['the log', (file) => rmSync(`${file}.log`)],
    [
      'both',
      (file) => {
        rmSync(file)
        rmSync(`${file}.log`)
      },
    ],
    ['the log is emptied', (file) => truncateSync(`${file}.log`)],
    ['the data file is overwritten', (file) => writeFileSync(file, '{}')],
    ['the lock', (file) => rmSync(`${file}.lock`)],
    [
      'the folder, which then comes back empty',
      (file) => {
        rmSync(join(file, '..'), { recursive: true })
        mkdirSync(join(file, '..'))
      },
    ],
  ])('%s', async ([, harm]) => {
    const file = join(temporaryFolder(), 'kept', 'data.json')
    mkdirSync(join(file, '..'))
    const server = await keptIn(file)
    await company(server, 'The Leftorium')
    harm(file)
    expect((await company(server, 'Kwik-E-Mart')).status).toBe(201)
    expect(namesIn(await keptState(file))).toEqual(['Kwik-E-Mart', 'The Leftorium'])
    expect(existsSync(`${file}.lock`)).toBe(true)
    expect((await company(server, 'Moe’s')).status).toBe(201)
    expect(shown(await keptState(file))).toEqual(shown(server.state()))
  })

  test('a folder that is gone: 503, and what was acknowledged is there when it is back', async () => {
    const folder = join(temporaryFolder(), 'kept')
    mkdirSync(folder)
    const file = join(folder, 'data.json')
    const server = await keptIn(file)
    await company(server, 'The Leftorium')
    rmSync(folder, { recursive: true })
    expect((await company(server, 'Kwik-E-Mart')).status).toBe(503)
    expect(await companiesOf(server)).toEqual(['The Leftorium'])
    expect(server.said).toEqual([expect.stringContaining('its folder is not there (ENOENT)')])
    mkdirSync(folder)
    await until('it is written again', () => server.said.length === 2)
    expect(namesIn(await keptState(file))).toEqual(['The Leftorium'])
  })
})

describe('what is no file that can be kept is refused at the start', () => {
  test('a folder, a device, a FIFO, a socket', async () => {
    const folder = temporaryFolder()
    expect(await refusal(folder)).toBe(`${folder} is a folder, which keeps nothing; give --data the path of a file`)
    expect(await refusal('/dev/null')).toBe(
      '/dev/null is a device, which keeps nothing; give --data the path of a file',
    )
    const [fifo, socket] = [join(folder, 'fifo'), join(folder, 'socket')]
    expect(spawnSync('mkfifo', [fifo]).status).toBe(0)
    const listening = createServer().listen(socket)
    await until('the socket', () => existsSync(socket))
    expect(await within(DEADLINE_MS, 'the refusal of a FIFO', refusal(fifo))).toContain(
      'is a FIFO, which keeps nothing',
    )
    expect(await refusal(socket)).toContain('is a socket, which keeps nothing')
    listening.close()
    // In the place of its log, too.
    const file = join(folder, 'data.json')
    expect(spawnSync('mkfifo', [`${file}.log`]).status).toBe(0)
    expect(await refusal(file)).toContain('data.json.log is a FIFO')
    expect(readdirSync(folder).filter((name) => name.endsWith('.lock'))).toEqual([])
  })

  test('a folder that may not be written to, and one that is not there', async () => {
    const disk = smallDisk(64)
    const folder = disk ?? temporaryFolder()
    if (disk === null) chmodSync(folder, 0o555)
    else remount(disk, 'ro')
    expect(await refusal(join(folder, 'data.json'))).toMatch(
      /data\.json cannot be written: (the file system is read-only \(EROFS\)|this user may not write there \(EACCES\)); mend that/,
    )
    expect(await refusal(join(folder, 'no', 'data.json'))).toContain('its folder is not there (ENOENT)')
  })

  test('a symbolic link is followed, also to what is not there yet, and stays one', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'real'))
    const [link, real] = [join(folder, 'link.json'), join(folder, 'real', 'data.json')]
    symlinkSync(join('real', 'data.json'), link)
    const first = await keptIn(link)
    await company(first, 'The Leftorium')
    // By its other name, it is the same file.
    expect(await refusal(real)).toContain(`${real} is in use by process`)
    await first.end()
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
    expect(readlinkSync(link)).toBe(join('real', 'data.json'))
    expect(namesIn(await keptState(real))).toEqual(['The Leftorium'])
    const circle = join(folder, 'circle')
    symlinkSync('circle', circle)
    expect(await refusal(circle)).toContain('its links go in a circle')
  })
})

test('a file that is moved away and comes back is gone on with', async () => {
  const folder = join(temporaryFolder(), 'kept')
  mkdirSync(folder)
  const file = join(folder, 'data.json')
  const server = await keptIn(file)
  await company(server, 'The Leftorium')
  renameSync(folder, `${folder}-elsewhere`)
  expect((await company(server, 'Kwik-E-Mart')).status).toBe(503)
  // What was refused is in no file, wherever that is now.
  expect(namesIn(await keptState(imageOf(join(`${folder}-elsewhere`, 'data.json'))))).toEqual(['The Leftorium'])
  renameSync(`${folder}-elsewhere`, folder)
  expect((await company(server, 'Moe’s')).status).toBe(201)
  expect(namesIn(await keptState(file))).toEqual(['Moe’s', 'The Leftorium'])
  expect(readFileSync(file, 'utf8').startsWith('{\n"kept":{"format":1,')).toBe(true)
})
