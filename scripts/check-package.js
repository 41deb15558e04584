// @ts-check
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { packageJson, root } from './package-json.js'

const MAX_TARBALL_BYTES = 2_000_000
const REQUIRED = ['dist/cli.js', 'dist/index.js', 'dist/index.d.ts', 'dist/THIRD-PARTY-LICENSES.txt']
const DOCUMENTS = ['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE', 'docs/faults.md']
const BUILT = /^dist\/.+\.(js|d\.ts)$/

const workspace = mkdtempSync(join(tmpdir(), 'tevo-local-package-'))
const consumer = join(workspace, 'consumer')
mkdirSync(consumer)

/** @type {{ filename: string, size: number, files: { path: string }[] }} */
const packed = JSON.parse(npm(root, 'pack', '--json', '--foreground-scripts=false', '--pack-destination', workspace))[0]
const tarball = join(workspace, packed.filename)
const paths = packed.files.map((file) => file.path)

/** @type {Record<string, () => void | Promise<void>>} */
const checks = {
  [`the tarball is under ${MAX_TARBALL_BYTES / 1e6} MB`]: () => {
    assert.ok(packed.size < MAX_TARBALL_BYTES, `it has ${packed.size} bytes`)
  },

  'it has the bundle, its types, the licences and the documents': () => {
    assert.deepEqual(missing([...REQUIRED, ...DOCUMENTS], paths), [])
  },

  'it has nothing else: no source, no test': () => {
    const expected = paths.filter((path) => BUILT.test(path) || REQUIRED.includes(path))
    assert.deepEqual(missing(paths, [...expected, ...DOCUMENTS]), [])
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

  'its library can be imported': () => {
    const names = node(
      consumer,
      '-e',
      `import('${packageJson.name}').then((all) => console.log(Object.keys(all).length))`,
    )
    assert.ok(Number(names) > 0, 'it exports nothing')
  },

  'a TypeScript project that has no other package can use its types': () => {
    writeFileSync(
      join(consumer, 'consumer.ts'),
      `import * as tevoLocal from '${packageJson.name}'\nexport type All = typeof tevoLocal\n`,
    )
    for (const [module, moduleResolution] of [
      ['nodenext', 'nodenext'],
      ['esnext', 'bundler'],
    ]) {
      const compilerOptions = { module, moduleResolution, target: 'es2023', lib: ['es2023'], types: [] }
      const tsconfig = { files: ['consumer.ts'], compilerOptions: { ...compilerOptions, strict: true, noEmit: true } }
      writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify(tsconfig))
      node(consumer, join(root, 'node_modules/typescript/bin/tsc'), '-p', '.')
    }
  },

  'no file names a path of the machine it was built on': () => {
    const installed = join(consumer, 'node_modules', packageJson.name)
    const telling = paths.filter((path) => readFileSync(join(installed, path), 'utf8').includes(root))
    assert.deepEqual(telling, [])
  },
}

try {
  for (const [promise, check] of Object.entries(checks)) await report(promise, check)
} finally {
  rmSync(workspace, { recursive: true, force: true })
}

/**
 * @param {string} promise
 * @param {() => void | Promise<void>} check
 */
async function report(promise, check) {
  try {
    await check()
    console.log(`ok      ${promise}`)
  } catch (error) {
    // A failed command told its reason on its own stdout: tsc does.
    const { message, stdout } = /** @type {Error & { stdout?: string }} */ (error)
    console.log(`not ok  ${promise}\n${stdout || message}`)
    process.exitCode = 1
  }
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
  // What `npm run` put there speaks of this project, and would be believed in the consumer's.
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
