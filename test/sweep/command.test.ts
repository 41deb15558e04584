import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { launch, run, temporaryDirectory, useCli } from '../cli/cli.ts'
import { until } from '../deadline.ts'
import { timeless } from './programs.ts'

/** `tevo-local sweep`: a command in any language, its flags, its files, and what a signal does. */

const cli = useCli()
const DEADLINE_MS = 60_000
const TIMEOUT = { timeout: DEADLINE_MS + 10_000 }

const sweep = (args: readonly string[], cwd?: string) =>
  run(process.execPath, [cli(), 'sweep', ...args], { deadline_ms: DEADLINE_MS, ...(cwd === undefined ? {} : { cwd }) })

/** Sells in Python with nothing but the variables; a lost answer it takes for a refusal, and sends the order again. */
const SHOP = `
import base64, hmac, http.client, json, os, urllib.request
order = {"seller_id": 1691, "client_id": 107655, "shipped_items": [
    {"type": "WillCall", "items": [{"ticket_group_id": 52554292, "price": 50, "quantity": 2}]}]}
url, body = os.environ["TEVO_BASE_URL"], json.dumps({"orders": [order]})
digest = hmac.digest(os.environ["TEVO_API_SECRET"].encode(), f"POST {url[7:]}/v9/orders?{body}".encode(), "sha256")
keys = {"X-Token": os.environ["TEVO_API_TOKEN"], "X-Signature": base64.b64encode(digest).decode()}
def sell():
    with urllib.request.urlopen(urllib.request.Request(f"{url}/v9/orders", body.encode(), keys)) as answer:
        return json.load(answer)
try:
    sell()
except http.client.HTTPException:
    sell()
print("sold")
`

function shopIn(folder: string): readonly string[] {
  writeFileSync(join(folder, 'shop.py'), SHOP)
  return ['--', 'python3', 'shop.py']
}

