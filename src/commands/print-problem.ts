import { Problem } from '../problem.ts'

/** One line on stderr. Anything unforeseen is a defect of ours, and keeps its stack. */
export function printProblem(problem: unknown): void {
  if (!(problem instanceof Problem)) throw problem
  printLine(problem.message)
}

/** Of a program that goes on, too. */
export const printLine = (text: string): void => {
  process.stderr.write(`tevo-local: ${text}\n`)
}
