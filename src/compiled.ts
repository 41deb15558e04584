import { createHash } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { cachedDataVersionTag } from 'node:v8'
import { constants, Script } from 'node:vm'

/** When a start is over, and what it needs is compiled. */
const KEPT_AFTER_MS = 1_000
/** Files of this and of other releases and versions of Node that are left. */
const MOST_KEPT = 8
const WRITABLE_BY_OTHERS = 0o022
const SUM_BYTES = 20
const LENGTH_BYTES = 4
const WRAPPER = ['(function (exports, require, module, __filename, __dirname) { ', '\n})'] as const

/** What V8 made of files of the program, by their path beside the first one. */
type Compiled = Map<string, Buffer>

/**
 * Runs a program from what V8 made of its files the last time, which takes a fifth off its start, and keeps that for the next
 * time, in one file. Node has such a cache from version 22 on; this one also has the functions that a start has used, and does
 * not wait for the end of the process.
 * @param entry  its first file, CommonJS; it requires others by relative paths
 * @param build  tells two releases apart
 */
export function runCompiled(entry: string, build: string): void {
  const folder = dirname(entry)
  const file = join(cacheFolder(), `${build}-${process.version}-${cachedDataVersionTag()}`)
  const { NODE_DISABLE_COMPILE_CACHE: disabled = '' } = process.env
  const isOff = disabled !== ''
  const kept: Compiled = isOff ? new Map() : read(file)
  const scripts = new Map<string, Script>()
  const modules = new Map<string, { exports: unknown }>()
  const requireOther = createRequire(entry)

  const load = (path: string): unknown => {
    const loaded = modules.get(path)
    if (loaded !== undefined) return loaded.exports
    const module = { exports: {} }
    modules.set(path, module)
    const name = path.slice(folder.length + 1)
    const script = new Script(WRAPPER.join(readFileSync(path, 'utf8')), {
      filename: path,
      columnOffset: -WRAPPER[0].length,
      cachedData: kept.get(name),
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    })
    scripts.set(name, script)
    const own = dirname(path)
    const requireFrom = (id: string): unknown => (id.startsWith('.') ? load(resolve(own, id)) : requireOther(id))
    script.runInThisContext().call(module.exports, module.exports, requireFrom, module, path, own)
    return module.exports
  }

  const keep = (): void => {
    const isKnown = [...scripts].every(
      ([name, { cachedDataRejected }]) => kept.has(name) && cachedDataRejected !== true,
    )
    if (isKnown) return
    for (const [name, script] of scripts) kept.set(name, script.createCachedData())
    write(file, kept)
  }
  // At its end, and soon after its start: it may be killed.
  if (!isOff) {
    process.once('exit', keep)
    setTimeout(keep, KEPT_AFTER_MS).unref()
  }
  load(entry)
}

/** Of the user alone: what lies in it is run. */
function cacheFolder(): string {
  const { NODE_COMPILE_CACHE: given = '', XDG_CACHE_HOME: xdg = '', LOCALAPPDATA: local = '' } = process.env
  if (given !== '') return join(given, 'tevo-local')
  if (process.platform === 'win32' && local !== '') return join(local, 'tevo-local', 'Cache')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'tevo-local')
  return join(xdg === '' ? join(homedir(), '.cache') : xdg, 'tevo-local')
}

/** Nothing where there is none, or not a whole one, or one that others may have written. */
function read(file: string): Compiled {
  try {
    const opened = openSync(file, 'r')
    try {
      const { uid, mode } = fstatSync(opened)
      // Windows has no such modes: there the folder is the user's.
      const isOwn = process.getuid === undefined || (uid === process.getuid() && (mode & WRITABLE_BY_OTHERS) === 0)
      return isOwn ? decoded(readFileSync(opened)) : new Map()
    } finally {
      closeSync(opened)
    }
  } catch {
    return new Map()
  }
}

/** A folder that cannot be written, a full disk: the next start takes as long as this one. */
function write(file: string, compiled: Compiled): void {
  try {
    const folder = dirname(file)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const temporary = `${file}-${process.pid}`
    writeFileSync(temporary, encoded(compiled), { mode: 0o600, flag: 'wx' })
    renameSync(temporary, file)
    const others = readdirSync(folder).map((name) => ({ name, changed_at: statSync(join(folder, name)).mtimeMs }))
    for (const { name } of others.sort((a, b) => b.changed_at - a.changed_at).slice(MOST_KEPT))
      rmSync(join(folder, name))
  } catch {}
}

/** A checksum of the rest, the length of the list of names and lengths, that list, and one after the other. */
function encoded(compiled: Compiled): Buffer {
  const list = Buffer.from(JSON.stringify(Array.from(compiled, ([name, { length }]) => [name, length])))
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32LE(list.length)
  const rest = Buffer.concat([length, list, ...compiled.values()])
  return Buffer.concat([sumOf(rest), rest])
}

function decoded(bytes: Buffer): Compiled {
  const rest = bytes.subarray(SUM_BYTES)
  if (!sumOf(rest).equals(bytes.subarray(0, SUM_BYTES))) return new Map()
  let at = LENGTH_BYTES + rest.readUInt32LE(0)
  const list: [string, number][] = JSON.parse(rest.toString('utf8', LENGTH_BYTES, at))
  return new Map(
    list.map(([name, length]) => {
      at += length
      return [name, rest.subarray(at - length, at)]
    }),
  )
}

const sumOf = (bytes: Buffer): Buffer => createHash('sha1').update(bytes).digest()
