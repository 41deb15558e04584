import { readFile } from 'node:fs/promises'
import type { FaultRule } from '../faults/rule.ts'
import { codeOf, Problem } from '../problem.ts'
import { FaultSpecs } from '../routes/control/faults.ts'
import { wrongs } from '../shorten.ts'

/** The rules of a `--faults` file. Throws a Problem, in one line, for a file that cannot be read or is not right. */
export async function readFaultsFile(path: string): Promise<readonly FaultRule[]> {
  const text = await readFile(path, 'utf8').catch((problem: unknown) => {
    throw new Problem(`--faults ${path} cannot be read: ${codeOf(problem)}; give a JSON file of fault rules`)
  })
  const specs = FaultSpecs().safeParse(jsonOf(path, text))
  if (specs.success) return specs.data
  throw new Problem(`--faults ${path}: ${wrongs(specs.error.issues)}`)
}

function jsonOf(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (problem) {
    const detail = problem instanceof Error ? problem.message.replaceAll('\n', ' ').slice(0, 120) : ''
    throw new Problem(`--faults ${path} is not JSON: ${detail}; give a list of fault rules, [{"effect": …}]`)
  }
}
