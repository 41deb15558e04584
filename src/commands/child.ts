import { codeOf, Problem } from '../problem.ts'
import { shellWord } from '../shell-word.ts'

/** Why a command could not be started. `by` is the command of ours that was to start it. */
export function cannotStart(by: string, command: string, problem: unknown): Problem {
  const hint = codeOf(problem) === 'ENOENT' ? 'there is no such program' : codeOf(problem)
  return new Problem(
    `${by} cannot start ${shellWord(command)}: ${hint}; give a command after --, such as: ${by} -- npm test`,
  )
}

/** On Windows a program of npm is a script, which only a shell starts; and there are no process groups. */
export const isWindows = process.platform === 'win32'
