import { codeOf, Problem } from '../../problem.ts'
import { NotKept } from '../log.ts'

/** What a system error of a file means, and what to do about it. */

const NO_FOLDER = 'its folder is not there'
const NOT_ALLOWED = 'this user may not write there'

const WRITING: { readonly [code: string]: string } = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EFBIG: 'it would be larger than this process may write',
  EROFS: 'the file system is read-only',
  EACCES: NOT_ALLOWED,
  EPERM: NOT_ALLOWED,
  ENOENT: NO_FOLDER,
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  EIO: 'the disk reports an error',
}

export function cannotWrite(file: string, cause: unknown): NotKept {
  if (cause instanceof NotKept) return cause
  const code = codeOf(cause)
  return new NotKept(
    `${file} cannot be written: ${WRITING[code] ?? 'the system refuses it'} (${code}); mend that, or start with --data and a file in a folder where this user can write`,
  )
}

/** Where something can still be saved from, all sentences say the same. */
const RESTORE = 'put a copy of it back, or move it away to begin anew'

export const damaged = (file: string, what: string): Problem => new Problem(`${file} is damaged: ${what}; ${RESTORE}`)

/** A log that is not the one of the data file beside it. */
export const ofAnother = (log: string, file: string): Problem =>
  new Problem(
    `${log} belongs to another data file than ${file}: put the one back that it belongs to, or delete the log to go on without what it holds`,
  )

export const newer = (file: string, what: string): Problem =>
  new Problem(`${file} has ${what}: a later tevo-local wrote it; start that one, or give --data another file`)
