import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { request } from 'node:https'
import { connect as connectPlainly } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { connect, startServer } from '../../src/index.ts'
import { sign } from '../../src/signing/sign.ts'
import { until, within } from '../deadline.ts'
import { serve } from '../harness.ts'
import { send } from '../http.ts'
import { orderBody } from '../orders/journey.ts'
import { open } from '../socket.ts'
import { useCertificates } from './certificates.ts'

const { certificates, keyPair } = useCertificates()

const FIXED = 'https://api.ticketevolution.com'
const SECOND_MS = 1_000
const DAY_MS = 86_400_000

/** As a client with a fixed base URL does, on a machine whose hosts file sends that name here: it trusts one authority. */
async function asFixed(port: number, keys: { token: string; secret: string }, method: string, path: string, body = '') {
  const { signature } = sign({ method, url: FIXED + path, body, secret: keys.secret })
  const { authority } = await certificates()
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const outgoing = request(
      FIXED + path,
      {
        method,
        port,
        ca: authority,
        lookup: (_host, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]),
        // The name without the port that only this test has: where 443 is listened on, there is none.
        headers: { Host: new URL(FIXED).host, 'X-Token': keys.token, 'X-Signature': signature },
      },
      async (answer) => resolve({ status: answer.statusCode, body: await text(answer) }),
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

test('a client with a fixed host name orders over HTTPS, trusting the authority alone, and its signatures hold', async () => {
  const server = await serve({ tls: await keyPair() })
  const { port } = new URL(server.url)
  const ask = (method: string, path: string, body?: string) =>
    asFixed(Number(port), server.keysOf('website'), method, path, body)

  expect((await ask('GET', '/v9/events?per_page=1')).status).toBe(200)
  const placed = await ask('POST', '/v9/orders', JSON.stringify(orderBody()))
  expect(placed.status, placed.body).toBe(201)
  const wrong = await asFixed(Number(port), { ...server.keysOf('website'), secret: 'x' }, 'GET', '/v9/events')
  expect(wrong.status).toBe(401)
})

test('every address that it tells is https', async () => {
  const server = await serve({ tls: await keyPair() })

  expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
  const { made } = await server.make()
  expect(made).toMatchObject({ base_url: server.url, env: { TEVO_BASE_URL: server.url } })
  expect(made.env.TEVO_CONTROL_URL).toMatch(server.url)
  expect((await server.control('GET')).body.reproduce).toContain('with the cert and key that it was given')
})

test('who speaks plain HTTP to it is told to write https://', async () => {
  const server = await serve({ tls: await keyPair() })

  const { status, text } = await send(server.url.replace('https:', 'http:'), 'GET', '/v9/events')

  expect(status).toBe(400)
  expect(text).toBe('This port speaks HTTPS: write https:// in the URL, or start the server without a certificate.\n')
})

test('it stops within a second though one handshake is not done and another connection is idle', async () => {
  const server = await serve({ tls: await keyPair() })
  const silent = connectPlainly(Number(new URL(server.url).port), '127.0.0.1')
  const gone = new Promise((resolve) => silent.once('close', resolve))
  const idle = open(server.url, 'GET /_local/health HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await until('the answer', () => idle.received().includes('"status":"ok"'))

  await within(SECOND_MS, 'the end', server.stop())

  await within(SECOND_MS, 'the end of both connections', Promise.all([idle.ended, gone]))
})

describe('the library', () => {
  test('uses the server that it has started though nothing trusts its certificate, even one for other hosts', async () => {
    const { server: cert, key } = await certificates({ hosts: ['api.ticketevolution.com'] })
    const server = await startServer({ cert, key: Buffer.from(key) })
    try {
      const sandbox = await server.makeSandbox()
      const answer = await sandbox.fetch('/v9/orders', { body: orderBody() })
      expect(answer.status).toBe(201)
      expect(await answer.json()).toMatchObject({ orders: [{}] })
      expect(sandbox.url).toMatch(/^https:/)
      expect(await sandbox.requests.verify({ operation: 'orders.create' }, 1)).toBe(1)
      // What ends a call ends it as fetch does.
      await sandbox.faults.add({ effect: { type: 'reset' } })
      const lost = await sandbox.fetch('/v9/events').catch((problem: unknown) => problem)
      expect(lost).toMatchObject({ name: 'TypeError', message: 'fetch failed', cause: { code: 'ECONNRESET' } })
      await sandbox.faults.clear()
      await sandbox.faults.add({ effect: { type: 'stall' } })
      const late = await sandbox.fetch('/v9/events', { timeout_ms: 20 }).catch((problem: unknown) => problem)
      expect(late).toMatchObject({ name: 'TimeoutError' })
      await sandbox.delete()
    } finally {
      await server.stop()
    }
  })

  test('finds a server by its authority, and without it says how to trust it', async () => {
    const { url } = await serve({ tls: await keyPair() })
    const { authority } = await certificates()

    const server = await connect(url, { ca: authority })
    expect((await (await server.sandbox('default')).fetch('/v9/events')).status).toBe(200)

    await expect(connect(url)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('set NODE_EXTRA_CA_CERTS to the file of its authority, before Node starts'),
    })
    const other = await certificates({ isByAnother: true })
    await expect(connect(url, { ca: other.authority })).rejects.toMatchObject({ code: 'unreachable' })
    await expect(connect(url, { ca: 'authority.pem' })).rejects.toThrow(
      'connect(): ca: is not a PEM with -----BEGIN CERTIFICATE-----: give the text of such a file',
    )
  })
})

describe('a certificate or key that cannot be used is refused:', () => {
  const refusal = (options: object) =>
    startServer(options).then(
      (server) => server.stop().then(() => 'it started'),
      (problem: Error) => `${problem.name}: ${problem.message}`,
    )
  const ofLibrary = (rest: string) => `TypeError: startServer(): ${rest}`

  test('one without the other', async () => {
    const { cert, key } = await keyPair()

    expect(await refusal({ cert })).toBe(ofLibrary('cert: has no key; give its private key as `key`'))
    expect(await refusal({ key })).toBe(ofLibrary('key: has no certificate; give that as `cert`'))
  })

  test('what is no PEM, or the other of the two', async () => {
    const { cert, key } = await keyPair()
    const pem = (kind: string) => `is not a PEM with -----BEGIN ${kind}-----: `
    const der = new X509Certificate(cert).raw

    expect(await refusal({ cert: 'server.pem', key })).toBe(
      ofLibrary(`cert: ${pem('CERTIFICATE')}give the text of such a file`),
    )
    expect(await refusal({ cert: '', key })).toBe(ofLibrary(`cert: ${pem('CERTIFICATE')}it is empty`))
    expect(await refusal({ cert: key, key: cert })).toBe(
      ofLibrary(`cert: ${pem('CERTIFICATE')}it has a PRIVATE KEY; did you mix the two up?`),
    )
    expect(await refusal({ cert, key: cert })).toBe(
      ofLibrary(`key: ${pem('PRIVATE KEY')}it has a CERTIFICATE; did you mix the two up?`),
    )
    expect(await refusal({ cert: der, key })).toMatch(/it looks like DER or PKCS#12; write it as PEM with openssl x509/)
    expect(await refusal({ cert: 7, key })).toBe(ofLibrary(`cert: ${pem('CERTIFICATE')}give the text of such a file`))
  })

  test('what is damaged, encrypted, or of another pair', async () => {
    const { cert, key } = await keyPair()
    const damaged = (pem: string) => pem.replace(/\n.{20}/, '\nAAAAAAAAAAAAAAAAAAAA')
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    const locked = other.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })

    expect(await refusal({ cert: damaged(cert), key })).toMatch(
      /: cert: has a certificate that cannot be read: .+; make another/,
    )
    expect(await refusal({ cert, key: damaged(key) })).toMatch(
      /: key: has a private key that cannot be read: .+; make another/,
    )
    expect(await refusal({ cert, key: locked })).toMatch(/: key: is encrypted: give it without a passphrase/)
    expect(await refusal({ cert, key: other.export({ type: 'pkcs8', format: 'pem' }) })).toMatch(
      /: key: does not fit the certificate: give the key that this one was made with/,
    )
  })

  test('what is out of date', async () => {
    const [old, early] = await Promise.all([
      certificates({ from_ms: Date.now() - 40 * DAY_MS }),
      certificates({ from_ms: Date.now() + 2 * DAY_MS }),
    ])
    const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)

    expect(await refusal({ cert: old.server, key: old.key })).toBe(
      ofLibrary(`cert: has expired, on ${dayOf(Date.now() - 10 * DAY_MS)}: make another, with tevo-local certs`),
    )
    expect(await refusal({ cert: early.server, key: early.key })).toMatch(
      /: cert: is not valid before \d{4}-\d\d-\d\d: /,
    )
    // The authority that follows it counts too.
    const { cert, key } = await keyPair()
    expect(await refusal({ cert: cert.split(/(?<=END CERTIFICATE-----\n)/)[0] + old.authority, key })).toMatch(
      /: cert: has expired, on \S+ \(certificate 2 of the file\): /,
    )
  })

  test('a key that OpenSSL finds too short', async () => {
    const { makeShortPair } = await import('./short-pair.ts')

    expect(await refusal(makeShortPair())).toMatch(
      /the certificate cannot be used: .*key too small; make another with tevo-local certs/,
    )
  })
})
