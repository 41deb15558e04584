import { stat } from 'node:fs/promises'
import { codeOf, Problem } from '../problem.ts'
import { type World, WorldProblem } from './world.ts'

const NEXT = 'give the path of a world file'

const REASONS: { readonly [code: string]: string } = {
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of its path is no directory',
}

/** Reads and checks a world file. Rejects with a Problem that names the file and, for what is wrong inside, its path. */
export async function readWorldFile(file: string): Promise<World> {
  const world = await readWorldFileIfAny(file)
  if (world === undefined) throw new Problem(`${file} cannot be read: there is no such file; ${NEXT}`)
  return world
}

/** As `readWorldFile`, but undefined when there is no such file. */
export async function readWorldFileIfAny(file: string): Promise<World | undefined> {
  if (!(await exists(file))) return undefined
  // Only now, because lowdb and zod's schemas cost more than the rest of a start.
  const [{ Low }, { JSONFile }, { checkWorld }] = await Promise.all([
    import('lowdb'),
    import('lowdb/node'),
    import('./world-schema.ts'),
  ])
  const db = new Low<unknown>(new JSONFile(file), null)
  try {
    await db.read()
    return checkWorld(db.data)
  } catch (problem) {
    throw explained(file, problem)
  }
}

// Apart, because lowdb takes a missing file for an empty one.
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
    return new Problem(`${file} is no JSON: ${problem.message.replaceAll(/\s+/g, ' ')}; ${NEXT}`)
  const reason = REASONS[codeOf(problem)]
  return reason === undefined ? problem : new Problem(`${file} cannot be read: ${reason}; ${NEXT}`)
}
