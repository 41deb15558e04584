import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { launchCli, run, temporaryDirectory, useCli, useServer } from '../cli/cli.ts'
import { serve } from '../harness.ts'
import { useCertificates } from '../https/certificates.ts'
import { alteringProxy } from './altering-proxy.ts'

/** The command as people run it: exit codes, reports, refusals, and no secret in what it says. */

const { certificates } = useCertificates()

const cli = useCli()
const server = useServer(cli)
beforeAll(() => {
  // They come with the package.
  for (const folder of ['contract', 'fixtures'])
    symlinkSync(join(import.meta.dirname, '../..', folder), join(dirname(cli()), folder))
})

/** The suite sends hundreds of requests, one after another. */
const WHOLE_RUN_MS = 60_000

/** Whatever the tests themselves are run with. */
const NO_VARIABLES = { TEVO_BASE_URL: '', TEVO_API_TOKEN: '', TEVO_API_SECRET: '' }

const verify = (args: readonly string[], env: Record<string, string> = {}) =>
  run('node', [cli(), 'verify', ...args], { env: { ...NO_VARIABLES, ...env }, deadline_ms: WHOLE_RUN_MS })

const website = () => {
  const { token = '', secret = '' } = server().credentials.website ?? {}
  return { token, secret, flags: ['--token', token, '--secret', secret] }
}

test(
  'a server that is as described: exit code 0, the same in text, JSON and JUnit, and no secret anywhere',
  async () => {
    const { token, secret, flags } = website()
    const directory = temporaryDirectory()
    const [json, junit] = [join(directory, 'drift.json'), join(directory, 'drift.xml')]
    const ended = await verify(['--target', `${server().url}/`, ...flags, '--json', json, '--junit', junit])

    expect(ended, ended.stderr).toMatchObject({ code: 0, stderr: '' })
    const report = JSON.parse(readFileSync(json, 'utf8'))
    expect(report).toMatchObject({ target: server().url, writes: false, counts: { drift: 0 } })
    expect(ended.stdout).toContain(
      `164 operations of ${server().url}: ${report.counts['as described']} as described, 0 with drift, ${report.counts['not checked']} not checked`,
    )
    const checks = report.operations.flatMap(({ checks }: { checks: object[] }) => checks)
    const xml = readFileSync(junit, 'utf8')
    expect(xml).toContain(
      `<testsuite name="tevo-local verify" tests="${checks.length}" failures="0" errors="0" skipped="`,
    )
    expect(xml.match(/<testcase /g)).toHaveLength(checks.length)
    for (const text of [ended.stdout, JSON.stringify(report), xml]) {
      expect(text).not.toContain(token)
      expect(text).not.toContain(secret)
    }
  },
  WHOLE_RUN_MS,
)

test('target, token and secret may be in the environment', async () => {
  const { token, secret } = website()
  const env = { TEVO_BASE_URL: server().url, TEVO_API_TOKEN: token, TEVO_API_SECRET: secret }
  expect(await verify(['--only', 'venues.show'], env)).toMatchObject({ code: 0, stderr: '' })
})

test('over HTTPS, where its authority is trusted, and not otherwise', async () => {
  const { authority, server: cert, key } = await certificates()
  const secure = await serve({ tls: { cert, key } })
  const file = join(temporaryDirectory(), 'authority.pem')
  writeFileSync(file, authority)
  const { token, secret } = secure.keysOf('website')
  const args = ['--target', secure.url, '--token', token, '--secret', secret, '--only', 'clients.update', '--writes']
  expect(await verify(args, { NODE_EXTRA_CA_CERTS: file })).toMatchObject({ code: 0, stderr: '' })
  expect(await verify(args)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(
      / cannot be reached: \w+; its certificate is not trusted here: set NODE_EXTRA_CA_CERTS/,
    ),
  })
})

test('after Ctrl-C it takes back what it has made, and tells what it saw', async () => {
  const own = await serve()
  const keys = own.keysOf('website')
  const target = await alteringProxy(own.url, keys, {
    answered: ({ path }) => {
      if (path.endsWith('/hold')) running.child.kill('SIGINT')
    },
  })
  const flags = ['--target', target, '--token', keys.token, '--secret', keys.secret, '--writes', '--delay', '100ms']
  const running = launchCli(cli(), ['verify', ...flags, '--only', 'ticket_groups.update_hold'], { env: NO_VARIABLES })
  expect(await running.ended).toBe(130)
  expect([...own.reader().all('ticket_holds')].map(({ state }) => state)).toEqual(['released'])
  expect(await running.lines(3)).toEqual([
    'Not checked',
    '  it was stopped',
    '    ticket_groups.update_hold: a hold is changed',
  ])
})

