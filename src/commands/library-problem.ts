import { TevoLocalError } from '../library/error.ts'
import { messageOf, Problem } from '../problem.ts'

/** What the library refuses is something that the user can mend: a Problem that begins with what was given. */
export async function refused<Made>(what: string, make: () => Promise<Made>): Promise<Made> {
  try {
    return await make()
  } catch (problem) {
    const isTheirs = problem instanceof TevoLocalError || problem instanceof TypeError
    throw isTheirs ? new Problem(`${what} ${messageOf(problem).replace(/^\w+\(\): /, '')}`) : problem
  }
}
