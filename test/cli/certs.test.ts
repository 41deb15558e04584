import { X509Certificate } from 'node:crypto'
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { send } from '../http.ts'
import { useCertificates } from '../https/certificates.ts'
import { run, serve, temporaryDirectory, useCli } from './cli.ts'

const { certificates } = useCertificates()

const cli = useCli()
const tevo = (args: readonly string[], env: Record<string, string> = {}) => run('node', [cli(), ...args], { env })

/** The files of a pair, in a folder of the test's own. */
async function pairIn(directory: string) {
  const { server, key } = await certificates()
  const files = { cert: join(directory, 'server.pem'), key: join(directory, 'server-key.pem') }
  writeFileSync(files.cert, server)
  writeFileSync(files.key, key)
  return files
}

describe('certs', () => {
  test('makes an authority and a certificate for the hosts of the API, and never writes over them by itself', async () => {
    const dir = join(temporaryDirectory(), 'new/folder')
    const read = (name: string) => readFileSync(join(dir, name), 'utf8')

    const made = await tevo(['certs', '--dir', dir, '--host', 'tevo.test', '--host', '10.0.0.7'])

    expect(made, made.stderr).toMatchObject({ code: 0, stderr: '' })
    expect(made.stdout).toContain(`--cert ${dir}/server.pem --key ${dir}/server-key.pem`)
    expect(made.stdout).toContain(`NODE_EXTRA_CA_CERTS=${dir}/authority.pem`)
    expect(statSync(join(dir, 'server-key.pem')).mode & 0o777).toBe(0o600)
    const [authority, server] = [new X509Certificate(read('authority.pem')), new X509Certificate(read('server.pem'))]
    expect([authority.ca, server.ca]).toEqual([true, false])
    expect(authority.verify(authority.publicKey) && server.verify(authority.publicKey)).toBe(true)
    expect(server.checkIssued(authority)).toBe(true)
    for (const name of ['api.ticketevolution.com', 'api.sandbox.ticketevolution.com', 'localhost', 'tevo.test'])
      expect(server.checkHost(name), name).toBe(name)
    for (const address of ['127.0.0.1', '::1', '10.0.0.7']) expect(server.checkIP(address), address).toBe(address)
    expect(server.checkHost('example.com')).toBeUndefined()

    const again = await tevo(['certs', '--dir', dir])
    expect(again).toMatchObject({ code: 2, stdout: '' })
    expect(again.stderr).toMatch(/authority\.pem is there already; give another --dir, or --force/)
    expect(new X509Certificate(read('server.pem')).serialNumber).toBe(server.serialNumber)

    chmodSync(join(dir, 'server-key.pem'), 0o644)
    expect((await tevo(['certs', '--dir', dir, '--force'])).code).toBe(0)
    expect(new X509Certificate(read('server.pem')).serialNumber).not.toBe(server.serialNumber)
    expect(statSync(join(dir, 'server-key.pem')).mode & 0o777).toBe(0o600)
  })

  test.for([
    [['--host', 'http://tevo.test'], '--host http://tevo.test is not a host: give a name such as tevo.test'],
    [['--host', 'tevo.test:443'], '--host tevo.test:443 is not a host'],
    [['--dir', ''], '--dir is empty'],
    [['here'], '"here" belongs to no flag'],
    [['--dir', '/dev/null/x'], '/dev/null/x cannot be written to: ENOTDIR'],
  ] as const)('certs %j is refused', async ([args, said]) => {
    const { code, stderr } = await tevo(['certs', ...args])

    expect(code).toBe(2)
    expect(stderr).toContain(said)
  })
})

describe('--cert and --key', () => {
  test('serve HTTPS, by the flags or by the environment; the first request and the same run again say so', async () => {
    const { cert, key } = await pairIn(temporaryDirectory())
    for (const [args, env] of [
      [['--cert', cert, '--key', key], {}],
      [[], { TEVO_LOCAL_CERT: cert, TEVO_LOCAL_KEY: key }],
    ] as const) {
      const server = await serve(cli(), args, { env })
      expect(server.url).toMatch(/^https:/)
      expect((await send(server.url, 'GET', '/_local/health')).status).toBe(200)
      const { curl, reproduce } = JSON.parse((await server.lines(1))[0] ?? '{}')
      expect(curl).toContain(`curl -sS --cacert ${cert} 'https://127.0.0.1:`)
      expect(reproduce).toContain(`--cert ${cert} --key ${key}`)
    }
  })

  test('exec gives its command an address of https', async () => {
    const { cert, key } = await pairIn(temporaryDirectory())
    const print = ['node', '-p', 'process.env.TEVO_BASE_URL + " " + process.env.TEVO_CONTROL_URL']

    const { code, stdout, stderr } = await tevo(['exec', '--cert', cert, '--key', key, '--', ...print])

    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(/^https:\/\/127\.0\.0\.1:\d+ https:\/\/127\.0\.0\.1:\d+\/_local\/sandboxes\//)
  })

  test('are refused in one line that says which is wrong', async () => {
    const { cert, key } = await pairIn(temporaryDirectory())
    const refusals: [readonly string[], string, Record<string, string>?][] = [
      [['--cert', cert], '--cert needs --key too: give the file of its private key'],
      [['--key', key], '--key needs --cert too'],
      [[], 'TEVO_LOCAL_CERT needs TEVO_LOCAL_KEY too', { TEVO_LOCAL_CERT: cert }],
      [['--cert', '', '--key', key], '--cert is empty'],
      [['--cert', '/nowhere.pem', '--key', key], '--cert /nowhere.pem cannot be read: ENOENT; give a PEM file'],
      [['--cert', cert, '--key', cert], `--key ${cert} is not a PEM with -----BEGIN PRIVATE KEY-----`],
      [['exec', '--connect', 'https://127.0.0.1:9', '--cert', cert, '--', 'true'], 'leave out --cert'],
    ]
    for (const [args, said, env] of refusals) {
      const { code, stderr } = await tevo(args.length > 0 ? args : ['--port', '0'], env)
      expect(code, said).toBe(2)
      expect(stderr).toContain(said)
      expect(stderr.trim().split('\n')).toHaveLength(1)
    }
  })
})

describe('health', () => {
  test('is 0 where tevo-local answers, over http and https', async () => {
    const pair = await pairIn(temporaryDirectory())
    const [plain, secure] = [await serve(cli()), await serve(cli(), ['--cert', pair.cert, '--key', pair.key])]

    for (const { url } of [plain, secure])
      expect(await tevo(['health', '--url', url])).toEqual({ code: 0, stdout: '', stderr: '' })
    const other = await tevo(['health', '--url', secure.url.replace('https:', 'http:')])
    expect(other).toMatchObject({ code: 1, stdout: '' })
    expect(other.stderr).toContain('what answers, with 400, is not tevo-local')
  })

  test('is 1 where nothing answers, or not in time', async () => {
    const silent = createServer((socket) => socket.resume())
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const address = silent.address()
    const port = typeof address === 'object' ? address?.port : 0

    const late = await tevo(['health', '--url', `http://127.0.0.1:${port}`])
    await new Promise((resolve) => silent.close(resolve))
    const gone = await tevo(['health', '--url', `http://127.0.0.1:${port}/`])

    expect(late).toMatchObject({ code: 1, stderr: expect.stringContaining('no answer in 2000 ms') })
    expect(gone).toMatchObject({ code: 1, stderr: expect.stringContaining('ECONNREFUSED') })
    expect(await tevo(['health', '--url', 'tevo'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--url tevo is not a URL'),
    })
  })
})
