import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { packageJson } from '../../scripts/package-json.js'
import { HELP } from '../../src/commands/help.ts'
import { type Ended, run, temporaryDirectory, useCli } from './cli.ts'

const cli = useCli()

const tevoLocal = (args: readonly string[], env: Record<string, string> = {}) =>
  run(process.execPath, [cli(), ...args], { env })

/** One line on stderr, exit code 2, and nothing else. */
function expectProblem({ code, stdout, stderr }: Ended, message: string | RegExp): void {
  expect(stderr).toMatch(/^tevo-local: [^\n]+\n$/)
  const said = stderr.slice('tevo-local: '.length, -1)
  if (typeof message === 'string') expect(said).toBe(message)
  else expect(said).toMatch(message)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
}

test.for(['--help', '-h'])('%s prints every flag and command', async (flag) => {
  const { code, stdout, stderr } = await tevoLocal([flag])

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  for (const word of [
    'sign METHOD URL',
    'call METHOD PATH',
    '--port',
    '--host',
    '--world FILE',
    '--seed N',
    '--data FILE',
    '--clock',
    '--faults FILE',
  ])
    expect(stdout).toContain(word)
  for (const word of ['world new', '--events N', '--seed N', '--out FILE', '--force']) expect(stdout).toContain(word)
  for (const word of ['--control-token', 'TEVO_LOCAL_CONTROL_TOKEN', '--log', '--quiet', '--as', '--token', '--url'])
    expect(stdout).toContain(word)
})

test.for(['serve', 'exec', 'sign', 'call', 'world', 'broker'])('help is there for the command %s', async (command) => {
  const [flag, word] = await Promise.all([tevoLocal([command, '--help']), tevoLocal(['help', command])])

  expect(flag.stdout).toMatch(new RegExp(`^  tevo-local .*\\b${command}\\b`, 'm'))
  expect(flag.stdout).toContain('--')
  expect(flag.stdout.length).toBeLessThan(HELP.length / 2)
  expect(word).toEqual(flag)
})

test('help and version are guessed as commands, too', async () => {
  expect(await tevoLocal(['help'])).toEqual({ code: 0, stdout: HELP, stderr: '' })
  expect(await tevoLocal(['version'])).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' })
})

test.for(['--version', '-v'])('%s prints the version and nothing else', async (flag) => {
  expect(await tevoLocal([flag])).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' })
})

describe('a flag that cannot be understood is named in one line, with what to do', () => {
  const cases: [args: string[], message: string | RegExp][] = [
    [['--prot', '1'], '--prot is not known here; did you mean --port?'],
    [['--verbose-please'], '--verbose-please is not known here; see tevo-local --help'],
    [['-x'], /^-x is not known here/],
    [['--port'], '--port needs a value; one that starts with a dash is given as --port=VALUE'],
    [['--seed', '--quiet'], '--seed needs a value; one that starts with a dash is given as --seed=VALUE'],
    [['--quiet=yes'], '--quiet takes no value; give it alone'],
    [['--port', 'http'], '--port http is not a port: give a number from 0 (picks a free one) to 65535'],
    [['--port', '65536'], '--port 65536 is not a port: give a number from 0 (picks a free one) to 65535'],
    [['--port=-1'], '--port -1 is not a port: give a number from 0 (picks a free one) to 65535'],
    [['--port', '80.5'], '--port 80.5 is not a port: give a number from 0 (picks a free one) to 65535'],
    [['--clock', 'tomorrow'], '--clock tomorrow is not a time: give one with its zone, such as 2026-01-31T19:00:00Z'],
    [['--clock', '2026-01-31T19:00:00'], /^--clock 2026-01-31T19:00:00 is not a time: give one with its zone/],
    [['--max-sandboxes', '0'], '--max-sandboxes 0 is not a limit: give a whole number from 1'],
    [['--max-snapshots', 'many'], '--max-snapshots many is not a limit: give a whole number from 0'],
    [['--log', 'xml'], '--log xml is not a format of the log: give one of pretty, json'],
    [['--host', ''], '--host is empty; give a value, or leave it out'],
    [['--faults', ''], '--faults is empty; give a value, or leave it out'],
    [['--faults', 'no-such.json'], '--faults no-such.json cannot be read: ENOENT; give a JSON file of fault rules'],
    [['--data', ''], '--data is empty; give a value, or leave it out'],
    [['--control-token', 'two words'], '--control-token cannot go into a header: give printable ASCII without spaces'],
    [['--control-token='], '--control-token cannot go into a header: give printable ASCII without spaces'],
    [
      ['--seed', 'world.json'],
      '--seed world.json is not a seed: give a whole number from 0; the file of a world goes with --world FILE',
    ],
    [
      ['--random-seed', '7'],
      '--random-seed is called --seed now: give --seed N; the file of a world goes with --world FILE',
    ],
    [
      ['sign', 'GET', '/v9/orders', '--seed', 'world.json'],
      '--seed is not known here; the file of a world goes with --world FILE',
    ],
    [['--quiet', 'extra'], '"extra" belongs to no flag; give flags only, see tevo-local --help'],
    [
      ['sing', 'GET', '/v9/orders'],
      '"sing" is not a command: there are serve, sign, call, world, exec, sweep, verify, openapi, certs, health, broker, help, version: did you mean sign?',
    ],
    [
      ['constructor'],
      '"constructor" is not a command: there are serve, sign, call, world, exec, sweep, verify, openapi, certs, health, broker, help, version: see tevo-local --help',
    ],
    [['--port', '0', '--host', '203.0.113.1'], /^203\.0\.113\.1 is not an address of this machine: give one that is/],
    [['--port', '0', '--host', 'no.such.invalid'], /^no\.such\.invalid is not an address of this machine/],
  ]

  test.concurrent.for(cases)('%j', async ([args, message]) => {
    expectProblem(await tevoLocal(args), message)
  })
})

