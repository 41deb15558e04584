import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { composeProblems } from '../../scripts/compose.js'
import { helpOf } from '../../src/commands/help.ts'
import { start } from '../../src/start.ts'
import { until } from '../deadline.ts'
import { blocks } from '../docs/blocks.ts'
import { readPage } from '../docs/pages.ts'
import { send } from '../http.ts'
import { open, parseAnswer, rawRequest, speak } from '../socket.ts'
import { sandboxAt } from '../test-sandbox.ts'
import { processes } from './processes.ts'
import { freePort } from './round-robin.ts'

const FOLDER = 'examples/several-processes'
const compose = readPage(`${FOLDER}/compose.yaml`)
const kubernetes = parseAllDocuments(readPage(`${FOLDER}/kubernetes.yaml`)).map((document) => {
  expect(document.errors).toEqual([])
  return document.toJS()
})
const nginxFile = readPage(`${FOLDER}/nginx.conf`)
const [location = ''] = blocks.flatMap(({ page, language, text }) =>
  page === 'docs/several-processes.md' && language === 'nginx' ? [text] : [],
)

test('the compose file is as the Compose Specification wants it, and each process has its own address', () => {
  const { services } = parse(compose, { merge: true })
  const urls = Object.keys(services).flatMap((name) => {
    const { command = [] } = services[name]
    return name.startsWith('tevo-') ? [[name, command[command.indexOf('--public-url') + 1]]] : []
  })

  expect(composeProblems(compose)).toEqual([])
  expect(urls).toEqual(['tevo-1', 'tevo-2', 'tevo-3'].map((name) => [name, `http://${name}:8386`]))
  for (const [name] of urls) expect(nginxFile).toContain(`server ${name}:8386 `)
})

test('every flag that the files give is one of serve', () => {
  const { services } = parse(compose, { merge: true })
  const [deployment] = kubernetes.filter(({ kind }) => kind === 'Deployment')
  const { containers } = deployment.spec.template.spec
  const given = [...Object.values<{ command?: string[] }>(services), ...containers].flatMap(
    ({ command = [], args = [] }) => [...command, ...args].filter((word: string) => word.startsWith('--')),
  )

  expect(given.length).toBeGreaterThan(10)
  for (const flag of new Set(given)) expect(helpOf('serve')).toContain(`  ${flag} `)
})

test('the manifest names what it has: labels, secrets, ports, and paths that a server answers', async () => {
  const { url, stop } = await start({ port: 0 })
  onTestFinished(stop)
  const of = (kind: string) => kubernetes.find((each) => each.kind === kind)
  const [secret, deployment, service, budget] = ['Secret', 'Deployment', 'Service', 'PodDisruptionBudget'].map(of)
  const { labels } = deployment.spec.template.metadata
  const [{ env, ports, livenessProbe, readinessProbe }] = deployment.spec.template.spec.containers

  expect(deployment.spec.selector.matchLabels).toEqual(labels)
  expect(service.spec.selector).toEqual(labels)
  expect(budget.spec.selector.matchLabels).toEqual(labels)
  expect(service.spec.ports[0].targetPort).toBe(ports[0].name)
  for (const { valueFrom } of env) {
    const { name, key } = valueFrom.secretKeyRef ?? {}
    if (name === undefined) continue
    expect(name).toBe(secret.metadata.name)
    expect(Object.keys(secret.stringData)).toContain(key)
  }
  for (const { httpGet } of [livenessProbe, readinessProbe])
    expect((await send(url, 'GET', httpGet.path)).status, httpGet.path).toBe(200)
})

// --- With a real nginx

const STREAM_MODULE = '/usr/lib/nginx/modules/ngx_stream_module.so'
const hasNginx = spawnSync('nginx', ['-v']).status === 0 && existsSync(STREAM_MODULE)
if (!hasNginx) console.log('there is no nginx with its stream module here: what runs behind it is not tested')

/** Resolves to the URL of an nginx with this file. */
async function nginx(text: string, port: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tevo-local-nginx-'))
  const file = join(folder, 'nginx.conf')
  await writeFile(file, text.replace('/tmp/nginx.pid', join(folder, 'nginx.pid')))
  const child = spawn('nginx', ['-p', folder, '-e', 'stderr', '-c', file, '-g', 'daemon off;'], { stdio: 'ignore' })
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await rm(folder, { recursive: true, force: true })
  })
  const url = `http://127.0.0.1:${port}`
  await until('that nginx serves', () =>
    send(url, 'GET', '/_local/health').then(
      () => true,
      () => false,
    ),
  )
  return url
}

async function three() {
  const { all, stop } = await processes(3, { port: 0, clock_ms: Date.parse('2026-01-01T00:00:00Z') })
  onTestFinished(stop)
  const [first] = all
  if (first === undefined) throw new Error('there are three')
  const { credentials } = (await send(first.url, 'GET', '/_local/sandboxes/default')).body
  return { all, credentials }
}

test.runIf(hasNginx)('behind the nginx of the example signatures hold, and faults reach the client', async () => {
  const { all, credentials } = await three()
  const port = await freePort()
  const own = all.reduce(
    (text, { url }, nth) => text.replace(`tevo-${nth + 1}:8386`, new URL(url).host),
    nginxFile.replace('listen 8386', `listen 127.0.0.1:${port}`),
  )
  const url = await nginx(`load_module ${STREAM_MODULE};\n${own}`, port)
  const tevo = sandboxAt({ url, credentials })
  const event = rawRequest(tevo, { method: 'GET', target: '/v9/events' })

  for (let nth = 0; nth < 9; nth += 1) expect(parseAnswer(await speak(url, event)).status).toBe(200)
  expect(all.map(({ context }) => context.figures.passedOn > 0)).toEqual([false, true, true])

  await tevo.faults.arm({ match: { method: 'GET' }, phase: 'after-commit', effect: { type: 'truncate' } })
  for (let nth = 0; nth < 3; nth += 1) {
    const connection = open(url, event)
    expect(await connection.ended).toBe('FIN')
    const { headers, body } = parseAnswer(connection.received())
    expect(Number(headers.get('content-length'))).toBeGreaterThan(body.length)
    expect(body.length).toBeGreaterThan(0)
  }
})

test.runIf(hasNginx)('behind an nginx that speaks HTTP signatures hold, too', async () => {
  const { all, credentials } = await three()
  const port = await freePort()
  const servers = all.map(({ url }) => `server ${new URL(url).host};`).join(' ')
  const url = await nginx(
    `error_log stderr; pid /tmp/nginx.pid; events {} http { access_log off; upstream tevo { ${servers} keepalive 16; } server { listen 127.0.0.1:${port}; ${location} } }`,
    port,
  )
  const tevo = sandboxAt({ url, credentials })

  for (let nth = 0; nth < 9; nth += 1) expect((await tevo.get('/v9/events?name=a%20b%2Fc')).status).toBe(200)
  expect(all.map(({ context }) => context.figures.passedOn > 0)).toEqual([false, true, true])
  const made = (await send(url, 'POST', '/_local/sandboxes')).body
  const other = sandboxAt({ url, name: made.name, credentials: made.credentials })
  for (let nth = 0; nth < 6; nth += 1) expect((await other.get('/v9/events')).status).toBe(200)
  expect(await other.journal.list()).toHaveLength(6)
})
