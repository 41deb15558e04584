import type { Stats } from 'node:fs'
import { type FileHandle, lstat, open, readlink, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { codeOf, Problem } from '../../problem.ts'

/** The files of one `--data`. Temporary ones have fixed names, so that none pile up. */
export interface Paths {
  readonly data: string
  readonly log: string
  readonly lock: string
  readonly temporary: string
  readonly logTemporary: string
}

/** The files that belong to the one that was given; a symbolic link stands for the file behind it. @throws Problem */
export async function pathsOf(given: string): Promise<Paths> {
  await refuseOdd(given)
  const data = await behindLinks(given)
  const log = `${data}.log`
  await refuseOdd(log)
  return { data, log, lock: `${data}.lock`, temporary: `${data}.tmp`, logTemporary: `${log}.tmp` }
}

/** To open a FIFO waits for ever, and a device keeps nothing. @throws Problem */
async function refuseOdd(file: string): Promise<void> {
  const found = await stat(file).catch((problem) => {
    const code = codeOf(problem)
    if (code === 'ELOOP') throw new Problem(`${file} cannot be opened: its links go in a circle; give another file`)
    if (code === 'ENOTDIR')
      throw new Problem(`${file} cannot be opened: a part of its path is not a folder; give another file`)
    return null
  })
  if (found === null || found.isFile()) return
  throw new Problem(`${file} is ${kindOf(found)}, which keeps nothing; give --data the path of a file`)
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a folder'
  if (found.isFIFO()) return 'a FIFO'
  if (found.isSocket()) return 'a socket'
  return 'a device'
}

/** They go in no circle: that was refused. */
async function behindLinks(given: string): Promise<string> {
  let path = resolve(given)
  for (;;) {
    const found = await lstat(path).catch(() => null)
    if (!found?.isSymbolicLink()) break
    path = resolve(dirname(path), await readlink(path))
  }
  const folder = await realpath(dirname(path)).catch(() => dirname(path))
  return join(folder, basename(path))
}

/** Puts a finished file in the place of another one, so that a crash finds the one or the other. */
export async function putInPlace(temporary: string, file: string): Promise<void> {
  await rename(temporary, file)
  await syncFolder(file)
}

/** Where the system keeps no account of folders, as Windows, there is nothing to wait for. */
async function syncFolder(file: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(dirname(file), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/**
 * A file of ours that is to be written anew. What stands there, a link say, is not written to. What is written is added to
 * its end: where somebody has cut it meanwhile, it is shorter than it should be, and has no hole.
 */
export async function openNew(file: string) {
  await rm(file, { force: true })
  return open(file, 'ax+')
}

/** A system may take a part of what it is given. */
export async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let done = 0; done < bytes.length; ) done += (await handle.write(bytes, done)).bytesWritten
}
