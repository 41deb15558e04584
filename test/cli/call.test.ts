import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { DEADLINE_MS, within } from '../deadline.ts'
import { type Ended, run, serve, useCli, useServer } from './cli.ts'

const cli = useCli()
const server = useServer(cli)

const call = (args: readonly string[], input = ''): Promise<Ended> =>
  run(process.execPath, [cli(), 'call', ...args], { input })

/** A TCP server that does this to whoever connects. */
async function tcpServer(serveOne: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(serveOne)
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

test('a 2xx: the status on stderr, the JSON over several lines on stdout, exit code 0', async () => {
  const { url } = server()
  const { code, stdout, stderr } = await call([
    'GET',
    '/v9/orders?type=Order&state=pending',
    '--as',
    'processor',
    '--url',
    url,
  ])

  expect({ code, stderr }).toEqual({ code: 0, stderr: 'HTTP/1.1 200 OK\n' })
  expect(stdout).toBe(`${JSON.stringify(JSON.parse(stdout), null, 2)}\n`)
  expect(JSON.parse(stdout)).toMatchObject({ total_entries: 0, orders: [] })
})

test('any other answer: the same, and exit code 1', async () => {
  const { url } = server()
  const { code, stdout, stderr } = await call(['GET', '/v9/orders/1', '--url', `${url}/`])

  expect({ code, stderr }).toEqual({ code: 1, stderr: 'HTTP/1.1 404 Not Found\n' })
  expect(JSON.parse(stdout)).toEqual({ error: 'Not Found', message: "Couldn't find Order with ID=1" })
})

test('a refused signature: the status line has what X-Tevo-Local says, and below it stands the explanation', async () => {
  const { url } = server()
  const { code, stderr } = await call(['GET', '/v9/orders', '--token', 'x'.repeat(32), '--secret', 'y', '--url', url])

  expect(code).toBe(1)
  expect(stderr.replace(/req_\d+/, 'req_N')).toBe(
    [
      'HTTP/1.1 401 Unauthorized (signature; mistake=unknown-token; request=req_N)',
      'unknown-token: The X-Token (32 characters) is not the token of any credential of this server. Send the 32-character token of an existing credential, and sign with its secret.',
      `string to sign: GET ${new URL(url).host}/v9/orders?`,
      '',
    ].join('\n'),
  )
})

test('a body goes out byte for byte, given as text or on stdin', async () => {
  const { url } = server()
  const body = '{ "clients": [ {"name": "Ned O\'Flanders é"} ] }\n'
  const given = await call(['POST', '/v9/clients', '-d', body, '--url', url])
  const read = await call(['post', `${url}/v9/clients`, '--data', '@-'], body)

  expect([given.code, read.code]).toEqual([0, 0])
  expect(JSON.parse(given.stdout).clients[0].name).toBe("Ned O'Flanders é")
})

test.for(["/v9/clients?name=O'Flanders&x=[1]&b&a=%zz", '/v9/clients?name=Beyoncé Knowles', '/v9/clients?'])(
  'a path goes out as it was given: %s',
  async (path) => {
    const { url } = server()

    expect(await call(['GET', path, '--url', url])).toMatchObject({ code: 0, stderr: 'HTTP/1.1 200 OK\n' })
  },
)

test('nothing that listens: one line, and exit code 2', async () => {
  const { child, url, ended } = await serve(cli())
  child.kill('SIGKILL')
  await within(DEADLINE_MS, 'the end', ended)

  expect(await call(['GET', '/v9/orders', '--url', url])).toEqual({
    code: 2,
    stdout: '',
    stderr: `tevo-local: nothing listens on ${url}; start the server with tevo-local, or give --url BASE\n`,
  })
})

test.for(['', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"orders":'])(
  'an answer that is cut off after %j: one line, and exit code 2',
  async (beginning) => {
    const url = await tcpServer((socket) => socket.once('data', () => socket.end(beginning)))

    expect(await call(['GET', '/v9/orders', '--url', url])).toEqual({
      code: 2,
      stdout: '',
      stderr: `tevo-local: ${url} cut the connection before the answer was complete; see the server's log\n`,
    })
  },
)

test('an answer that is no HTTP, and a host that is not there: one line, and exit code 2', async () => {
  const url = await tcpServer((socket) => socket.once('data', () => socket.end('220 mail.example.com ESMTP\r\n')))
  const [noHttp, noHost] = await Promise.all([
    call(['GET', '/v9/orders', '--url', url]),
    call(['GET', 'http://no.such.invalid/v9/orders']),
  ])

  expect(noHttp).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^tevo-local: \S+ cannot be reached: HPE_\w+; [^\n]+\n$/),
  })
  expect(noHost).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^tevo-local: http:\/\/no\.such\.invalid cannot be reached: \w+; [^\n]+\n$/),
  })
})

test('with the keys of a sandbox, which the server knows', async () => {
  const { url } = server()
  const made = await fetch(`${url}/_local/sandboxes`, { method: 'POST', body: '{"name":"mine"}' })
  expect(made.status).toBe(201)
  const { code, stderr } = await call(['GET', '/v9/companies', '--url', url, '--sandbox', 'mine'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: 'HTTP/1.1 200 OK\n' })
  const requests = await fetch(`${url}/_local/sandboxes/mine/requests`)
  expect(await requests.json()).toMatchObject({ requests: [{ operation: 'companies.index', credential: 'website' }] })
})

test.for<[args: string[], message: RegExp]>([
  [['--sandbox', 'nowhere'], /^tevo-local: --sandbox There is no sandbox "nowhere"\n$/],
  [
    ['--sandbox', 'default', '--as', 'websit'],
    /the sandbox "default" has no credential "websit"; did you mean website\?/,
  ],
  [
    ['--sandbox', 'default', '--token', 'x', '--secret', 'y'],
    /--sandbox and --token say twice with whose secret to sign/,
  ],
])('%o is refused', async ([args, message]) => {
  const { code, stderr } = await call(['GET', '/v9/companies', '--url', server().url, ...args])
  expect([code, stderr]).toEqual([2, expect.stringMatching(message)])
})