test('a program in another language needs nothing but the variables', TIMEOUT, async () => {
  const folder = temporaryDirectory()
  const flags = ['--jobs', '4', '--effects', 'lost-answer,503', '--seed', '7', '--clock', '2026-01-01T00:00:00Z']
  const files = ['--json', 'sweep.json', '--junit', 'sweep.xml', '--html', 'sweep.html']
  const { code, stdout, stderr } = await sweep([...flags, ...files, ...shopIn(folder)], folder)

  expect([code, stderr]).toEqual([
    1,
    'Without a fault: 1 request and 0 webhooks. To be tried: 2 runs.\nsilent damage: orders.create#1:lost-answer\n',
  ])
  expect(stdout).toMatch(/^request +lost-answer +503\norders\.create#1 +SILENT +reported\n/)
  expect(stdout).toMatch(/\n2 runs: 1 silent damage, 1 reported\n$/)
  const report = JSON.parse(readFileSync(join(folder, 'sweep.json'), 'utf8'))
  expect(report).toMatchObject({
    command: ['python3', 'shop.py'],
    setup: { world: null, seed: 7, clock: '2026-01-01T00:00:00.000Z' },
    summary: { 'silent damage': 1, reported: 1 },
  })
  for (const file of ['sweep.xml', 'sweep.html'])
    expect(readFileSync(join(folder, file), 'utf8')).toContain('orders.create#1:lost-answer')

  // The printed line brings back this run, and its class; what the program says is shown.
  const [worst] = report.runs
  expect(worst.reproduce).toMatch(
    /^node \S+cli\.js sweep --run 'orders\.create#1:lost-answer' --seed 7 --clock 2026-01-01T00:00:00Z -- python3 shop\.py$/,
  )
  const again = await run('sh', ['-c', `${worst.reproduce.replace(' -- ', ' --json again.json -- ')}`], {
    cwd: folder,
    deadline_ms: DEADLINE_MS,
  })
  expect(again.code).toBe(1)
  expect(again.stderr.match(/^sold$/gm)).toEqual(['sold'])
  const { runs } = JSON.parse(readFileSync(join(folder, 'again.json'), 'utf8'))
  expect(timeless(runs)).toEqual(timeless([worst]))

  // In a pipeline only what is new counts; and nothing is run twice.
  const known = ['--fail-on', 'new', '--baseline', 'sweep.json']
  const resumed = await sweep(
    [...flags, '--json', 'sweep.json', '--resume', ...known, '--quiet', ...shopIn(folder)],
    folder,
  )
  expect(resumed.code).toBe(0)
  expect(resumed.stdout).toMatch(/\nNothing of it is new\.\n$/)
  expect(resumed.stderr).toBe('tevo-local: goes on with sweep.json: 2 runs are done\n')
  writeFileSync(join(folder, 'known.json'), JSON.stringify({ ...report, runs: [] }))
  const found = await sweep([...flags, '--fail-on', 'new', '--baseline', 'known.json', ...shopIn(folder)], folder)
  expect([found.code, found.stdout]).toEqual([1, expect.stringMatching(/\nNew: orders\.create#1:lost-answer\n$/)])
})

/** Sells; when that fails, it starts another program and waits for it, for ever. */
const HANGS = `
import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { writeFileSync } from 'node:fs'
const { TEVO_BASE_URL: url, TEVO_API_TOKEN: token, TEVO_API_SECRET: secret } = process.env
const target = new URL(url).host + '/v9/companies?'
const signature = createHmac('sha256', secret).update('GET ' + target).digest('base64')
const answer = await fetch(url + '/v9/companies', { headers: { 'X-Token': token, 'X-Signature': signature } })
if (!answer.ok) {
  process.on('SIGTERM', () => {})
  const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'])
  writeFileSync('pids', process.pid + ' ' + child.pid)
  await new Promise(() => setInterval(() => {}, 1000))
}
`

const isRunning = (pid: number): boolean => {
  try {
    // A process that has ended, and that nobody has asked for yet, still has its number.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

function hangingIn(folder: string): readonly string[] {
  writeFileSync(join(folder, 'hangs.mjs'), HANGS)
  return ['--effects', '503', '--', process.execPath, 'hangs.mjs']
}

const pidsIn = async (folder: string): Promise<number[]> => {
  const file = join(folder, 'pids')
  const text = await until('the numbers of its processes', () => existsSync(file) && readFileSync(file, 'utf8'))
  return text.split(' ').map(Number)
}

test('a command that hangs is ended with all that it has started, and told of', TIMEOUT, async () => {
  const folder = temporaryDirectory()
  const { code, stdout } = await sweep(['--deadline', '8s', ...hangingIn(folder)], folder)

  expect([code, stdout]).toEqual([
    1,
    expect.stringMatching(/\nhung: companies\.index#1:503\n[\s\S]*\n1 run: 1 hung\n$/),
  ])
  const pids = await pidsIn(folder)
  expect(pids).toHaveLength(2)
  await until('their end', () => !pids.some(isRunning))
})

test.for([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends what runs, and tells what was found so far', TIMEOUT, async ([signal, code]) => {
  const folder = temporaryDirectory()
  const { child, stderr, ended, lines } = launch(
    process.execPath,
    [cli(), 'sweep', '--json', 'sweep.json', ...hangingIn(folder)],
    { cwd: folder },
  )
  await until('the run that hangs', () => stderr().includes('To be tried: 1 run.'))
  const pids = await pidsIn(folder)
  onTestFinished(() => expect(pids.some(isRunning)).toBe(false))
  child.kill(signal)

  expect(await ended).toBe(code)
  expect((await lines(5)).slice(3)).toEqual(['0 runs', 'Not tried, for the sweep was stopped: companies.index#1:503'])
  expect(JSON.parse(readFileSync(join(folder, 'sweep.json'), 'utf8'))).toMatchObject({
    runs: [],
    not_tried: [{ id: 'companies.index#1:503', why: 'the sweep was stopped' }],
  })
  await until('their end', () => !pids.some(isRunning))
})

describe('what cannot be done is refused in one line, with exit code 2', () => {
  test.for<[args: string[], message: RegExp]>([
    [[], /sweep has no command to run: give the command after --, such as: tevo-local sweep -- npm test$/],
    [['npm', 'test'], /"npm" belongs to no flag of sweep: give the command after --/],
    [
      ['--', 'no-such-program'],
      /sweep cannot start no-such-program: there is no such program; give a command after --/,
    ],
    [['--effect', '503', '--', 'true'], /--effect is not known here; did you mean --effects\?/],
    [['--effects', '504', '--', 'true'], /--effects 504 is not known here: did you mean "503"\?/],
    [['--at', 'after,during', '--', 'true'], /--at during is not known here: there are before, after$/],
    [['--jobs', '0', '--', 'true'], /--jobs 0 is not a number of runs at once: give a whole number from 1 to 256$/],
    [['--budget', 'long', '--', 'true'], /--budget "long" is not a duration: give 15m/],
    [['--resume', '--', 'true'], /--resume goes on with the report that --json FILE names: give that, too$/],
    [['--fail-on', 'new', '--', 'true'], /--fail-on new and --baseline FILE, .* belong together: give both$/],
    [['--fail-on', 'old', '--', 'true'], /--fail-on old is not known here: there are any, new$/],
    [
      ['--fail-on', 'new', '--baseline', 'none.json', '--', 'true'],
      /--baseline none\.json cannot be read: ENOENT; give/,
    ],
    [
      ['--fail-on', 'new', '--baseline', 'package.json', '--', 'true'],
      /--baseline package\.json is not the report of a sweep; give the file that --json of a sweep has written$/,
    ],
    [['--world', 'none.json', '--', 'true'], /none\.json cannot be read/],
    [['--', 'true'], /The command sent no request to its sandbox: does it use the variables/],
    [
      ['--jobs', '1', '--', 'sh', '-c', 'echo no >&2; exit 3'],
      /The command ends with exit code 3 before .* it said last: no$/,
    ],
  ])('%o', TIMEOUT, async ([args, message]) => {
    const { code, stdout, stderr } = await sweep(args)
    expect([code, stdout, stderr.trimEnd()]).toEqual([2, '', expect.stringMatching(message)])
    expect(stderr.trimEnd()).not.toContain('\n')
  })
})
