import { isAbsolute, relative } from 'node:path'
import { shellWord } from '../shell-word.ts'

/**
 * How this process was started, to be pasted into a shell in the same folder: `node dist/cli.js`, or the path of the
 * command that npm installed. A name that was found by searching may be another program there.
 */
export function programWords(argv: readonly string[] = process.argv, folder = process.cwd()): string {
  const script = argv[1] ?? 'tevo-local'
  const near = relative(folder, script)
  const path = near === '' || near.startsWith('..') || isAbsolute(near) ? script : near
  return /\.[cm]?[jt]s$/.test(path) ? `node ${shellWord(path)}` : shellWord(path.includes('/') ? path : `./${path}`)
}
