// @ts-check
import assert from 'node:assert/strict'
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { validate } from 'dockerfile-utils'
import { parse } from 'yaml'
import { composeProblems } from './compose.js'
import { DOCKERFILE, named, stages } from './dockerfile.js'
import { root } from './package-json.js'
import { reportAll } from './report.js'

/**
 * What the image does, without a container engine: the steps of the Dockerfile are taken in a clean folder that stands for
 * the image's root, and what it starts is run there as the image's user, on a root filesystem that is read-only.
 */

const COMPOSE = join(root, 'compose.yaml')
const MAX_START_MS = 1_000
const MAX_STOP_MS = 1_000
/** Other programs of the machine make a start longer, and none makes it shorter. */
const STARTS = 5
const DEADLINE_MS = 60_000
const BUILD_DEADLINE_MS = 600_000
const IMAGE_USER = 1000

const [build = [], image = []] = stages()
const isRoot = process.getuid?.() === 0
const workspace = mkdtempSync(join(tmpdir(), 'tevo-local-container-'))
/** Each stands for the root of a stage. */
const roots = { build: join(workspace, 'build'), image: join(workspace, 'image') }
/** A namespace of mounts, in which the whole filesystem can be made read-only. */
const canMount = isRoot && spawnSync('unshare', ['--mount', 'setpriv', '--version']).status === 0

/** @type {Record<string, () => void | Promise<void>>} */
const checks = {
  'the Dockerfile is one': () => {
    assert.deepEqual(
      validate(DOCKERFILE).map(({ message }) => message),
      [],
    )
  },

  'compose.yaml and its dependant are as the Compose Specification wants them': () => {
    assert.deepEqual(composeProblems(readFileSync(COMPOSE, 'utf8')), [])
    const { shop, tevo } = composeFile().services
    assert.equal(shop.depends_on.tevo.condition, 'service_healthy')
    assert.equal(tevo.read_only, true)
  },

  'its build runs in a clean folder that has what .dockerignore lets through': () => {
    mkdirSync(roots.build)
    const context = join(workspace, 'context')
    for (const file of sentToBuilder()) cpSync(join(root, file), join(context, file), { recursive: true })
    take(build, roots.build, context)
    assert.ok(existsSync(join(roots.build, 'build/dist/cli.js')))
  },

  'the image is made from it': () => {
    mkdirSync(roots.image)
    take(image, roots.image, join(workspace, 'context'))
    chownSync(workspace, IMAGE_USER, IMAGE_USER)
    const carried = ['contract', 'control-plane.openapi.json', 'dist', 'fixtures', 'openapi.json', 'package.json']
    assert.deepEqual(readdirSync(join(roots.image, 'app')).sort(), carried)
    assert.equal(statSync(join(roots.image, 'data')).uid, isRoot ? IMAGE_USER : process.getuid?.())
  },

  [`it listens within ${MAX_START_MS} ms, is well, and SIGTERM ends it in good order within ${MAX_STOP_MS} ms`]:
    async () => {
      const before = listing()
      const starts = []
      for (let nth = 0; nth < STARTS; nth += 1) {
        const { start_ms, url, token, stop } = await startImage()
        starts.push(start_ms)
        if (nth === 0) {
          assert.equal(health(url), 0)
          assert.equal(health(url.replace(/\d+$/, '9')), 1)
          const headers = { authorization: `Bearer ${token}` }
          for (const path of ['openapi.json', 'docs'])
            assert.equal((await fetch(`${url}/_local/${path}`, { headers })).status, 200, path)
        }
        const { code, took_ms } = await stop()
        assert.equal(code, 0)
        assert.ok(took_ms < MAX_STOP_MS, `it took ${took_ms} ms to stop`)
      }
      console.log(`        starts: ${starts.map((ms) => `${ms} ms`).join(', ')}`)
      assert.ok(Math.min(...starts) < MAX_START_MS, `starts took ${starts.join(', ')} ms`)
      assert.deepEqual(listing(), before)
    },

  [`on a read-only root filesystem${canMount ? '' : ' (as far as a user without mounts can tell)'} it writes to /data alone, and only when it is told to`]:
    async () => {
      const { stop } = await startImage(['--data', join(roots.image, 'data/world.json')])
      await stop()
      assert.ok(existsSync(join(roots.image, 'data/world.json')))
      const written = listing().filter((line) => !before_data.includes(line))
      assert.deepEqual(
        written.filter((line) => !line.startsWith('data/') && !line.startsWith('data ')),
        [],
      )
    },

  "compose.yaml's dependant does what it is there for": async () => {
    const { shop, tevo } = composeFile().services
    const { url, stop } = await startImage([], tevo.environment)
    const [program, ...words] = [...shop.entrypoint, ...shop.command].map((word) =>
      word.replace('http://tevo:8386', url),
    )
    const said = execFileSync(program, words, {
      ...asImageUser(),
      cwd: join(roots.image, 'app'),
      env: { PATH: process.env.PATH, ...shop.environment },
      encoding: 'utf8',
      timeout: DEADLINE_MS,
    })
    await stop()
    assert.match(said, new RegExp(`^${url} \\S+\n$`))
  },
}

