/** Something that whoever started us can mend: the message says in one line what was given, what was expected and what to do. */
export class Problem extends Error {
  override readonly name = 'Problem'
}

/** `ENOENT` of a system error; its message where it has no code. */
export const codeOf = (problem: unknown): string => {
  if (!(problem instanceof Error)) return String(problem)
  return 'code' in problem && typeof problem.code === 'string' ? problem.code : problem.message
}
