import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundle } from '../../scripts/bundle.js'
import { run } from '../cli/cli.ts'
import { MORE } from '../properties.ts'

/** What sandboxes leave behind, in a process of its own: its heap is measured. */

const directory = mkdtempSync(join(tmpdir(), 'tevo-local-memory-'))
const pathOf = (name: string) => join(directory, name)

beforeAll(async () => {
  const { files } = await bundle(['src/index.ts', 'src/sandbox/sandboxes.ts', 'src/sandbox/sandbox.ts'])
  for (const [path, text] of files) {
    mkdirSync(dirname(pathOf(path)), { recursive: true })
    writeFileSync(pathOf(path), text)
  }
  writeFileSync(pathOf('package.json'), '{"type":"module"}')
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** `.ci/run` makes more of them. */
const COUNT = 250 * MORE
/** One takes some 40 kB. */
const SOME_MB = COUNT / 50

const HOUSEKEEPING = `
import { setImmediate } from 'node:timers/promises'
import { sign, startServer } from './index.js'

const COUNT = ${COUNT}
const MB = 1024 * 1024
const DEADLINE_MS = 60_000
const heap = () => { globalThis.gc(); return process.memoryUsage().heapUsed / MB }

const tevo = await startServer()
const ask = async (method, path, body) => (await fetch(tevo.url + path, { method, body: body && JSON.stringify(body) })).json()

/** A sandbox with a bit of everything: a record, journal, snapshot, faults, webhooks. */
async function fill(ttl_s, nth) {
  const sandbox = await tevo.makeSandbox({
    settings: { ttl_s, index_lag_s: 5 },
    faults: ['flaky'],
    webhooks: ['http://127.0.0.1:9/' + nth],
  })
  const { token, secret } = sandbox.credentials.website
  const url = sandbox.url + '/v9/companies'
  const body = JSON.stringify({ companies: [{ name: 'x'.repeat(10_000) }] })
  const { signature } = sign({ method: 'POST', url, body, secret })
  for (let call = 0; call < 2; call += 1)
    await (await fetch(url, { method: 'POST', body, headers: { 'X-Token': token, 'X-Signature': signature } })).text()
  await sandbox.snapshot()
}

// To compile it all, and to have what stays once and for all: the tables and connections that so many sandboxes need.
for (let nth = 0; nth < COUNT; nth += 1) await fill(null, nth)
await ask('GET', '/_local/sandboxes/default/requests')
await fetch(tevo.url + '/_local/sandboxes', { method: 'DELETE' })
const before = heap()

for (let nth = 0; nth < COUNT; nth += 1) await fill(3600, nth)
const full = heap()
const made = (await ask('GET', '/_local/health')).sandboxes
// The list of sandboxes is asked of none of them.
const { sandboxes } = await ask('GET', '/_local/sandboxes')
for (const { name } of sandboxes)
  if (name !== 'default')
    await (await fetch(tevo.url + '/_local/sandboxes/' + name + '/settings', { method: 'PATCH', body: '{"ttl_s":1}' })).text()

// From here on nothing is asked for: the heap comes back by itself.
const end = performance.now() + DEADLINE_MS
let after = heap()
while (after > before + (full - before) / 20 && performance.now() < end) {
  for (let turn = 0; turn < 1_000; turn += 1) await setImmediate()
  after = heap()
}
// The last of them.
let left = made
while (left > 1 && performance.now() < end) left = (await ask('GET', '/_local/health')).sandboxes
after = heap()
await tevo.stop()
console.log(JSON.stringify({ before, full, after, made, left }))
`

test(`the memory of ${COUNT} sandboxes that are left alone comes back, without a request`, async () => {
  writeFileSync(pathOf('housekeeping.js'), HOUSEKEEPING)

  const { code, stdout, stderr } = await run(process.execPath, ['--expose-gc', pathOf('housekeeping.js')], {
    deadline_ms: 90_000,
  })

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const { before, full, after, made, left } = JSON.parse(stdout)
  expect({ made, left }).toEqual({ made: COUNT + 1, left: 1 })
  // Megabytes. They took far more than the bound, or it would say nothing.
  expect(full - before).toBeGreaterThan(SOME_MB)
  expect(after - before).toBeLessThan((full - before) / 20)
}, 120_000)

const LEFT_TO_EXPIRE = (world: string) => `
import { Sandbox } from './sandbox/sandbox.js'
import { Sandboxes } from './sandbox/sandboxes.js'
const world = ${world}
const sandboxes = new Sandboxes(new Sandbox({ name: 'default', world, clock_ms: null }), world)
for (let nth = 0; nth < 10; nth += 1) sandboxes.make({ settings: { ttl_s: 3600 } })
console.log(sandboxes.size)
`

test('a sandbox that is still to expire does not keep the process alive', async () => {
  writeFileSync(pathOf('left.js'), LEFT_TO_EXPIRE(readFileSync('fixtures/default.json', 'utf8')))

  expect(await run(process.execPath, [pathOf('left.js')])).toEqual({ code: 0, stdout: '11\n', stderr: '' })
})
