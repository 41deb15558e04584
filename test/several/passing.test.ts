import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { REQUEST_PHASES } from '../../src/faults/effect.ts'
import { effects } from '../../src/faults/effects.ts'
import { markOf, PASSED_ON, wordOf } from '../../src/http/passed-on.ts'
import type { Owner } from '../../src/sandbox/ownership.ts'
import { start } from '../../src/start.ts'
import { MemoryLog } from '../../src/store/log.ts'
import { until } from '../deadline.ts'
import { send, signed } from '../http.ts'
import { useCertificates } from '../https/certificates.ts'
import { orderBody } from '../orders/journey.ts'
import { open, parseAnswer, rawRequest, type SignedRequest, speak } from '../socket.ts'
import { sandboxAt, type TestSandbox } from '../test-sandbox.ts'
import { processes, SECRET, saying } from './processes.ts'

const { keyPair } = useCertificates()
const CLOCK_MS = Date.parse('2026-01-01T00:00:00Z')
const EVENTS: SignedRequest = { method: 'GET', target: '/v9/events?per_page=2' }

/** The process that has `default`, another one, and the sandbox as a client of each sees it. */
async function two() {
  const { all, stop } = await processes(2, { port: 0, clock_ms: CLOCK_MS })
  onTestFinished(stop)
  const [owner, passer] = all
  if (owner === undefined || passer === undefined) throw new Error('there are two')
  const { credentials } = (await send(owner.url, 'GET', '/_local/sandboxes/default')).body
  const at = (url: string): TestSandbox => sandboxAt({ url, credentials })
  return { owner, passer, direct: at(owner.url), through: at(passer.url) }
}

/** All that came over a connection, without what differs from request to request. */
const alike = (text: string): string =>
  text
    .replaceAll(/^Date: .*$/gm, 'Date: …')
    .replaceAll(/request=req_\d+/g, 'request=…')
    .replaceAll(/^X-Request-Id: .*$/gim, 'X-Request-Id: …')

describe('what a fault does to the connection is done to the client of another process', () => {
  const cases = effects.flatMap(({ type, phases }) =>
    REQUEST_PHASES.filter((phase) => phases.includes(phase)).map((phase) => [type, phase] as const),
  )
  const SETTINGS: { readonly [type: string]: object } = {
    status: { status: 502, body: '<html>Bad Gateway</html>', headers: { 'X-Odd-Case': 'a  b' }, connection: 'close' },
    stall: { max_ms: 40 },
    'slow-body': { chunks: 3, over_ms: 30 },
    truncate: { at_fraction: 0.3, end: 'reset' },
    domain: { name: 'ticket_group_gone' },
  }

  test.for(cases)('%s %s', async ([type, phase]) => {
    const { direct, through } = await two()
    const request: SignedRequest =
      type === 'domain' ? { method: 'POST', target: '/v9/orders', body: orderBody() } : EVENTS
    // The same bytes, Host and signature too: what was signed for one holds at the other.
    const bytes = rawRequest(direct, request)
    const see = async ({ url }: TestSandbox) => {
      const connection = open(url, bytes)
      const end = await connection.ended
      return { text: alike(connection.received()), end, ...faultsOf(await direct.journal.last()) }
    }
    const rule = { match: { method: request.method }, phase, effect: { type, ...SETTINGS[type] }, times: 2 }
    await direct.faults.arm({ id: 'on-purpose', ...rule })

    const seen = await see(direct)

    expect(await see(through)).toEqual(seen)
    expect(seen.faults).toHaveLength(1)
  })
})

const faultsOf = ({ faults, status }: { faults: unknown; status: unknown }) => ({ faults, status })

test('the journal shows the request of the client, and nothing of its way', async () => {
  const { direct, through } = await two()
  const bytes = rawRequest(direct, {
    ...EVENTS,
    headers: { 'x-ODD-case': 'a  b', 'X-Tevo-Local-Passed-On': 'made up' },
  })
  await speak(direct.url, bytes)
  const own = await direct.journal.get((await direct.journal.last()).id)

  await speak(through.url, bytes)

  const entry = await direct.journal.get((await direct.journal.last()).id)
  const { 'x-tevo-local-passed-on': _madeUp, ...headers } = own.request.headers
  expect(entry.request.headers).toEqual(headers)
  expect(entry.signature).toEqual({ verdict: 'valid' })
})

