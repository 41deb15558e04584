import { createHash } from 'node:crypto'

/** What a client needs of a credential. */
export interface Keys {
  /** 32 letters and digits. */
  readonly token: string
  /** 40 characters. */
  readonly secret: string
}

/** The keys of a credential that nobody gave any: the same sandbox, seed and name bring the same ones. */
export function makeKeys(sandbox: string, seed: number, credential: string): Keys {
  // As JSON: no two triples are the same text.
  const hex = createHash('sha512')
    .update(JSON.stringify([sandbox, seed, credential]))
    .digest('hex')
  return { token: hex.slice(0, 32), secret: hex.slice(32, 72) }
}
