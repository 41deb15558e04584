import { describedBy } from '../library/sandbox.ts'
import { controlOf } from '../library/server.ts'
import { nearest } from '../nearest.ts'
import { Problem } from '../problem.ts'
import { refused } from './library-problem.ts'
import { DEFAULT_NAME, type Signer, type SignerValues } from './signer.ts'

interface Wanted extends SignerValues {
  readonly sandbox: string
  readonly url: string
  readonly controlToken: string | undefined
}

/** The keys of a credential of a sandbox, as its server knows them. Throws a Problem. */
export async function sandboxSignerOf({
  sandbox,
  url,
  controlToken,
  as = DEFAULT_NAME,
  ...others
}: Wanted): Promise<Signer> {
  const other = (['token', 'secret', 'world'] as const).find((flag) => others[flag] !== undefined)
  if (other !== undefined)
    throw new Problem(`--sandbox and --${other} say twice with whose secret to sign; give one of them`)
  const { credentials } = await refused('--sandbox', async () =>
    describedBy(await controlOf(url, controlToken ?? null), sandbox, 'call()'),
  )
  const found = credentials[as]
  if (found !== undefined) return found
  const names = Object.keys(credentials)
  const close = nearest(as, names)
  const next = close === undefined ? `it has: ${names.join(', ') || 'none'}` : `did you mean ${close}?`
  throw new Problem(`the sandbox "${sandbox}" has no credential "${as}"; ${next}`)
}
