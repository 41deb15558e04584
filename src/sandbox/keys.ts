import { createHash } from 'node:crypto'
import { SandboxProblem } from './sandbox-problem.ts'

/** What a client needs of a credential. */
export interface Keys {
  /** 32 letters and digits. */
  readonly token: string
  /** 40 characters. */
  readonly secret: string
}

/** Keys for a credential that was given none: the same sandbox, seed and name make the same keys. */
function makeKeys(sandbox: string, seed: number, credential: string): Keys {
  // As JSON: no two triples are the same text.
  const hex = createHash('sha512')
    .update(JSON.stringify([sandbox, seed, credential]))
    .digest('hex')
  return { token: hex.slice(0, 32), secret: hex.slice(32, 72) }
}

export interface GivenCredential extends Keys {
  /** As the world names it. */
  readonly name: string
}

/** The keys of all the credentials of a world: those that were given, and made ones. */
export function keysFor(
  sandbox: string,
  seed: number,
  names: readonly string[],
  given: readonly GivenCredential[],
): ReadonlyMap<string, Keys> {
  const keys = new Map(names.map((name) => [name, makeKeys(sandbox, seed, name)]))
  const seen = new Set<string>()
  for (const { name, token, secret } of given) {
    if (!keys.has(name))
      throw new SandboxProblem('unfit', `The world has no credential "${name}"; it has ${names.join(', ')}`)
    if (seen.has(name)) throw new SandboxProblem('taken', `The credential "${name}" is given twice; give it once`)
    seen.add(name)
    keys.set(name, { token, secret })
  }
  return keys
}
