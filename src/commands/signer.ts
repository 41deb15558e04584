import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { nearest } from '../nearest.ts'
import { Problem } from '../problem.ts'
import { Reader } from '../store/state.ts'
import { loadWorld } from '../store/world.ts'
import { readWorldFile } from '../store/world-file.ts'

export const DEFAULT_NAME = 'website'

export const signerFlags = {
  as: { type: 'string' },
  world: { type: 'string' },
  token: { type: 'string' },
  secret: { type: 'string' },
} as const

export interface Signer {
  readonly token: string
  readonly secret: string
}

export type SignerValues = { readonly [Flag in keyof typeof signerFlags]?: string | undefined }

/** With whose token and secret to sign: a credential of the world, or the pair that was given. Throws a Problem. */
export async function signerOf({ as: name, world: file, token, secret }: SignerValues): Promise<Signer> {
  if (token !== undefined || secret !== undefined) {
    if (token === undefined || secret === undefined)
      throw new Problem('--token and --secret belong together; give both, or --as NAME')
    if (name !== undefined) throw new Problem('--as and --token say twice with whose secret to sign; give one of them')
    if (!/^[\x21-\x7e]+$/.test(token)) throw new Problem('--token takes printable ASCII without spaces, for a header')
    return { token, secret }
  }
  const world = file === undefined ? defaultWorld : await readWorldFile(file)
  const credentials = [...new Reader(loadWorld(world, 0).tables, 0).all('credentials')].reverse()
  const wanted = name ?? DEFAULT_NAME
  const found = credentials.find((credential) => credential.name === wanted)
  if (found !== undefined) return found
  const names = credentials.map((credential) => credential.name)
  const close = nearest(wanted, names)
  throw new Problem(
    `${file ?? 'the default world'} has no credential "${wanted}"; ${close === undefined ? `it has: ${names.join(', ') || 'none'}` : `did you mean ${close}?`}`,
  )
}
