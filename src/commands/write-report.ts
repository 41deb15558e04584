import { writeFile } from 'node:fs/promises'
import { codeOf, Problem } from '../problem.ts'

/** Writes the report that a flag asks for. Throws a Problem that names both. */
export async function writeReport(flag: string, file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((problem: unknown) => {
    throw new Problem(`${flag} ${file} cannot be written: ${codeOf(problem)}; give a file in a folder that there is`)
  })
}
