import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { PHASES, REQUEST_PHASES } from '../../src/faults/effect.ts'
import { effects } from '../../src/faults/effects.ts'
import { presets } from '../../src/faults/presets.ts'
import { operations } from '../../src/routes/operations.ts'
import { DEADLINE_MS, until, within } from '../deadline.ts'
import { serve, type TestServer } from '../harness.ts'
import { orderBody } from '../orders/journey.ts'
import { rawRequest, type SignedRequest } from '../socket.ts'

/**
 * docs/faults.md shows what a client sees. Here it is seen again, and the document is to be the same to the letter: after
 * a change, `npx vitest run test/faults/docs.test.ts -u` writes it.
 */

const DOCUMENT = 'docs/faults.md'
const CLIENT_PATIENCE_MS = 1_000
/** What comes together is one piece; pieces of a slow body are further apart. */
const PAUSE_MS = 100

const COMPANY: SignedRequest = { method: 'POST', target: '/v9/companies', body: { companies: [{ name: 'Acme' }] } }
const ORDER: SignedRequest = { method: 'POST', target: '/v9/orders', body: orderBody() }

const fresh = () => serve({ clock_ms: Date.parse('2026-01-01T00:00:00Z') })

/** The bytes as text; what ends them in words. */
async function overASocket(server: TestServer, request: SignedRequest): Promise<string> {
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname, () => socket.write(rawRequest(server, request)))
  let seen = ''
  let last_ms = performance.now()
  socket.on('data', (chunk) => {
    const now_ms = performance.now()
    if (seen !== '' && now_ms - last_ms > PAUSE_MS) seen += '⟨a pause⟩\n'
    last_ms = now_ms
    seen += shown(chunk.toString('latin1'))
  })
  const end = new Promise<string>((resolve) => {
    socket.once('end', () => resolve('⟨FIN⟩'))
    socket.once('error', (problem) =>
      resolve('code' in problem && problem.code === 'ECONNRESET' ? '⟨RST⟩' : `${problem}`),
    )
    socket.setTimeout(CLIENT_PATIENCE_MS, () => {
      socket.destroy()
      resolve('⟨nothing, and the connection stays open⟩')
    })
  })
  const ended = await within(DEADLINE_MS, 'the end of the connection', end)
  return `${seen}${seen === '' || seen.endsWith('\n') ? '' : '\n'}${ended}`
}

