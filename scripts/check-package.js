// @ts-check
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { LIBRARY, RUNNERS } from './bundle.js'
import { packageJson, root } from './package-json.js'
import { reportAll } from './report.js'

const MAX_TARBALL_BYTES = 2_000_000
/** Of it 0.8 MB are the OpenAPI documents and the program that shows them, and 0.1 MB is the contract suite. */
const MAX_INSTALLED_BYTES = 5_000_000
const REQUIRED = [
  'dist/cli.js',
  'dist/index.js',
  'dist/index.d.ts',
  'dist/cjs/index.cjs',
  'dist/cjs/index.d.cts',
  'dist/THIRD-PARTY-LICENSES.txt',
  'dist/rapidoc.js.gz',
  'dist/inspector/inspector.css',
  'dist/inspector/inspector.js',
  'dist/inspector/inspector.svg',
  ...LIBRARY.flatMap((name) => [
    `dist/${name}.js`,
    `dist/${name}.d.ts`,
    `dist/cjs/${name}.cjs`,
    `dist/cjs/${name}.d.cts`,
  ]),
]
const DOCUMENTS = [
  'package.json',
  'README.md',
  'CHANGELOG.md',
  'openapi.json',
  'control-plane.openapi.json',
  'SECURITY.md',
  'LICENSE',
  'docs/README.md',
  'docs/faults.md',
  'contract/suite.json',
]
/** To send with a first request, and to begin a world of one's own with. */
const SAMPLES = ['fixtures/default.json', 'fixtures/two-tickets.pdf']
/** What is under docs/ goes with it: the pages, those that are linked from them too, and the documents for programs. */
const PAGE = /^docs\/.+\.(?:md|json)$/
/** What tevo-local verify sends, and what has to come back. */
const CONTRACT = /^contract\/[\w-]+\.json$/
const BUILT = /^dist\/.+\.(c?js|d\.c?ts|css|svg)$/

/** Uses the control plane, the PDF library and the barcodes, which are loaded when they are needed. */
const PLAY = `
startServer().then(async (server) => {
  const tevo = await server.makeSandbox()
  const items = [{ ticket_group_id: 52554287, price: 50, quantity: 2 }]
  const shipped_items = [{ type: 'Eticket', email_address_id: 33333, items }]
  const body = { orders: [{ seller_id: 1691, client_id: 107655, shipped_items }] }
  const { orders } = await (await tevo.fetch('/v9/orders', { body })).json()
  const [id] = orders[0].child_orders
  await tevo.act(id, { as: 'seller', do: 'accept' })
  await tevo.world.verify({ orders: { times: { min: 2, max: 2 } } })
  console.log((await tevo.act(id, { as: 'seller', do: 'deliver' })).state)
})
`

/** @type {{ scripts: object, dependencies?: object }} */
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const workspace = mkdtempSync(join(tmpdir(), 'tevo-local-package-'))
const consumer = join(workspace, 'consumer')
mkdirSync(consumer)

/** @type {{ filename: string, size: number, unpackedSize: number, files: { path: string }[] }} */
const packed = JSON.parse(npm(root, 'pack', '--json', '--foreground-scripts=false', '--pack-destination', workspace))[0]
const tarball = join(workspace, packed.filename)
const paths = packed.files.map((file) => file.path)

