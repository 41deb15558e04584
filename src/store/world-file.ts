import { stat } from 'node:fs/promises'
import { isNestedTooDeep, MAX_NESTING } from '../json.ts'
import { codeOf, Problem } from '../problem.ts'
import { type KeptWorld, type World, WorldProblem } from './world.ts'

const NEXT = 'give the path of a world file'

const REASONS: { readonly [code: string]: string } = {
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of its path is not a directory',
  ERR_STRING_TOO_LONG: 'it is larger than 512 MB and not laid out as tevo-local writes it',
}

/** Reads and checks a world file. Rejects with a Problem that names the file and, for a wrong field, its path. */
export async function readWorldFile(file: string): Promise<World> {
  const world = await readIfAny(file, 'checkWorld')
  if (world === undefined) throw new Problem(`${file} cannot be read: there is no such file; ${NEXT}`)
  return world
}

/** What `--data` has kept: a world file with the sandbox's clock and settings; undefined when there is no such file. */
export const readKeptFile = (file: string): Promise<KeptWorld | undefined> => readIfAny(file, 'checkKept')

async function readIfAny(file: string, check: 'checkWorld' | 'checkKept'): Promise<KeptWorld | undefined> {
  if (!(await exists(file))) return undefined
  // Only now, because lowdb and zod's schemas cost more than the rest of a start.
  const [{ Low }, { JSONFile }, schema] = await Promise.all([
    import('lowdb'),
    import('lowdb/node'),
    import('./world-schema.ts'),
  ])
  const db = new Low<unknown>(new JSONFile(file), null)
  try {
    await db.read()
    // The schema would be at the end of its stack before it is at the end of such a value.
    if (isNestedTooDeep(db.data))
      throw new Problem(`${file} is nested more than ${MAX_NESTING} levels deep, which no world is; ${NEXT}`)
    return schema[check](db.data)
  } catch (problem) {
    throw explained(file, problem)
  }
}

// Checked here, because lowdb takes a missing file for an empty one.
const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    (problem) => codeOf(problem) !== 'ENOENT',
  )

function explained(file: string, problem: unknown): unknown {
  if (problem instanceof WorldProblem) {
    const [first, ...others] = problem.message.split('\n')
    return new Problem(`${file}: ${first}${others.length === 0 ? '' : ' (and more is wrong)'}`)
  }
  if (problem instanceof SyntaxError)
    return new Problem(`${file} is not JSON: ${problem.message.replaceAll(/\s+/g, ' ')}; ${NEXT}`)
  const reason = REASONS[codeOf(problem)]
  return reason === undefined ? problem : new Problem(`${file} cannot be read: ${reason}; ${NEXT}`)
}
