// @ts-check
// Installs the packed package into projects as its users have them, with what they use beside it: it needs a registry.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { packageJson, root } from './package-json.js'
import { reportAll } from './report.js'

/** The first that the package runs on, the newest of each line, and one that is too old for it. */
const NODES = ['20.19.0', '22.23.5', '24.22.3', '26.12.1']
const OLD_NODE = '18.20.8'
const SENTENCE = `tevo-local needs Node 20.19 or later, and this is Node ${OLD_NODE}: install a later one`
/** A runner that waits for something that never ends is stopped; a registry may be slow. */
const DEADLINE_MS = 120_000
const INSTALL_DEADLINE_MS = 900_000

const FILES = join(root, 'test/packaging/consumers')
const EXAMPLES = join(root, 'examples/first-test')
const workspace = mkdtempSync(join(tmpdir(), 'tevo-local-consumers-'))

/** @type {Record<string, () => void | Promise<void>>} */
const checks = {
  'Are the types wrong? No': async () => {
    const attw = await import(pathToFileURL(join(workspace, 'node_modules/@arethetypeswrong/core/dist/index.js')).href)
    const packed = attw.createPackageFromTarballData(new Uint8Array(readFileSync(tarball)))
    const { problems } = await attw.checkPackage(packed)
    // TypeScript's oldest resolution knows no `exports`, so none of the package's entries but its main one.
    assert.deepEqual(
      problems.filter(
        (/** @type {{ kind: string, resolutionKind?: string }} */ { kind, resolutionKind }) =>
          kind !== 'NoResolution' || resolutionKind !== 'node10',
      ),
      [],
    )
  },

  'the ten lines are green in vitest': () => {
    runner(project('vitest', [join(EXAMPLES, 'vitest/order.test.mjs')]), 'vitest/vitest.mjs', 'run')
  },

  'the ten lines are green in Jest, as CommonJS, and what is loaded lazily loads there': () => {
    const files = [join(EXAMPLES, 'jest/order.test.cjs'), join(FILES, 'lazy.test.cjs')]
    runner(project('jest', files), 'jest/bin/jest.js', '--ci')
  },

  'ts-jest compiles and runs a test': () => {
    const folder = project('ts-jest', [join(EXAMPLES, 'ts-jest/order.test.ts')])
    writeFileSync(join(folder, 'jest.config.cjs'), "module.exports = { preset: 'ts-jest' }\n")
    const compilerOptions = { ...STRICT, module: 'node16', moduleResolution: 'node16', types: ['jest', 'node'] }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
    runner(folder, 'jest/bin/jest.js', '--ci')
  },

  'node:test ends, though nobody stopped the server': () => {
    node(project('node-test', [join(FILES, 'unstopped.test.mjs')]), '--test', 'unstopped.test.mjs')
  },

  ...Object.fromEntries(
    [
      ['5.4', join(workspace, 'node_modules/typescript/bin/tsc')],
      ['of this project', join(root, 'node_modules/typescript/bin/tsc')],
    ].map(([version, compiler = '']) => [
      `what must compile does, and what must not does not: TypeScript ${version}`,
      () => compileTypeTests(compiler),
    ]),
  ),

  ...Object.fromEntries(
    NODES.map((version) => [
      `it runs on Node ${version}`,
      () => {
        const folder = project(
          `node-${version}`,
          ['play.mjs', 'play.cjs'].map((file) => join(FILES, file)),
        )
        const program = nodeOf(version)
        assert.equal(run(folder, program, ['play.mjs']).trim(), '1')
        assert.equal(run(folder, program, ['play.cjs']).trim(), '1')
        assert.equal(run(folder, program, [cliIn(folder), '--version']).trim(), packageJson.version)
      },
    ]),
  ),

  'what was compiled of the command line is kept for the next start, for each Node': () => {
    const folder = project('compiled', [])
    const env = { ...process.env, NODE_COMPILE_CACHE: folder }
    for (const version of [...NODES, ...NODES])
      execFileSync(nodeOf(version), [cliIn(folder), '--version'], { cwd: folder, env, timeout: DEADLINE_MS })
    assert.equal(readdirSync(join(folder, 'tevo-local')).length, NODES.length)
  },

  [`Node ${OLD_NODE} is told what is needed`]: () => {
    const folder = project(
      'old-node',
      ['play.mjs', 'play.cjs'].map((file) => join(FILES, file)),
    )
    assert.equal(failing(folder, [cliIn(folder)]), `${SENTENCE}\n`)
    for (const file of ['play.mjs', 'play.cjs']) {
      const said = failing(folder, [file])
      assert.ok(said.includes(`Error: ${SENTENCE}\n`), said)
      assert.ok(!said.includes('SyntaxError'), said)
    }
  },
}

