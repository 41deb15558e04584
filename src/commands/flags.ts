import { type ParseArgsConfig, parseArgs } from 'node:util'
import { nearest } from '../nearest.ts'
import { optional } from '../options.ts'
import { codeOf, Problem } from '../problem.ts'

type Options = NonNullable<ParseArgsConfig['options']>
type Parsed<Given extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Given; allowPositionals: true; strict: true }>
>

/** The flags and the other words of a command line. Throws a Problem for a flag that is unknown or lacks its value. */
export function parseFlags<const Given extends Options>(args: readonly string[], options: Given): Parsed<Given> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (problem) {
    throw flagProblem(problem, options)
  }
}

/** The value of a flag; undefined where it was left out. Throws a Problem that begins with the flag. */
export const read = <Value>(
  flag: string,
  given: string | undefined,
  reader: (given: string) => Value,
): Value | undefined => optional(given, reader, (message) => new Problem(`${flag} ${message}`))

/** What flags were called before. */
const RENAMED: { readonly [flag: string]: string } = {
  '--seed': '--seed is not known here; the file of a world goes with --world FILE',
  '--random-seed': '--random-seed is called --seed now: give --seed N; the file of a world goes with --world FILE',
}

function flagProblem(problem: unknown, options: Options): unknown {
  if (!(problem instanceof Error)) return problem
  const flag = /'(?:-\w, )?(--?[^' =]+)/.exec(problem.message)?.[1] ?? 'a flag'
  if (codeOf(problem) === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const renamed = RENAMED[flag]
    if (renamed !== undefined) return new Problem(renamed)
    const close = nearest(flag.replace(/^-+/, ''), Object.keys(options))
    return new Problem(
      `${flag} is not known here; ${close === undefined ? 'see tevo-local --help' : `did you mean --${close}?`}`,
    )
  }
  if (codeOf(problem) !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return problem
  return problem.message.includes('does not take')
    ? new Problem(`${flag} takes no value; give it alone`)
    : new Problem(`${flag} needs a value; one that starts with a dash is given as ${flag}=VALUE`)
}
