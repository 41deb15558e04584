import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sign } from '../../src/signing/sign.ts'
import { run, temporaryDirectory, useCli, useServer } from './cli.ts'

const cli = useCli()
const server = useServer(cli)

const WEBSITE = { token: 'springfieldwebsite00000000000001', secret: 'springfield-website-secret-0000000000001' }

interface Printed {
  readonly stringToSign: string
  readonly signature: string
  readonly curl: string
}

/** What `tevo-local sign` prints, taken apart. */
async function printed(args: readonly string[], input: string | Uint8Array = '', cwd?: string): Promise<Printed> {
  const { code, stdout, stderr } = await run(process.execPath, [cli(), 'sign', ...args], {
    input,
    ...(cwd === undefined ? {} : { cwd }),
  })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const parts =
    /^String to sign:\n(?<stringToSign>[\s\S]*)\n\nX-Signature:\n(?<signature>\S{44})\n\ncurl:\n(?<curl>[\s\S]*)\n$/.exec(
      stdout,
    )?.groups
  return { stringToSign: parts?.stringToSign ?? '', signature: parts?.signature ?? '', curl: parts?.curl ?? '' }
}

describe('what is printed', () => {
  test('is the string to sign, its signature and a curl', async () => {
    const url = 'http://127.0.0.1:8386/v9/orders?state=pending&type=Order'

    expect(await printed(['GET', url])).toEqual({
      ...sign({ method: 'GET', url, secret: WEBSITE.secret }),
      curl: `curl -sS '${url}' -H 'X-Token: ${WEBSITE.token}' -H 'X-Signature: ${sign({ method: 'GET', url, secret: WEBSITE.secret }).signature}'`,
    })
  })

  test('is of the default server where only a path is given, and of the method in upper case', async () => {
    const { stringToSign } = await printed(['delete', '/v9/clients/1?'])

    expect(stringToSign).toBe('DELETE 127.0.0.1:8386/v9/clients/1?')
  })

  test('signs a sorted copy of the query, and sends it as it was given', async () => {
    const { stringToSign, curl } = await printed(['GET', '/v9/orders?type=Order&state=pending'])

    expect(stringToSign).toBe('GET 127.0.0.1:8386/v9/orders?state=pending&type=Order')
    expect(curl).toContain("'http://127.0.0.1:8386/v9/orders?type=Order&state=pending'")
  })

  test('leaves out the usual port, as clients do, and what follows a #', async () => {
    const { stringToSign } = await printed(['GET', 'https://api.ticketevolution.com:443/v9/orders?page=1#top'])

    expect(stringToSign).toBe('GET api.ticketevolution.com/v9/orders?page=1')
  })

  test('is of a credential of another world with --world, and of any with --token and --secret', async () => {
    const seed = join(temporaryDirectory(), 'acme.json')
    const acme = { token: 'acmewebsite000000000000000000001', secret: 'acme-website-secret-00000000000000000001' }
    const at = { updated_at: '2020-01-01T00:00:00Z' }
    writeFileSync(
      seed,
      JSON.stringify({
        brokerages: [{ id: 7, name: 'Acme', abbreviation: 'ACME', ...at }],
        offices: [{ id: 8, brokerage_id: 7, name: 'Main', ...at }],
        credentials: [{ id: 1, name: 'acme', label: 'Acme', type: 'API', office_id: 8, ...acme }],
      }),
    )
    const expected = sign({ method: 'GET', url: 'http://127.0.0.1:8386/v9/orders', secret: acme.secret })

    const named = await printed(['GET', '/v9/orders', '--as', 'acme', '--world', seed])
    const given = await printed(['GET', '/v9/orders', '--token', acme.token, '--secret', acme.secret])

    expect(named).toEqual({ ...expected, curl: expect.stringContaining(`X-Token: ${acme.token}`) })
    expect(given).toEqual(named)
  })
})