/** @type {Record<string, () => void | Promise<void>>} */
const checks = {
  [`the tarball is under ${MAX_TARBALL_BYTES / 1e6} MB`]: () => {
    assert.ok(packed.size < MAX_TARBALL_BYTES, `it has ${packed.size} bytes`)
  },

  [`it is under ${MAX_INSTALLED_BYTES / 1e6} MB when it is installed`]: () => {
    assert.ok(packed.unpackedSize < MAX_INSTALLED_BYTES, `it has ${packed.unpackedSize} bytes`)
    console.log(`        it has ${packed.size} bytes, and ${packed.unpackedSize} when it is installed`)
  },

  'it has the bundle, its types, the licences, the documents and the samples': () => {
    assert.deepEqual(missing([...REQUIRED, ...DOCUMENTS, ...SAMPLES], paths), [])
  },

  'it has nothing else: no source, no test': () => {
    const expected = paths.filter(
      (path) => BUILT.test(path) || PAGE.test(path) || CONTRACT.test(path) || REQUIRED.includes(path),
    )
    assert.deepEqual(missing(paths, [...expected, ...DOCUMENTS, ...SAMPLES]), [])
  },

  'it needs no other package, and runs nothing when it is installed': () => {
    assert.deepEqual(Object.keys(manifest.dependencies ?? {}), [])
    const run = ['preinstall', 'install', 'postinstall'].filter((name) => name in manifest.scripts)
    assert.deepEqual(run, [])
  },

  'publint finds nothing': async () => {
    const { messages, pkg } = await publint({ pack: { tarball: arrayBuffer(tarball) }, strict: true })
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg, { color: false })),
      [],
    )
  },

  'it installs offline into an empty project, alone': () => {
    writeFileSync(join(consumer, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
    npm(consumer, 'install', '--offline', '--no-audit', '--no-fund', tarball)
    assert.deepEqual(visible(join(consumer, 'node_modules')), [packageJson.name])
  },

  'npx tevo-local --version answers with the version of the package': () => {
    assert.equal(npm(consumer, 'exec', '--offline', '--', packageJson.name, '--version').trim(), packageJson.version)
  },

  'its library can be imported and required, and plays an order with what is loaded lazily': () => {
    const loads = {
      'esm.mjs': `import { startServer } from '${packageJson.name}'`,
      'commonjs.cjs': `const { startServer } = require('${packageJson.name}')`,
    }
    for (const [file, load] of Object.entries(loads)) {
      writeFileSync(join(consumer, file), `${load}\n${PLAY}`)
      assert.equal(node(consumer, file).trim(), 'completed', file)
    }
  },

  'a TypeScript project that has no other package can use its types': () => {
    writeFileSync(
      join(consumer, 'consumer.ts'),
      `import * as tevoLocal from '${packageJson.name}'\nexport type All = typeof tevoLocal\n`,
    )
    for (const [module, moduleResolution, type] of [
      ['nodenext', 'nodenext', 'module'],
      ['nodenext', 'nodenext', 'commonjs'],
      ['node16', 'node16', 'module'],
      ['node16', 'node16', 'commonjs'],
      ['esnext', 'bundler', 'module'],
    ]) {
      writeFileSync(join(consumer, 'package.json'), JSON.stringify({ private: true, type }))
      const compilerOptions = { module, moduleResolution, target: 'es2023', lib: ['es2023'], types: [] }
      const tsconfig = { files: ['consumer.ts'], compilerOptions: { ...compilerOptions, strict: true, noEmit: true } }
      writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify(tsconfig))
      node(consumer, join(root, 'node_modules/typescript/bin/tsc'), '-p', '.')
    }
  },

  'the examples in TypeScript compile, and a match and a matcher that do not exist do not': () => {
    const modules = join(consumer, 'node_modules')
    mkdirSync(join(modules, '@jest'))
    for (const name of [...RUNNERS, '@types', 'playwright'].map((name) =>
      name.replace(/^@playwright.*/, '@playwright'),
    ))
      symlinkSync(join(root, 'node_modules', name), join(modules, name))
    const wrong = `
// @ts-expect-error: there is no such key
test('', async ({ tevo }) => expect(tevo).toHaveReceived({ statuss: 201 }))
// @ts-expect-error: there is no such matcher
test('', async ({ tevo }) => expect(tevo).toHaveMadeTwoOrders())
test('', async ({ tevo }) => expect(tevo).not.toHaveMadeOneOrder({ reference: 'PO-7' }))
test('', async ({ tevo }) => expect(tevo).toHoldInvariants())
`
    const files = ['jest-ts/shop.test.ts', 'playwright/shop.spec.ts', 'playwright/clock.spec.ts', 'vitest/shop.test.js']
    const sources = files.map((file, nth) => {
      const text = readFileSync(join(root, 'examples', file), 'utf8')
      writeFileSync(join(consumer, `example-${nth}.ts`), text.replace('async (tevo)', 'async (tevo: any)') + wrong)
      return `example-${nth}.ts`
    })
    for (const type of ['module', 'commonjs']) {
      writeFileSync(join(consumer, 'package.json'), JSON.stringify({ private: true, type }))
      const compilerOptions = { module: 'nodenext', target: 'es2023', lib: ['es2023', 'dom'], types: ['node'] }
      const tsconfig = {
        files: sources,
        compilerOptions: { ...compilerOptions, strict: true, noEmit: true, skipLibCheck: true },
      }
      writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify(tsconfig))
      for (const compiler of ['typescript', 'typescript-5'])
        node(consumer, join(root, 'node_modules', compiler, 'bin/tsc'), '-p', '.')
    }
  },

  'no file names a path of the machine it was built on': () => {
    const installed = join(consumer, 'node_modules', packageJson.name)
    const telling = paths.filter((path) => readFileSync(join(installed, path), 'utf8').includes(root))
    assert.deepEqual(telling, [])
  },
}

try {
  await reportAll(checks)
} finally {
  rmSync(workspace, { recursive: true, force: true })
}

/**
 * @param {string} cwd
 * @param {string[]} args
 */
function npm(cwd, ...args) {
  return run(cwd, 'npm', args)
}

/**
 * @param {string} cwd
 * @param {string[]} args
 */
function node(cwd, ...args) {
  return run(cwd, process.execPath, args)
}

/**
 * @param {string} cwd
 * @param {string} command
 * @param {string[]} args
 */
function run(cwd, command, args) {
  // `npm run` sets variables about this project; the consumer's project must not see them.
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('npm_')))
  return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
}

/**
 * @param {string[]} wanted
 * @param {string[]} present
 */
function missing(wanted, present) {
  return wanted.filter((path) => !present.includes(path))
}

/** @param {string} directory */
function visible(directory) {
  return readdirSync(directory).filter((name) => !name.startsWith('.'))
}

/** @param {string} file */
function arrayBuffer(file) {
  return new Uint8Array(readFileSync(file)).buffer
}