/** @type {string[]} */
let before_data = []

try {
  await reportAll(checks)
} finally {
  rmSync(workspace, { recursive: true, force: true })
}

function composeFile() {
  return parse(readFileSync(COMPOSE, 'utf8'))
}

/** What .dockerignore lets through. */
function sentToBuilder() {
  const lines = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n')
  return lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1))
}

/**
 * Takes the steps of a stage.
 * @param {import('./dockerfile.js').Instruction[]} stage
 * @param {string} stageRoot
 * @param {string} context
 */
function take(stage, stageRoot, context) {
  let folder = stageRoot
  for (const { name, value, flags } of stage) {
    if (name === 'WORKDIR') {
      folder = join(stageRoot, value)
      mkdirSync(folder, { recursive: true })
    }
    if (name === 'COPY') {
      const paths = value.split(/\s+/)
      const target = paths.at(-1) ?? ''
      const from = flags.from === undefined ? context : roots.build
      for (const source of paths.slice(0, -1)) {
        const to = target.endsWith('/') ? join(folder, target, basename(source)) : join(folder, target)
        cpSync(join(from, source), to, { recursive: true })
      }
    }
    if (name === 'RUN')
      execFileSync('sh', ['-c', inFolder(value, stageRoot)], {
        cwd: folder,
        env: {
          PATH: process.env.PATH,
          HOME: stageRoot,
          npm_config_cache: process.env.npm_config_cache ?? join(process.env.HOME ?? '', '.npm'),
          ...registryOf(),
        },
        encoding: 'utf8',
        stdio: 'pipe',
        timeout: BUILD_DEADLINE_MS,
      })
  }
}

/** npm's settings of this machine, without which it finds no packages. */
function registryOf() {
  const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim()
  return { npm_config_registry: registry }
}

/**
 * A command that names paths of the image, and its user by name, which this machine need not have.
 * @param {string} command
 * @param {string} stageRoot
 */
function inFolder(command, stageRoot) {
  const mine = isRoot ? `--owner=${IMAGE_USER} --group=${IMAGE_USER}` : ''
  return command.replace('--owner=node --group=node', mine).replaceAll(/(?<= )\/(?=\w)/g, `${stageRoot}/`)
}

/** Who the image's processes are. */
function asImageUser() {
  return isRoot ? { uid: IMAGE_USER, gid: IMAGE_USER } : {}
}

/**
 * Starts what the image starts, as its user, with more flags as `docker run` has them. It sees the image's environment alone.
 * @param {string[]} flags
 * @param {Record<string, string>} env
 */
async function startImage(flags = [], env = {}) {
  before_data = listing()
  const words = [...(named(image, 'ENTRYPOINT')[0]?.words ?? []), '--port', '0', '--log', 'json', ...flags]
  const data = join(roots.image, 'data')
  // The mounts of this process alone: everything is read-only but for the volume.
  const readOnly = `mount --make-rprivate / && mount --bind ${data} ${data} && mount -o remount,bind,ro / && ! touch app 2>/dev/null && exec setpriv --reuid=${IMAGE_USER} --regid=${IMAGE_USER} --clear-groups "$@"`
  const command = canMount ? ['unshare', '--mount', 'sh', '-c', readOnly, 'sh', ...words] : words
  const [program = '', ...rest] = command
  const since = performance.now()
  const child = spawn(program, rest, {
    cwd: join(roots.image, 'app'),
    env: { PATH: process.env.PATH, ...environment(), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(canMount ? {} : asImageUser()),
  })
  const kill = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS)
  const ended = new Promise((resolve) => child.once('close', resolve))
  ended.then(() => clearTimeout(kill))
  const [first = '{}'] = await Promise.race([
    new Promise((resolve) => createInterface(child.stdout).once('line', (line) => resolve([line]))),
    ended.then(() => []),
  ])
  const start_ms = Math.round(performance.now() - since)
  const { url, control_token: token } = JSON.parse(first)
  assert.ok(url, 'it ended before it listened')
  const stop = async () => {
    const at = performance.now()
    child.kill('SIGTERM')
    return { code: await ended, took_ms: Math.round(performance.now() - at) }
  }
  return { start_ms, url: url.replace('0.0.0.0', '127.0.0.1'), token, stop }
}

/** @param {string} url */
function health(url) {
  const [program = '', ...words] = named(image, 'HEALTHCHECK')[0]?.words ?? []
  const { status } = spawnSync(program, [...words, '--url', url], {
    ...asImageUser(),
    cwd: join(roots.image, 'app'),
    env: { PATH: process.env.PATH, ...environment() },
    timeout: DEADLINE_MS,
  })
  return status
}

function environment() {
  return Object.fromEntries(named(image, 'ENV').map(({ value }) => value.split('=')))
}

/** Every file of the image, with when it was written. */
function listing() {
  return readdirSync(roots.image, { recursive: true, encoding: 'utf8' })
    .map((file) => `${file} ${statSync(join(roots.image, file)).mtimeMs}`)
    .sort()
}