describe('the curl, pasted into a shell, is what was signed', () => {
  /** The status, and the server's words for a wrong signature where it is one. */
  async function paste(curl: string, input: string | Uint8Array = '', cwd?: string) {
    const { code, stdout, stderr } = await run('bash', ['-c', `${curl} -w '\\n%{http_code}'`], {
      input,
      ...(cwd === undefined ? {} : { cwd }),
    })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const [status = '', ...rest] = stdout.split('\n').reverse()
    return { status, body: rest.reverse().join('\n') }
  }

  const client = (name: string) => JSON.stringify({ clients: [{ name }] }, null, 2)

  test.for([
    ["a single quote, '", client("Ned O'Flanders")],
    ['two of them', client("''Ned'' Flanders")],
    ['what a shell expands', client('$HOME `id` $(id) !! \\ "x" * ~')],
    ['letters that are no ASCII', client('Beyoncé 🎟 Knowles')],
    ['a line break at its end', `${client('Ned Flanders')}\n`],
    ['an @ at its beginning', ' @{"clients":[]}'],
  ])('with %s in the body', async ([, body = '']) => {
    const { url } = server()
    const { curl } = await printed(['POST', `${url}/v9/clients`, '-d', body])

    const { status, body: answer } = await paste(curl)

    expect(status).toBe(body.includes('"clients": [') ? '201' : '400')
    expect(answer).not.toContain('signature')
  })

  test.for([
    '/v9/orders?type=Order&state=pending',
    '/v9/clients?name=Ned%20Flanders&name=b&page=1&a',
    '/v9/clients?name=Ned Flanders',
    "/v9/clients?name=O'Flanders&x=[1,2]&y={z}&office_id[]=1",
    '/v9/clients?name=Beyoncé',
    '/v9/clients?',
    '/v9/clients?q=a+b&p=%2B%2f',
  ])('with the path %s', async (path) => {
    const { url } = server()
    const { curl } = await printed(['GET', url + path])

    expect((await paste(curl)).status).toBe('200')
  })

  test('with a host in capitals', async () => {
    const { port } = server()
    const { curl } = await printed(['GET', `HTTP://LocalHost:${port}/v9/orders`])

    expect((await paste(curl)).status).toBe('200')
  })

  test('with a path that curl would tidy up', async () => {
    const { url } = server()
    const { curl } = await printed(['GET', `${url}/v9/nowhere/../[x]/{y}`])

    expect((await paste(curl)).status).toBe('404')
  })

  test('with a body from a file, byte for byte', async () => {
    const { url } = server()
    const directory = temporaryDirectory()
    writeFileSync(join(directory, "it's a body.json"), `\r\n${client('Ned Flanders')}\r\n`)
    const { stringToSign, curl } = await printed(
      ['POST', `${url}/v9/clients`, '-d', "@it's a body.json"],
      '',
      directory,
    )

    expect(stringToSign).toMatch(/^POST \S+\/v9\/clients\?\r\n\{/)
    expect((await paste(curl, '', directory)).status).toBe('201')
  })

  test('with a body from stdin, which the curl carries when it is text', async () => {
    const { url } = server()
    const { curl } = await printed(['POST', `${url}/v9/clients`, '-d', '@-'], client("Ned O'Flanders"))

    expect(curl).toContain('--data-raw')
    expect((await paste(curl)).status).toBe('201')
  })

  test.for([
    ['is no text', Buffer.from([0xff, 0, 0x7b])],
    ['is longer than an argument may be', Buffer.from(client('x'.repeat(200_000)))],
  ] as const)('with a body from stdin that %s, which the curl reads from there again', async ([, body]) => {
    const { url } = server()
    const { curl } = await printed(['POST', `${url}/v9/clients`, '-d', '@-'], body)

    expect(curl).toMatch(/--data-binary @-$/)
    expect((await paste(curl, body)).body).not.toContain('signature')
  })
})
