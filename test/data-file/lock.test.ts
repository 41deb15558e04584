import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run, serve, temporaryDirectory, useCli } from '../cli/cli.ts'
import { DEADLINE_MS, within } from '../deadline.ts'
import { company, keptIn, temporaryFolder } from './data-file.ts'

const cli = useCli()

const lockOf = (file: string) => JSON.parse(readFileSync(`${file}.lock`, 'utf8'))

test('a second process is refused, exit code 2, and is told the number of the first', async () => {
  const file = join(temporaryDirectory(), 'data.json')
  const first = await serve(cli(), ['--data', file])
  const second = await run(process.execPath, [cli(), '--port', '0', '--data', file])
  expect(second).toEqual({
    code: 2,
    stdout: '',
    stderr: `tevo-local: ${file} is in use by process ${first.child.pid}: stop that, or give --data another file\n`,
  })
  expect((await first.post('/v9/companies', { companies: [{ name: 'The Leftorium' }] })).status).toBe(201)
  first.child.kill('SIGTERM')
  expect(await within(DEADLINE_MS, 'the end', first.ended)).toBe(0)
  expect(readdirSync(join(file, '..'))).toEqual(['data.json'])
})

test('of many that start at once one gets it, also where the one before was killed', async () => {
  const file = join(temporaryDirectory(), 'data.json')
  const killed = await serve(cli(), ['--data', file])
  killed.child.kill('SIGKILL')
  await within(DEADLINE_MS, 'the end after SIGKILL', killed.ended)
  const started = await Promise.allSettled([1, 2, 3].map(() => serve(cli(), ['--data', file])))
  const running = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  expect(running).toHaveLength(1)
  for (const each of started)
    if (each.status === 'rejected')
      expect(each.reason.message).toMatch(/it ended with 2 .*data\.json is in use by process \d+/)
  expect(lockOf(file).pid).toBe(running[0]?.child.pid)
  expect(readdirSync(join(file, '..')).filter((name) => name.startsWith('data.json.lock'))).toEqual(['data.json.lock'])
})

test('a lock of what has ended is taken over: no such process, another one with its number, one that was torn', async () => {
  const ended = spawn(process.execPath, ['-e', ''])
  await once(ended, 'exit')
  const host = hostname()
  const locks = [
    JSON.stringify({ pid: ended.pid, host, started: null }),
    JSON.stringify({ pid: process.pid, host, started: null }),
    // A process with that number lives, and started at another time.
    JSON.stringify({ pid: process.ppid, host, started: 'before' }),
    '{"pid":',
    '',
  ]
  for (const lock of locks) {
    // Only Linux tells when a process started.
    if (lock.includes('before') && process.platform !== 'linux') continue
    const file = join(temporaryFolder(), 'data.json')
    writeFileSync(`${file}.lock`, lock)
    const server = await keptIn(file)
    expect(lockOf(file).pid).toBe(process.pid)
    expect((await company(server, 'The Leftorium')).status).toBe(201)
  }
})

test('one of another machine is refused with what to do, and so is a live one', async () => {
  const file = join(temporaryFolder(), 'data.json')
  writeFileSync(`${file}.lock`, JSON.stringify({ pid: 7, host: 'elsewhere', started: null }))
  await expect(keptIn(file)).rejects.toThrow(
    `${file} is in use by process 7 on elsewhere: stop that; if it has ended, delete ${file}.lock and start again`,
  )
  writeFileSync(`${file}.lock`, JSON.stringify({ pid: process.ppid, host: hostname(), started: null }))
  await expect(keptIn(file)).rejects.toThrow(`${file} is in use by process ${process.ppid}: stop that`)
})

test('who has lost its lock to another process acknowledges nothing more, and leaves the file alone', async () => {
  const file = join(temporaryFolder(), 'data.json')
  const first = await keptIn(file)
  await company(first, 'The Leftorium')
  // As if somebody deleted it, and another process took it.
  writeFileSync(`${file}.lock.other`, JSON.stringify({ pid: process.ppid, host: hostname(), started: null }))
  renameSync(`${file}.lock.other`, `${file}.lock`)
  const refused = await company(first, 'Kwik-E-Mart')
  expect(refused.status).toBe(503)
  expect(first.said).toEqual([expect.stringContaining('was taken by another process')])
  const log = readFileSync(`${file}.log`)
  expect((await company(first, 'Moe’s')).status).toBe(503)
  await expect(first.end()).rejects.toThrow('was taken by another process')
  expect(readFileSync(`${file}.log`)).toEqual(log)
})