test('requests that follow one another on a connection, and all at once, are answered in their order', async () => {
  const { direct, through } = await two()
  const keep = (target: string, connection = 'keep-alive') =>
    rawRequest(direct, { method: 'GET', target, headers: { Connection: connection } })
  const posted = rawRequest(direct, {
    method: 'POST',
    target: '/v9/orders',
    body: orderBody(),
    headers: { Connection: 'keep-alive' },
  })
  const all = [keep('/v9/events/1'), posted, keep('/v9/orders'), keep('/v9/no-such-thing'), keep('/v9/events', 'close')]

  const text = await speak(through.url, all.join(''))

  const statuses = Array.from(text.matchAll(/HTTP\/1\.1 (\d+)/g), ([, status]) => Number(status))
  expect(statuses).toEqual([404, 201, 200, 404, 200])
  expect((await direct.journal.list()).map(({ path }: { path: string }) => path).reverse()).toEqual([
    '/v9/events/1',
    '/v9/orders',
    '/v9/orders',
    '/v9/no-such-thing',
    '/v9/events',
  ])
  // The poll came after the order.
  expect(text).toMatch(/"total_entries":[12],/)
})

test('a connection of a client may go on with a sandbox of another process', async () => {
  const { owner, passer, through } = await two()
  const made = (await send(passer.url, 'POST', '/_local/sandboxes')).body
  const other = sandboxAt({ url: passer.url, name: made.name, credentials: made.credentials })
  const ask = (sandbox: TestSandbox, connection: string) =>
    rawRequest(sandbox, { ...EVENTS, headers: { Connection: connection } })

  const text = await speak(
    passer.url,
    [ask(through, 'keep-alive'), ask(other, 'keep-alive'), ask(through, 'keep-alive'), ask(other, 'close')].join(''),
  )

  expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(4)
  expect(await through.journal.list()).toHaveLength(2)
  expect(await other.journal.list()).toHaveLength(2)
  expect(passer.context.figures.passedOn).toBeGreaterThanOrEqual(3)
  expect(owner.context.figures.passedOn).toBe(0)
})

describe('bodies', () => {
  test('of 5 MB, of many chunks, and none', async () => {
    const { direct, through } = await two()
    const world = JSON.stringify(await direct.world())
    const padded = `${world.slice(0, -1)}${' '.repeat(5 * 1024 * 1024)}}`

    expect((await through.control('PUT', '/world', padded)).status).toBe(200)

    const body = JSON.stringify(orderBody())
    const { 'X-Token': token, 'X-Signature': signature } = signed(
      direct.url,
      direct.keysOf('website'),
      'POST',
      '/v9/orders',
      Buffer.from(body),
    )
    const pieces = body.match(/.{1,100}/gs) ?? []
    const head = `POST /v9/orders HTTP/1.1\r\nHost: ${new URL(direct.url).host}\r\nX-Token: ${token}\r\nX-Signature: ${signature}\r\nConnection: close\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n`
    const connection = open(through.url, head)
    await until('that the body is asked for', () => connection.received().startsWith('HTTP/1.1 100'))
    for (const piece of pieces) {
      connection.send(`${piece.length.toString(16)}\r\n${piece}\r\n`)
      // Each in a packet of its own.
      await direct.journal.last()
    }
    connection.send('0\r\n\r\n')
    await connection.ended
    expect(connection.received()).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 201 /)
  })

  test('a world comes back whole, through the other process', async () => {
    const { direct, through } = await two()

    expect((await send(through.url, 'GET', '/_local/sandboxes/default/world')).text).toBe(
      (await send(direct.url, 'GET', '/_local/sandboxes/default/world')).text,
    )
  })

  test('too large a one, one that cannot be read, and an upload in parts', async () => {
    const { direct, through } = await two()
    const huge = { method: 'POST', target: '/v9/orders', body: 'x'.repeat(2 * 1024 * 1024) }
    const parts = '--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nabc\r\n--b--\r\n'
    const upload = {
      method: 'POST',
      target: '/v9/orders/1/items/1/etickets',
      body: parts,
      headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
    }
    for (const request of [huge, upload]) {
      const bytes = rawRequest(direct, request)
      const seen = async (url: string) => alike(await speak(url, bytes))
      expect(await seen(through.url)).toBe(await seen(direct.url))
    }
    const bad = `${rawRequest(direct, { ...EVENTS, method: 'POST', headers: { 'Transfer-Encoding': 'chunked' } })}xyz\r\n`
    const answerTo = async (url: string) => {
      const { status, body } = parseAnswer(await speak(url, bad))
      return { status, body }
    }
    expect(await answerTo(through.url)).toEqual(await answerTo(direct.url))
  })

  test('a client that asks first is told to go on once', async () => {
    const { direct, through } = await two()
    const bytes = rawRequest(direct, {
      method: 'POST',
      target: '/v9/orders',
      body: orderBody(),
      headers: { Expect: '100-continue' },
    })

    const text = await speak(through.url, bytes)

    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 100', 'HTTP/1.1 201'])
  })
})

