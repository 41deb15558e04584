/** Something that the user can mend: the message says in one line what was given, what was expected and what to do. */
export class Problem extends Error {
  override readonly name = 'Problem'
}

/** What was thrown says. */
export const messageOf = (problem: unknown): string => (problem instanceof Error ? problem.message : String(problem))

/** Of a defect: what was thrown, and where. */
export const stackOf = (problem: unknown): string =>
  problem instanceof Error ? (problem.stack ?? problem.message) : String(problem)

/** `ENOENT` of a system error; its message where it has no code. */
export const codeOf = (problem: unknown): string => {
  if (!(problem instanceof Error)) return String(problem)
  return 'code' in problem && typeof problem.code === 'string' ? problem.code : problem.message
}