test('a control token in the environment that no header could carry is refused by its name', async () => {
  expectProblem(
    await tevoLocal(['--port', '0'], { TEVO_LOCAL_CONTROL_TOKEN: 'ä' }),
    'TEVO_LOCAL_CONTROL_TOKEN cannot go into a header: give printable ASCII without spaces',
  )
})

test('a port that is in use is named', async ({ onTestFinished }) => {
  const other = createServer()
  onTestFinished(() => void other.close())
  const port = await new Promise<number>((resolve) => {
    other.listen(0, '127.0.0.1', () => {
      const address = other.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })

  expectProblem(
    await tevoLocal(['--port', String(port)]),
    `port ${port} of 127.0.0.1 is in use; stop the program that has it, or give another port (0 picks a free one)`,
  )
})

describe('a file that cannot be used is named', () => {
  const world = { credentials: [{ id: 1, name: 'website', label: 'w', type: 'Api', token: 'short', secret: 'short' }] }
  const cases: [flag: string, file: string, message: RegExp][] = [
    ['--world', 'none.json', /^\S+none\.json cannot be read: there is no such file; give the path of a world file$/],
    ['--world', 'directory', /^\S+directory cannot be read: it is a directory; /],
    ['--world', 'broken.json', /^\S+broken\.json is not JSON: .*; give the path of a world file$/],
    ['--world', 'empty.json', /^\S+empty\.json is not JSON: Unexpected end of JSON input; /],
    ['--world', 'null.json', /^\S+null\.json: world: null is not a world: give an object$/],
    [
      '--world',
      'wrong.json',
      /^\S+wrong\.json: credentials\[0\]\.type: "Api" is not one of "API".* \(and more is wrong\)$/,
    ],
    ['--data', 'directory', /^\S+directory is a folder, which keeps nothing; give --data the path of a file/],
    ['--data', 'broken.json', /^\S+broken\.json is not JSON: /],
    ['--data', 'wrong.json', /^\S+wrong\.json: credentials\[0\]\.type: /],
    [
      '--data',
      'none/data.json',
      /^\S+none\/data\.json cannot be written: its folder is not there \(ENOENT\); mend that/,
    ],
  ]

  test.concurrent.for(cases)('%s %s', async ([flag, file, message], { onTestFinished }) => {
    const directory = temporaryDirectory(onTestFinished)
    mkdirSync(join(directory, 'directory'))
    writeFileSync(join(directory, 'broken.json'), '{\n  "credentials": [\n')
    writeFileSync(join(directory, 'empty.json'), '')
    writeFileSync(join(directory, 'null.json'), 'null')
    writeFileSync(join(directory, 'wrong.json'), JSON.stringify(world))

    expectProblem(await tevoLocal(['--port', '0', flag, join(directory, file)]), message)
  })
})

describe('sign and call say what they lack', () => {
  const cases: [args: string[], message: string | RegExp][] = [
    [['sign'], /^sign takes a METHOD and a URL, not 0 words; such as: tevo-local sign GET /],
    [['sign', 'GET'], /^sign takes a METHOD and a URL, not 1 words/],
    [['call', 'GET', '/v9/orders', 'more'], /^call takes a METHOD and a URL, not 3 words/],
    [['sign', 'FETCH', '/v9/orders'], 'FETCH is not a method of the API: give one of GET, POST, PUT, PATCH, DELETE'],
    [['sign', 'GET', 'v9/orders'], /^v9\/orders is not a URL: give a path such as \/v9\/orders, or a URL such as http/],
    [['sign', 'GET', 'ftp://127.0.0.1/v9/orders'], /^ftp:\/\/127\.0\.0\.1\/v9\/orders is not a URL/],
    [['sign', 'GET', 'http://me:secret@127.0.0.1/v9'], /is not a URL/],
    [['call', 'GET', '/v9/orders', '--url', '127.0.0.1:1'], /is not a URL/],
    [
      ['sign', 'GET', '/v9/orders', '--as', 'web-site'],
      'the default world has no credential "web-site"; did you mean website?',
    ],
    [
      ['sign', 'GET', '/v9/orders', '--as', 'nobody at all'],
      /has no credential "nobody at all"; it has: website, processor, store/,
    ],
    [['sign', 'GET', '/v9/orders', '--token', 'abc'], '--token and --secret belong together; give both, or --as NAME'],
    [['sign', 'GET', '/v9/orders', '--token', 'a', '--secret', 'b', '--as', 'website'], /^--as and --token say twice/],
    [['sign', 'GET', '/v9/orders', '--token', 'a\nb', '--secret', 'b'], /^--token takes printable ASCII/],
    [['sign', 'GET', '/v9/orders', '--world', '/none.json'], /^\/none\.json cannot be read: there is no such file/],
    [
      ['sign', 'POST', '/v9/orders', '-d', '@/none.json'],
      /^the body @\/none\.json cannot be read: ENOENT; give -d @FILE/,
    ],
    [['sign', 'POST', '/v9/orders', '-d'], /^--data needs a value/],
    [['sign', 'POST', '/v9/orders', '--dat', '{}'], '--dat is not known here; did you mean --data?'],
  ]

  test.concurrent.for(cases)('%j', async ([args, message]) => {
    expectProblem(await tevoLocal(args), message)
  })
})