test.for([
  ['HEAD', '/v9/events'],
  ['GET', '/'],
  ['OPTIONS', '/v9/events'],
  ['HEAD', '/_local/sandboxes/default'],
  ['GET', '/_local/sandboxes/nowhere'],
  ['GET', '/_local/sandboxes/default/requests?no=such'],
] as const)('%s %s has the same answer, byte for byte', async ([method, target]) => {
  const { direct, through } = await two()
  for (const version of ['1.1', '1.0']) {
    const bytes = rawRequest(direct, { method, target }).replace('HTTP/1.1', `HTTP/${version}`)
    const seen = async (url: string) => alike(await speak(url, bytes))
    expect(await seen(through.url)).toBe(await seen(direct.url))
  }
})

test('a client that goes away takes its request with it', async () => {
  const { direct, through } = await two()
  await direct.faults.arm({ id: 'held', match: { method: 'GET' }, effect: { type: 'stall' } })
  const connection = open(through.url, rawRequest(direct, EVENTS))
  await until('that it is held', async () => (await direct.faults.get('held')).held === 1)

  connection.leave()

  await until('that it is let go', async () => (await direct.faults.get('held')).held === 0)
})

test('what waits for the next request waits at the process that has the sandbox', async () => {
  const { owner, direct, through } = await two()
  const next = through.control('GET', '/requests/next?within_ms=8000')
  await until('that somebody waits', () => owner.context.sandboxes.defaultSandbox.journal.listeners > 0)

  await direct.get(EVENTS.target)

  expect((await next).body).toMatchObject({ request: { target: EVENTS.target } })
})

test('a request of a library that sends it again by itself is known by the connection of its client', async () => {
  const { direct, through } = await two()
  const agent = { 'User-Agent': 'curl/8.0.1', Connection: 'keep-alive' }
  const order = rawRequest(direct, { method: 'POST', target: '/v9/orders', body: orderBody(), headers: agent })
  const connection = open(through.url, rawRequest(direct, { ...EVENTS, headers: agent }))
  await until('the first answer', () => connection.received().includes('\r\n\r\n'))
  await direct.faults.arm({ match: { method: 'POST' }, phase: 'after-commit', effect: { type: 'reset' }, times: 1 })
  connection.send(order)
  expect(await connection.ended).toBe('RST')

  const again = open(through.url, order)

  expect(await again.ended).toBe('RST')
  expect(await direct.journal.last()).toMatchObject({ resend_of: expect.stringMatching(/^req_/) })
  expect((await direct.journal.list()).filter(({ committed }: { committed: boolean }) => committed)).toHaveLength(1)
})

// --- When it does not work

/** A process that is told whose all sandboxes are. */
async function told(
  whose: () => Owner,
  doubt: (process: string) => void = () => {},
  forget: (process: string) => void = () => {},
) {
  const server = await start({ port: 0, several: { ownership: saying(whose, { doubt, forget }), secret: SECRET } })
  onTestFinished(() => server.stop())
  return server
}

