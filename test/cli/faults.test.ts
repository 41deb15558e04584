import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { send } from '../http.ts'
import { run, serve, temporaryDirectory, useCli } from './cli.ts'

const cli = useCli()

function fileOf(text: string, directory = temporaryDirectory()): string {
  const file = join(directory, 'faults.json')
  writeFileSync(file, text)
  return file
}

const RULE = { id: 'down', phase: 'before-auth', effect: { type: 'status', status: 503 } }

test.for([
  ['a list of rules', [RULE], ['down']],
  ['rules under their key', { faults: [RULE] }, ['down']],
  ['one rule', RULE, ['down']],
  ['presets by name beside rules', ['outage', RULE], ['outage', 'down']],
  ['a preset', 'outage', ['outage']],
] as const)('--faults arms %s', async ([, content, ids]) => {
  const server = await serve(cli(), ['--faults', fileOf(JSON.stringify(content))])

  expect((await send(server.url, 'GET', '/v9/orders')).status).toBe(503)
  expect((await server.faults.list()).map(({ id }: { id: string }) => id)).toEqual(ids)
  // Also the request that Hono answers by another one, the HEAD, with the Response that the CLI puts in place of Node's.
  expect((await send(server.url, 'HEAD', '/v9/orders')).status).toBe(503)
  expect(server.stderr()).toBe('')
})

test('an answer that breaks writes nothing to stderr, whatever the method', async () => {
  const broken = ['truncate', 'bad-chunk', 'garbage', 'reset', 'close', 'malformed']
  const rules = broken.map((type) => ({ phase: 'after-commit', effect: { type }, times: 2 }))
  const server = await serve(cli(), ['--faults', fileOf(JSON.stringify(rules))])
  // A client that uses a connection again meets its end only then.
  const look = (method: string) => server.call(method, '/v9/orders', { headers: { Connection: 'close' } })
  for (let nth = 0; nth < broken.length; nth += 1)
    for (const method of ['GET', 'HEAD']) await look(method).catch(() => null)

  const armed = await server.faults.list()
  expect(armed.map(({ state }: { state: string }) => state)).toEqual(broken.map(() => 'spent'))
  expect((await look('GET')).status).toBe(200)
  expect(server.stderr()).toBe('')
})

describe('--faults refuses a file in one line, and does not start', () => {
  test.concurrent.for([
    ['{', /^--faults \S+ is not JSON: .+; give a list of fault rules/],
    [
      '[{"effect":{"type":"explode"}}]',
      /^--faults \S+: 0\.effect\.type: "explode" is not an effect: there are status, /,
    ],
    ['["sunny"]', /^--faults \S+: 0: "sunny" is not a preset: there are flaky, slow, /],
    [
      '[{"match":{"operation":"orders.creat"},"effect":{"type":"reset"}}]',
      /^--faults \S+: 0\.match\.operation: "orders\.creat" is not an operation: did you mean orders\.create\?$/,
    ],
    [`[{"effect":${'['.repeat(200)}${']'.repeat(200)}}]`, /^--faults \S+: is nested more than 100 levels deep$/],
    ['["outage","outage"]', /^There is a fault "outage" already; give another id/],
  ] as const)('%s', async ([text, message], { onTestFinished }) => {
    const file = fileOf(text, temporaryDirectory(onTestFinished))
    const { code, stdout, stderr } = await run(process.execPath, [cli(), '--port', '0', '--faults', file])

    expect(stderr).toMatch(/^tevo-local: [^\n]+\n$/)
    expect(stderr.slice('tevo-local: '.length, -1)).toMatch(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})