describe('a server that differs', () => {
  const moreFields = () =>
    alteringProxy(server().url, website(), {
      answered: ({ path }, answer) => {
        if (/^\/v9\/venues\/\d+$/.test(path) && answer.status === 200) answer.body['a < b'] = true
      },
    })

  test('exit code 1, with operation, field and mark in every report', async () => {
    const junit = join(temporaryDirectory(), 'drift.xml')
    const ended = await verify([
      '--target',
      await moreFields(),
      ...website().flags,
      '--only',
      'venues.show',
      '--junit',
      junit,
    ])
    expect(ended).toMatchObject({ code: 1, stderr: '' })
    expect(ended.stdout).toMatch(
      /^venues\.show {2}GET \/v9\/venues\/:venue_id\n {2}documented: https:\/\/\S+\n {2}one by its id\n {4}unknown \/a < b: expected no such field, got a boolean\n/,
    )
    expect(readFileSync(junit, 'utf8')).toMatch(
      /<testcase classname="venues\.show" name="one by its id" time="[\d.]+"><failure type="unknown" message="unknown \/a &lt; b: expected no such field, got a boolean">/,
    )
  })

  test('a field more does not fail where only what breaks clients does', async () => {
    const flags = ['--target', await moreFields(), ...website().flags, '--only', 'venues.show', '--fail-on', 'breaking']
    const { code, stdout } = await verify(flags)
    expect(code, stdout).toBe(0)
    expect(stdout).toContain('unknown /a < b')
  })

  test('what it says again of token and secret is hidden', async () => {
    const { token, secret, flags } = website()
    const target = await alteringProxy(
      server().url,
      { token, secret },
      {
        answered: ({ path }, answer) => {
          if (/^\/v9\/venues\/\d+$/.test(path))
            Object.assign(answer, { status: 500, body: { error: `${token} and ${secret}` } })
        },
      },
    )
    const { code, stdout } = await verify(['--target', target, ...flags, '--only', 'venues.show'])
    expect(code).toBe(1)
    expect(stdout).toContain('status status: expected 200, got 500 (hidden) and (hidden)')
    expect(stdout).not.toContain(secret)
  })
})

describe('what cannot be done', () => {
  const OF_NOBODY = ['--token', 'nobodys-token', '--secret', 'nobodys-secret']

  test('a credential that the server refuses', async () => {
    const { code, stdout, stderr } = await verify(['--target', server().url, ...OF_NOBODY])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe(
      'tevo-local: the server refuses the token or the secret: Unauthorized; give the --token and the --secret of an account of it\n',
    )
  })

  test.for<[readonly string[], RegExp]>([
    [
      [],
      /^verify has no --target: give it, or TEVO_BASE_URL in the environment; such as: tevo-local verify --target https:/,
    ],
    [['--target', 'http://127.0.0.1:1'], /^verify has no --token: give it, or TEVO_API_TOKEN in the environment/],
    [
      ['--target', 'http://127.0.0.1:1', ...OF_NOBODY],
      /^nothing listens on http:\/\/127\.0\.0\.1:1; start the server with tevo-local, or give --target URL$/,
    ],
    [
      ['--target', 'https://API.ticketevolution.com', ...OF_NOBODY, '--writes'],
      /^orders are real on api\.ticketevolution\.com: leave out --writes, or give the --target of a sandbox$/,
    ],
    [
      ['--target', 'api.example.com', ...OF_NOBODY],
      /^--target is not the URL of a server: give one without user, query and \/v9, such as https:/,
    ],
    [['--target', 'http://me:nobodys-secret@localhost', ...OF_NOBODY], /^--target is not the URL of a server/],
    [
      ['--target', 'http://localhost', '--token', 'nobodys secret', '--secret', 'x'],
      /^--token cannot go into a header/,
    ],
    [
      ['--target', 'http://localhost', ...OF_NOBODY, '--only', 'event.index'],
      /^--only event\.index is not known here: did you mean "events\.index"\?$/,
    ],
    [['--target', 'http://localhost', ...OF_NOBODY, '--delay', '2h'], /^--delay 2h is too long: give at most 1m/],
    [
      ['--target', 'http://localhost', ...OF_NOBODY, '--max-requests', '0'],
      /^--max-requests 0 is not a limit: give a whole number from 1$/,
    ],
    [['--target', 'http://localhost', ...OF_NOBODY, '--fail-on', 'all'], /^--fail-on all is not known here/],
    [['--target', 'http://localhost', ...OF_NOBODY, 'events.index'], /^"events\.index" belongs to no flag of verify/],
    [['--write'], /^--write is not known here; did you mean --writes\?$/],
  ])('%s', async ([args, message]) => {
    const { code, stdout, stderr } = await verify(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^tevo-local: [^\n]+\n$/)
    expect(stderr.slice('tevo-local: '.length, -1)).toMatch(message)
    expect(stderr).not.toContain('nobodys')
  })
})
