import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DEADLINE_MS, until, within } from '../deadline.ts'
import { send } from '../http.ts'
import { launchCli, run, serve, temporaryDirectory, useCli } from './cli.ts'

const cli = useCli()

const HEALTH = '/_local/health'
const SANDBOX = '/_local/sandboxes/default'

/** Another world than the default one, with one credential. */
const ACME = {
  brokerages: [{ id: 7, name: 'Acme', abbreviation: 'ACME', updated_at: '2020-01-01T00:00:00Z' }],
  offices: [{ id: 8, brokerage_id: 7, name: 'Main', updated_at: '2020-01-01T00:00:00Z' }],
  credentials: [
    {
      id: 1,
      name: 'acme',
      label: 'Acme website',
      type: 'API',
      token: 'acmewebsite000000000000000000001',
      secret: 'acme-website-secret-00000000000000000001',
      office_id: 8,
    },
  ],
}

/** What a shell makes of a curl that somebody pasted. */
async function paste(curl: string): Promise<{ status: string; body: string }> {
  const { code, stdout, stderr } = await run('bash', ['-c', `${curl} -w '\\n%{http_code}'`])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const [status = '', ...lines] = stdout.split('\n').reverse()
  return { status, body: lines.reverse().join('\n') }
}

describe('what is printed at the start', () => {
  test('is the address, the credentials and a first curl that works when pasted', async () => {
    const { lines } = launchCli(cli(), ['--port', '0'])
    const printed = await lines(10)
    const url = printed[0]?.split(' ').at(-1) ?? ''

    expect(printed[0]).toMatch(/^tevo-local \d+\.\d+\.\d+ listens on http:\/\/127\.0\.0\.1:\d+$/)
    expect((await send(url, 'GET', HEALTH)).status).toBe(200)
    expect(printed[3]).toMatch(
      /^ {2}website +API +springfieldwebsite00000000000001 +springfield-website-secret-0000000000001$/,
    )
    expect(await paste(printed.at(-1) ?? '')).toMatchObject({
      status: '200',
      body: expect.stringMatching(/"events":\[\{/),
    })
  })

  test('is where to look inside, and there is something to see', async () => {
    const { lines } = launchCli(cli(), ['--port', '0'])
    const [inside = '', journal = ''] = (await lines(13)).slice(-2)

    expect(inside).toMatch(/^Look inside with a browser: http:\/\/127\.0\.0\.1:\d+\/$/)
    const url = (line: string) => line.split(' ').at(-1) ?? ''
    expect((await send(url(inside).replace(/\/$/, ''), 'GET', '/', { Accept: 'text/html' })).status).toBe(200)
    expect((await fetch(url(journal))).status).toBe(200)
  })

  test('with --log json is one line of JSON, and its curl works as well', async () => {
    const { url, port, credentials, curl, lines } = await serve(cli())
    const [line = ''] = await lines(1)

    expect(JSON.parse(line)).toEqual({
      event: 'listening',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      url: `http://127.0.0.1:${port}`,
      port,
      credentials: expect.objectContaining({
        processor: {
          type: 'User',
          token: 'shelbyvilleprocessor000000000001',
          secret: 'shelbyville-processor-secret-00000000001',
        },
      }),
      curl,
      journal: `${url}/_local/sandboxes/default/requests`,
      seed: 1,
      reproduce: expect.stringMatching(/^node \S+cli\.js --seed 1 --clock \d{4}-\d\d-\d\dT[\d:.]+Z$/),
    })
    expect(url).not.toBe('http://127.0.0.1:0')
    expect(Object.keys(credentials)).toEqual(['website', 'processor', 'store', 'shelbyville'])
    expect((await paste(curl)).status).toBe('200')
  })

  test('with --quiet is nothing', async () => {
    const data = join(temporaryDirectory(), 'data.json')
    const { child, ended, stderr } = launchCli(cli(), ['--port', '0', '--host', '0.0.0.0', '--quiet', '--data', data])
    const output: Buffer[] = []
    child.stdout?.on('data', (chunk: Buffer) => output.push(chunk))
    // Nobody could know the token that was made: it is the one thing that is still said, on stderr.
    await until('the token', () => stderr() !== '')
    child.kill('SIGTERM')

    expect(await within(DEADLINE_MS, 'the end', ended)).toBe(0)
    expect(output).toEqual([])
    expect(stderr()).toMatch(/^The control plane asks for: Authorization: Bearer \S+\n$/)
  })
})

test('IPv6 addresses can be listened on, and their curl works', async () => {
  const { url, curl } = await serve(cli(), ['--host', '::1'])

  expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/)
  expect((await paste(curl)).status).toBe('200')
})

test('--world starts from another world, whose credentials are printed and work', async () => {
  const file = join(temporaryDirectory(), 'acme.json')
  writeFileSync(file, JSON.stringify(ACME))
  const { credentials, curl } = await serve(cli(), ['--world', file])

  expect(credentials).toEqual({
    acme: {
      type: 'API',
      token: 'acmewebsite000000000000000000001',
      secret: 'acme-website-secret-00000000000000000001',
    },
  })
  expect((await paste(curl)).status).toBe('200')
})

test('a world without credentials can be served; there is no curl then', async () => {
  const file = join(temporaryDirectory(), 'empty.json')
  writeFileSync(file, '{}')
  const { url, credentials, curl } = await serve(cli(), ['--world', file])

  expect({ credentials, curl }).toEqual({ credentials: {}, curl: undefined })
  expect((await send(url, 'GET', HEALTH)).status).toBe(200)
})

test('--clock lets the time stand still', async () => {
  const { control } = await serve(cli(), ['--clock', '2026-01-31T19:00:00+01:00'])

  expect((await control('GET', '/clock')).body).toEqual({ now: '2026-01-31T18:00:00.000Z', frozen: true })
})

describe('the control plane', () => {
  const bearer = (token: string | undefined) => ({ Authorization: `Bearer ${token}` })

  test('of a server that others can reach asks for a token, made anew and printed', async () => {
    const [one, other] = await Promise.all([serve(cli(), ['--host', '0.0.0.0']), serve(cli(), ['--host', '0.0.0.0'])])

    expect(one.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(one.control_token).toMatch(/^[\w-]{32}$/)
    expect(other.control_token).not.toBe(one.control_token)
    expect((await send(one.url, 'GET', HEALTH)).status).toBe(200)
    expect((await send(one.url, 'GET', SANDBOX)).status).toBe(401)
    expect((await send(one.url, 'GET', SANDBOX, bearer(other.control_token))).status).toBe(401)
    expect((await send(one.url, 'GET', SANDBOX, bearer(one.control_token))).status).toBe(200)
  })

  test('of such a server says its token for a person, too', async () => {
    const { lines } = launchCli(cli(), ['--port', '0', '--host', '0.0.0.0'])

    expect((await lines(18)).at(-1)).toMatch(/^The control plane asks for: Authorization: Bearer [\w-]{32}$/)
  })

  test.for([
    { args: ['--control-token', 'mine'], env: { TEVO_LOCAL_CONTROL_TOKEN: 'other' } },
    { args: ['--host', '0.0.0.0'], env: { TEVO_LOCAL_CONTROL_TOKEN: 'mine' } },
  ])('asks for the token it was given, which nothing prints: $args', async ({ args, env }) => {
    const { url, control_token, stderr } = await serve(cli(), args, { env })

    expect({ control_token, stderr: stderr() }).toEqual({ control_token: undefined, stderr: '' })
    expect((await send(url, 'GET', SANDBOX)).status).toBe(401)
    expect((await send(url, 'GET', SANDBOX, bearer('mine'))).status).toBe(200)
  })

  test('is open on loopback; an empty TEVO_LOCAL_CONTROL_TOKEN is none', async () => {
    const { url, control_token } = await serve(cli(), [], { env: { TEVO_LOCAL_CONTROL_TOKEN: '' } })

    expect(control_token).toBeUndefined()
    expect((await send(url, 'GET', SANDBOX)).status).toBe(200)
  })
})