/** Where nobody listens. */
async function nowhere(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

test('an owner that takes no connection is doubted; until the sandbox is another one’s, 503 says when to ask again', async () => {
  const url = await nowhere()
  let owner: Owner = { kind: 'other', url, process: 'gone' }
  const doubted: string[] = []
  const { url: asked, context } = await told(
    () => owner,
    (process) => {
      doubted.push(process)
      owner = { kind: 'nobody', why: 'its process is gone', retry_after_s: 7 }
    },
  )
  const body = Buffer.from(JSON.stringify(orderBody()))

  const refused = await send(asked, 'POST', '/v9/orders', {}, body)

  expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '7' } })
  expect(refused.body).toEqual({ error: 'Nobody serves this sandbox just now: its process is gone. Ask again in 7 s' })
  expect(doubted).toEqual(['gone'])
  expect(await send(asked, 'GET', '/_local/sandboxes/default')).toMatchObject({
    status: 503,
    headers: { 'content-type': 'application/problem+json', 'retry-after': '7' },
  })
  owner = { kind: 'mine' }
  expect((await send(asked, 'GET', '/_local/sandboxes/default')).status).toBe(200)
  expect(context.figures).toMatchObject({ passedOn: 0, notTaken: 2 })
})

test('what may change something is said to be taken before it is done', async () => {
  const unsaid: number[] = []
  let asked: Socket | undefined
  const noteSocket = (message: unknown) => {
    const { socket } = message as { socket: Socket }
    asked = socket
  }
  subscribe('http.server.request.start', noteSocket)
  onTestFinished(() => {
    unsubscribe('http.server.request.start', noteSocket)
  })
  class Looking extends MemoryLog {
    override append(): 'kept' {
      unsaid.push(asked?.writableLength ?? Number.NaN)
      return super.append()
    }
  }
  const several = { ownership: saying(() => ({ kind: 'mine' })), secret: SECRET }
  const owner = await start({ port: 0, several, commits: new Looking() })
  onTestFinished(() => owner.stop())
  const body = JSON.stringify({ name: 'at-once' })
  const mark = markOf(wordOf(SECRET), { isFirst: true, isSecure: false })
  const head = `${PASSED_ON}: ${mark}\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`

  const text = await speak(
    owner.url,
    `POST /_local/sandboxes/default/snapshots HTTP/1.1\r\n${head}\r\nConnection: close\r\n\r\n${body}`,
  )
  const { credentials } = (await send(owner.url, 'GET', '/_local/sandboxes/default')).body
  const company = rawRequest(sandboxAt({ url: owner.url, credentials }), {
    method: 'POST',
    target: '/v9/companies',
    body: { companies: [{ name: 'The Leftorium' }] },
  })
  const made = await speak(owner.url, company.replace('\r\n', `\r\n${PASSED_ON}: ${mark}\r\n`))

  expect([text, made].map((each) => each.split('\r\n', 1)[0])).toEqual(Array(2).fill('HTTP/1.1 102 Processing'))
  expect(made).toContain('HTTP/1.1 201')
  expect(unsaid).toEqual([0])
})

test('a write that a process may still do is not given to another one; a read is', async () => {
  const silent = createServer((socket) => socket.on('error', () => {}).resume()).listen(0, '127.0.0.1')
  onTestFinished(() => {
    silent.close()
  })
  await until('the silent process', () => silent.listening)
  const { port } = silent.address() as AddressInfo
  const another = await start({
    port: 0,
    several: { ownership: saying(() => ({ kind: 'mine' })), secret: SECRET },
  })
  onTestFinished(() => another.stop())
  const owners: Owner[] = [
    { kind: 'other', url: `http://127.0.0.1:${port}`, process: 'silent' },
    { kind: 'other', url: another.url, process: 'another' },
  ]
  const doubted = new Set<string>()
  const ask = async (method: string) => {
    const whose = () => owners.find(({ kind, ...owner }) => !doubted.has(`${method} ${Object(owner).process}`)) as Owner
    const { url } = await told(whose, (process) => doubted.add(`${method} ${process}`))
    return send(url, method, '/_local/sandboxes/default/snapshots')
  }

  const [written, read] = await Promise.all([ask('POST'), ask('GET')])

  expect([written.status, written.headers['retry-after'], written.body.detail]).toEqual([
    503,
    '1',
    'Nobody serves this sandbox just now: the process that has it does not answer, and may still do what was asked. Ask again in 1 s',
  ])
  expect(read.status).toBe(200)
  expect(another.context.sandboxes.defaultSandbox.snapshots.size).toBe(0)
  expect(doubted).toEqual(new Set(['POST silent', 'GET silent']))
})

