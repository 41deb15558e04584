import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { programWords } from '../../src/commands/program.ts'
import { startServer } from '../../src/index.ts'
import { launch, run, temporaryDirectory, useCli } from './cli.ts'

const cli = useCli()

const exec = (...args: readonly string[]) => run(process.execPath, [cli(), 'exec', ...args])
const script = (code: string): string[] => ['--', process.execPath, '--input-type=module', '-e', code]

/** Polls with the variables that a program under test is given. */
const POLL = `
  import { createHmac } from 'node:crypto'
  const { TEVO_BASE_URL: url, TEVO_API_TOKEN: token, TEVO_API_SECRET: secret } = process.env
  const target = new URL(url).host + '/v9/orders?'
  const signature = createHmac('sha256', secret).update('GET ' + target).digest('base64')
  const answer = await fetch(url + '/v9/orders', { headers: { 'X-Token': token, 'X-Signature': signature } })
  console.log(answer.status)
`

test('a command runs with a sandbox of its own, and exec ends as it ends', async () => {
  expect(await exec(...script(POLL))).toEqual({ code: 0, stdout: '200\n', stderr: '' })
  const quiet = await exec('--quiet', ...script('process.exit(7)'))
  expect(quiet).toEqual({ code: 7, stdout: '', stderr: '' })
})

test('what --help and --version say behind the dashes is for the command', async () => {
  expect((await exec('--', process.execPath, '--version')).stdout).toBe(`${process.version}\n`)
})

test('when it fails, the report says what came, why it was refused, and how to have it again', async () => {
  const faults = join(temporaryDirectory(), 'faults.json')
  writeFileSync(faults, '[{"id":"late","effect":{"type":"reset"},"skip":9}]')
  const wrong = POLL.replace("'GET '", "'POST '").replace('console.log(answer.status)', 'process.exit(1)')
  const flags = ['--seed', '7', '--clock', '2026-01-01T00:00:00Z', '--faults', faults, '--sandbox', 'mine']
  const { code, stderr } = await exec(...flags, ...script(wrong))
  expect(code).toBe(1)
  expect(stderr).toMatch(/^\ntevo-local: sandbox "mine" of http:\/\/127\.0\.0\.1:\d+, seed 7\n/)
  expect(stderr).toMatch(/\n {2}req_1 401 GET \/v9\/orders \(orders\.index by website\)\n {4}its signature: .*method/i)
  expect(stderr).toMatch(/\nArmed faults:\n {2}late \(before-handler\): 0 requests matched, and it acted on 0\n/)
  const again = /The same again:\n {2}(.*)\n$/s.exec(stderr)?.[1] ?? ''
  expect(again).toMatch(/^node \S+cli\.js exec --seed 7 --clock \S+ --faults \S+ --sandbox mine -- /)
  const second = await run('sh', ['-c', again])
  const withoutPorts = (text: string) => text.replaceAll(/:\d+,/g, ':…,')
  expect(withoutPorts(second.stderr)).toBe(withoutPorts(stderr))
})

test('a report without a request says where to look', async () => {
  const { stderr } = await exec(...script('process.exit(1)'))
  expect(stderr).toMatch(/No request came\. Does the program under test use the variables in env\?/)
  expect(stderr).toMatch(/exec --seed 1 --clock \S+Z -- /)
})

test('with --connect the sandbox is made in a server that runs already, and deleted there', async () => {
  const server = await startServer({ controlToken: 'mine' })
  onTestFinished(() => server.stop())
  const ran = await exec('--connect', server.url, '--control-token', 'mine', ...script(POLL))
  expect(ran).toEqual({ code: 0, stdout: '200\n', stderr: '' })
  const list = await fetch(`${server.url}/_local/sandboxes`, { headers: { Authorization: 'Bearer mine' } })
  expect(await list.json()).toMatchObject({ sandboxes: [{ name: 'default' }] })
})

test.for(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s is handed on to the command', async (signal) => {
  const waits = `process.on('${signal}', () => { console.log('asked to end'); process.exit(9) }); console.log('ready'); setInterval(() => {}, 1_000)`
  const { child, lines, ended } = launch(process.execPath, [cli(), 'exec', '--quiet', ...script(waits)])
  await lines(1)
  child.kill(signal)
  expect(await lines(2)).toEqual(['ready', 'asked to end'])
  expect(await ended).toBe(9)
})

test('a command that a signal ends is told as a shell tells it', async () => {
  expect(await exec('--quiet', ...script("process.kill(process.pid, 'SIGKILL')"))).toMatchObject({ code: 137 })
})

describe('what cannot be run is refused', () => {
  test.for<[args: string[], message: RegExp]>([
    [[], /exec has no command to run: give the command after --, such as: tevo-local exec -- npm test$/],
    [['npm', 'test'], /"npm" belongs to no flag of exec: give the command after --/],
    [['--', 'no-such-program'], /exec cannot start no-such-program: there is no such program/],
    [['--sandbox', 'Mine', '--', 'true'], /^tevo-local: exec: name: is not a name/],
    [['--connect', 'nowhere', '--', 'true'], /--connect "nowhere" is not a URL/],
    [['--connect', 'http://127.0.0.1:9', '--port', '0', '--', 'true'], /leave out --port/],
    [['--conect', 'x', '--', 'true'], /--conect is not known here; did you mean --connect\?/],
    [['--world', 'none.json', '--', 'true'], /none\.json/],
  ])('%o', async ([args, message]) => {
    const { code, stderr } = await exec(...args)
    expect([code, stderr.trimEnd()]).toEqual([2, expect.stringMatching(message)])
    expect(stderr.trimEnd()).not.toContain('\n')
  })
})

test.for([
  [['/usr/bin/node', '/home/moe/shop/dist/cli.js'], 'node dist/cli.js'],
  [['/usr/bin/node', '/home/moe/other/cli.js'], 'node /home/moe/other/cli.js'],
  [['/usr/bin/node', "/home/moe/shop/moe's/cli.js"], "node 'moe'\\''s/cli.js'"],
  [['/usr/bin/node', '/home/moe/shop/node_modules/.bin/tevo-local'], 'node_modules/.bin/tevo-local'],
  [['/usr/bin/node', '/usr/local/bin/tevo-local'], '/usr/local/bin/tevo-local'],
  [['/usr/bin/node', '/home/moe/shop/tevo-local'], './tevo-local'],
] as const)('the program of %o is called %s', ([argv, words]) => {
  expect(programWords(argv, '/home/moe/shop')).toBe(words)
})
