// @ts-check
// Measures what clients see of each fault, and writes it into docs/clients-and-faults.md: `npm run measure:clients`. Rows of clients that are not on this machine stay as they are.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LAZY_PACKAGES } from './bundle.js'
import { clientsWith, startClient } from './clients/clients.js'
import { measure, phaseOf } from './clients/measure.js'
import { clientTable, effectTable, measuredIn, versionsIn } from './clients/page.js'
import { withParts } from './docs/generated.js'
import { importTypeScript } from './import-typescript.js'
import { root } from './package-json.js'

const PAGE = join(root, 'docs/clients-and-faults.md')
/** They are measured only, so they are no dependencies: the versions that run on Node 20. @type {{ readonly [name: string]: string }} */
const OF_NPM = { axios: '1.21.1', got: '14.6.5' }
/** The file that a program imports. @type {{ readonly [name: string]: string }} */
const MAIN = { axios: 'index.js', got: 'dist/source/index.js' }

const { start } = await importTypeScript('src/start.ts', LAZY_PACKAGES)
const { sign } = await importTypeScript('src/signing/sign.ts')
const { effects } = await importTypeScript('src/faults/effects.ts')

const folder = mkdtempSync(join(tmpdir(), 'tevo-local-clients-'))
const server = await start({ port: 0 })
try {
  const clients = clientsWith(installed())
  let page = readFileSync(PAGE, 'utf8')
  const versions = versionsIn(page)
  let measured = measuredIn(page)
  for (const client of clients) {
    const running = await startClient(client)
    if (running === null) {
      console.log(`${client.name}: not on this machine; its rows stay`)
      continue
    }
    const rows = []
    try {
      for (const effect of effects.filter(phaseOf))
        rows.push(await measure(client, running, effect, { url: server.url, sign }))
    } finally {
      running.stop()
    }
    measured = [...measured.filter((row) => row.client !== client.name), ...rows]
    versions.set(client.name, running.version)
    console.log(`${client.name} ${running.version}: measured`)
  }
  const names = clients.map(({ name }) => name)
  page = withParts(page, {
    'clients measured': clientTable(names, versions, measured),
    'effects by client': effectTable(effects, names, measured),
  })
  writeFileSync(PAGE, page)
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}

/** Fetches the packages of npm into a folder that is removed again; without a network they are not there. */
function installed() {
  const wanted = Object.entries(OF_NPM).map(([name, version]) => `${name}@${version}`)
  try {
    execFileSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', ...wanted], { stdio: 'ignore' })
  } catch {
    return () => null
  }
  return (/** @type {string} */ name) => [join(folder, 'node_modules', name, MAIN[name] ?? ''), OF_NPM[name] ?? '']
}