test('an owner whose certificate nobody here trusts is told nothing, and the refusal says why', async () => {
  const tls = await keyPair()
  const several = { ownership: saying(() => ({ kind: 'mine' })), secret: SECRET }
  const owner = await start({ port: 0, tls, several })
  onTestFinished(() => owner.stop())
  const { url } = await told(() => ({ kind: 'other', url: owner.url, process: 'not-trusted' }))

  const { status, body } = await send(url, 'GET', '/v9/events')

  expect(status).toBe(503)
  expect(body.error).toMatch(/does not answer \(\w*(?:CERT|VERIFY|SIGNATURE|ALTNAME)\w*\)/)
  expect(owner.context.sandboxes.defaultSandbox.journal.made).toBe(0)
})

test('what was doubted and has come here is served here, with its body', async () => {
  let owner: Owner = { kind: 'other', url: await nowhere(), process: 'gone' }
  const { url, context } = await told(
    () => owner,
    () => {
      owner = { kind: 'mine' }
    },
  )
  const [credential] = context.sandboxes.defaultSandbox.credentials()
  if (credential === undefined) throw new Error('there is one')
  const body = Buffer.from(JSON.stringify(orderBody()))
  const headers = signed(url, credential, 'POST', '/v9/orders', body)

  expect((await send(url, 'POST', '/v9/orders', headers, body)).status).toBe(201)
})

test('a process that has not the sandbox any more is believed, and not doubted: whose it is is looked up again, once', async () => {
  const former = await told(() => ({ kind: 'other', url: former.url, process: 'somebody' }))
  let owner: Owner = { kind: 'other', url: former.url, process: 'former' }
  let isHere = true
  const [doubted, forgotten]: [string[], string[]] = [[], []]
  const { url } = await told(
    () => owner,
    (process) => doubted.push(process),
    (process) => {
      forgotten.push(process)
      if (isHere) owner = { kind: 'mine' }
    },
  )

  expect((await send(url, 'GET', '/_local/sandboxes/default')).status).toBe(200)
  isHere = false
  owner = { kind: 'other', url: former.url, process: 'former' }
  expect(await send(url, 'GET', '/_local/sandboxes/default')).toMatchObject({
    status: 503,
    headers: { 'retry-after': '1' },
    body: { detail: 'Nobody serves this sandbox just now: it changes hands. Ask again in 1 s' },
  })
  expect([doubted, forgotten]).toEqual([[], ['former', 'former']])
})

test('nobody passes on what was passed on to it', async () => {
  const second = await told(() => ({ kind: 'other', url: first.url, process: 'first' }))
  const first: { url: string } = await told(() => ({ kind: 'other', url: second.url, process: 'second' }))

  const refused = await send(first.url, 'GET', '/v9/events')

  expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '1' } })
  expect(second.context.figures.passedOn).toBe(0)
})

test('a stranger cannot say that a request was passed on', async () => {
  const { passer, direct } = await two()
  const bytes = rawRequest(direct, EVENTS).replace('\r\n', `\r\nX-Tevo-Local-Passed-On: ${SECRET} first http\r\n`)

  expect(parseAnswer(await speak(passer.url, bytes)).status).toBe(200)
  expect(passer.context.figures.passedOn).toBe(1)
})

test('a process that is asked with a lot at once loses nothing', async () => {
  const { direct, through, passer } = await two()
  const keys = direct.keysOf('website')
  const ask = async () => {
    const headers = signed(through.url, keys, 'GET', EVENTS.target, Buffer.alloc(0))
    return (await send(through.url, 'GET', EVENTS.target, headers)).status
  }
  const statuses = await Promise.all(Array.from({ length: 200 }, ask))

  expect(new Set(statuses)).toEqual(new Set([200]))
  expect(passer.context.figures.passedOn).toBe(200)
})
