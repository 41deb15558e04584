import { openApiText } from '../documents.ts'
import { Problem } from '../problem.ts'
import { parseFlags } from './flags.ts'

/** `tevo-local openapi`: prints an OpenAPI document. */
export async function openApiCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, { 'control-plane': { type: 'boolean' } })
  const [extra] = positionals
  if (extra !== undefined)
    throw new Problem(`"${extra}" belongs to no flag; such as: tevo-local openapi > openapi.json`)
  const text = await openApiText(values['control-plane'] ? 'control-plane' : 'api')
  await new Promise<void>((resolve, reject) =>
    process.stdout.write(text, (problem) => (problem ? reject(problem) : resolve())),
  )
  return 0
}
