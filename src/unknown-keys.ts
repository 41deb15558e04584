import * as z from 'zod'
import { nearest } from './nearest.ts'
import { listed } from './shorten.ts'

/** A message names at most so many. */
const MAX_NAMED = 20

/** For a schema's `safeParse`: a key that it does not know is refused with the one that was probably meant. */
export const hintAtKeys: z.core.$ZodErrorMap = (issue) => {
  if (issue.code !== 'unrecognized_keys' || !(issue.inst instanceof z.ZodObject)) return undefined
  const known = Object.keys(issue.inst.shape)
  const meant = issue.keys.slice(0, MAX_NAMED).flatMap((key) => nearest(key, known) ?? [])
  const hint = meant.length === 0 ? '' : `; did you mean ${quoted([...new Set(meant)]).join(', ')}?`
  return `Unrecognized ${issue.keys.length === 1 ? 'key' : 'keys'}: ${listed(quoted(issue.keys), MAX_NAMED)}${hint}`
}

const quoted = (names: readonly string[]): string[] => names.map((name) => `"${name}"`)
