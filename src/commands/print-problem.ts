import { Problem } from '../problem.ts'

/** One line on stderr. What nobody foresaw is a defect of ours, and keeps its stack. */
export function printProblem(problem: unknown): void {
  if (!(problem instanceof Problem)) throw problem
  process.stderr.write(`tevo-local: ${problem.message}\n`)
}