const shown = (bytes: string): string =>
  bytes
    .replaceAll('\r\n', '\n')
    .replace(/[^\n -~]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
    .replace(/Date: .+/, 'Date: …')

/** The status and the JSON, or the error that a program has to catch. */
async function withFetch(server: TestServer, request: SignedRequest): Promise<string> {
  const [head = '', body = ''] = rawRequest(server, request).split('\r\n\r\n')
  const given = new Headers(
    head
      .split('\r\n')
      .slice(1)
      .map((line): [string, string] => {
        const colon = line.indexOf(':')
        return [line.slice(0, colon), line.slice(colon + 2)]
      }),
  )
  for (const name of ['Host', 'Connection', 'Content-Length']) given.delete(name)
  const { method, target } = request
  let status = ''
  try {
    const signal = AbortSignal.timeout(CLIENT_PATIENCE_MS)
    const answer = await fetch(`${server.url}${target}`, { method, headers: given, body, signal })
    status = `${answer.status} `
    return `${status}${JSON.stringify(await answer.json())}`
  } catch (problem) {
    return `${status}${status === '' ? '' : 'and then '}${named(problem)}`
  }
}

function named(problem: unknown): string {
  if (!(problem instanceof Error)) return String(problem)
  // What a parser says of the place differs from Node to Node.
  if (problem instanceof SyntaxError) return 'SyntaxError'
  const { cause } = problem
  const code = cause instanceof Error && 'code' in cause ? `, because of ${cause.code}` : ''
  return `${problem.name}: ${problem.message}${code}`
}

async function sightsOf(rule: {
  readonly effect: { readonly type: string }
}): Promise<{ raw: string; fetched: string }> {
  const request = rule.effect.type === 'domain' ? ORDER : COMPANY
  const [one, other] = [await fresh(), await fresh()]
  for (const server of [one, other]) await server.faults.arm(rule)
  const [raw, fetched] = await Promise.all([overASocket(one, request), withFetch(other, request)])
  for (const server of [one, other]) await server.faults.disarm()
  return { raw, fetched }
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  row(head) + row(head.map(() => '---')) + rows.map(row).join('')

const phaseTable = () =>
  table(
    ['effect', ...PHASES],
    effects.map(({ type, phases }) => [`\`${type}\``, ...PHASES.map((phase) => (phases.includes(phase) ? '✓' : ''))]),
  )

const domainTable = () =>
  table(
    ['operation', 'what it can be made to refuse'],
    operations.flatMap((operation) => {
      const names = operation.emulated ? (operation.forcible ?? []) : []
      return names.length === 0 ? [] : [[`\`${operation.id}\``, names.map((name) => `\`${name}\``).join(', ')]]
    }),
  )

/** What a client can see. The others happen to what TEvo itself sends. */
const ofRequests = effects
  .filter(({ phases }) => REQUEST_PHASES.some((phase) => phases.includes(phase)))
  .map(({ type }) => type)

const SECTION =
  /(### `(?<type>[a-z-]+)`\n[\s\S]*?```json\n(?<rule>[\s\S]*?)```\n\n)```http\n[\s\S]*?```\n\n```text\n[\s\S]*?```\n/g

test('docs/faults.md shows each effect as a socket and fetch saw it just now', async () => {
  let document = readFileSync(DOCUMENT, 'utf8')
  const sections = [...document.matchAll(SECTION)]
  expect(sections.map(({ groups }) => groups?.type).sort()).toEqual(ofRequests.sort())
  const shown = [...document.matchAll(/^### `([a-z-]+)`$/gm)].map(([, type]) => type)
  expect(new Set(shown)).toEqual(new Set(effects.map(({ type }) => type)))
  for (const { 0: text, 1: beginning, groups } of sections) {
    const rule = JSON.parse(groups?.rule ?? '')
    expect(rule.effect.type).toBe(groups?.type)
    const { raw, fetched } = await sightsOf(rule)
    document = document.replace(
      text,
      () => `${beginning}\`\`\`http\n${raw}\n\`\`\`\n\n\`\`\`text\n${fetched}\n\`\`\`\n`,
    )
  }
  document = document
    .replace(/(<!-- effects by phase -->\n)(?:\n\|[\s\S]*?\n(?=\n))?/, (_, mark) => `${mark}\n${phaseTable()}`)
    .replace(
      /(<!-- domain effects by operation -->\n)(?:\n\|[\s\S]*?\n(?=\n))?/,
      (_, mark) => `${mark}\n${domainTable()}`,
    )
    .replace(
      /(## Presets\n\n```json\n)[\s\S]*?(```)/,
      (_, head, tail) => `${head}${JSON.stringify(presets, null, 2)}\n${tail}`,
    )

  await expect(document).toMatchFileSnapshot(`../../${DOCUMENT}`)
}, 30_000)

test('every rule that docs/faults.md shows can be armed', async () => {
  const server = await serve()
  const rules = [...readFileSync(DOCUMENT, 'utf8').matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) =>
    JSON.parse(text ?? ''),
  )
  expect(rules.length).toBeGreaterThan(effects.length)
  for (const rule of rules) {
    await server.faults.arm('effect' in rule ? rule : Object.values(rule).flat())
    await server.faults.disarm()
  }
})

test('the curl of docs/faults.md loses the answer of one order', async () => {
  const [, body = ''] = /faults -d '(\{[\s\S]*?\})'/.exec(readFileSync(DOCUMENT, 'utf8')) ?? []
  const server = await serve()
  await server.faults.arm(JSON.parse(body))
  await expect(server.post('/v9/orders', orderBody())).rejects.toThrow(/ECONNRESET/)
  await until('the next answer', async () => (await server.post('/v9/orders', orderBody())).status === 201)
})