const STRICT = { target: 'es2022', lib: ['es2023'], strict: true, noEmit: true }

for (const file of ['package.json', 'package-lock.json']) cpSync(join(FILES, file), join(workspace, file))
// Not `ci`: that asks for the binaries of every platform, and a registry need not have them.
npm(workspace, 'install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund')
const [{ filename }] = JSON.parse(npm(root, 'pack', '--json', '--ignore-scripts', '--pack-destination', workspace))
const tarball = join(workspace, filename)
const nodes = join(workspace, 'nodes')
mkdirSync(nodes)
writeFileSync(join(nodes, 'package.json'), '{"private":true}')
const wanted = [OLD_NODE, ...NODES].map(
  (version) => `node-${version}@npm:node-${process.platform}-${process.arch}@${version}`,
)
npm(nodes, 'install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', ...wanted)

try {
  await reportAll(checks)
} finally {
  rmSync(workspace, { recursive: true, force: true })
}

/**
 * A folder with these files and the package, and nothing else: what runs it lies further up.
 * @param {string} name
 * @param {readonly string[]} files
 */
function project(name, files) {
  const folder = join(workspace, name)
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{"private":true}')
  npm(folder, 'install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', tarball)
  for (const file of files) cpSync(file, join(folder, file.slice(file.lastIndexOf('/') + 1)))
  return folder
}

/** @param {string} compiler */
function compileTypeTests(compiler) {
  const source = join(root, 'test/types')
  const tests = readdirSync(source)
  const kinds = [
    ['nodenext', 'nodenext', 'module'],
    ['nodenext', 'nodenext', 'commonjs'],
    ['node16', 'node16', 'module'],
    ['node16', 'node16', 'commonjs'],
    ['esnext', 'bundler', 'module'],
    ['esnext', 'bundler', 'commonjs'],
  ]
  const folder = join(workspace, 'types')
  rmSync(folder, { recursive: true, force: true })
  project('types', [])
  for (const file of tests) {
    const text = readFileSync(join(source, file), 'utf8')
    const written = text.replaceAll("'../../src/index.ts'", "'tevo-local'").replaceAll(/'\.\/(\w+)\.ts'/g, "'./$1.js'")
    writeFileSync(join(folder, file), written)
  }
  for (const [module, moduleResolution, type] of kinds) {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type }))
    // Node's own types: the tests use URL. Those of a library are checked too.
    const compilerOptions = { ...STRICT, module, moduleResolution, types: ['node'], skipLibCheck: false }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ files: tests, compilerOptions }))
    node(folder, compiler, '-p', '.')
  }
}

/**
 * @param {string} folder
 * @param {string} script  in node_modules
 * @param {string[]} args
 */
function runner(folder, script, ...args) {
  return node(folder, join(workspace, 'node_modules', script), ...args)
}

/** @param {string} version */
function nodeOf(version) {
  return join(nodes, 'node_modules', `node-${version}`, 'bin/node')
}

/** @param {string} folder */
function cliIn(folder) {
  return join(folder, 'node_modules', packageJson.name, 'dist/cli.js')
}

/**
 * What the old Node says as it fails.
 * @param {string} folder
 * @param {string[]} args
 */
function failing(folder, args) {
  try {
    run(folder, nodeOf(OLD_NODE), args)
  } catch (problem) {
    return /** @type {{ stderr: string }} */ (problem).stderr
  }
  throw new Error(`${args.join(' ')} did not fail`)
}

/**
 * @param {string} cwd
 * @param {string[]} args
 */
function npm(cwd, ...args) {
  return run(cwd, 'npm', args, INSTALL_DEADLINE_MS)
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
 * @param {number} timeout
 */
function run(cwd, command, args, timeout = DEADLINE_MS) {
  // `npm run` sets variables about this project; the consumer's project must not see them.
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^npm_|^VITEST|^NODE_/.test(key)))
  return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: 'pipe', timeout })
}
