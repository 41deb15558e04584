import { connectTo } from '../library/server.ts'
import type { TevoLocal } from '../public/server.ts'

/** Where a server is, for another process. */
export interface ServerAddress {
  readonly url: string
  /** The control plane's bearer token; null where it asks for none. */
  readonly token: string | null
}

type Environment = { readonly [variable: string]: string | undefined }

export const URL_VARIABLE = 'TEVO_LOCAL_URL'
const TOKEN_VARIABLE = 'TEVO_LOCAL_CONTROL_TOKEN'

/** The server that the environment names: in variables of its own, or in those of a sandbox, as `exec` gives them. */
export function serverIn(env: Environment): ServerAddress | null {
  const url = env[URL_VARIABLE] || env.TEVO_CONTROL_URL?.replace(/\/_local\/.*$/, '')
  return url ? { url, token: env[TOKEN_VARIABLE] || env.TEVO_CONTROL_TOKEN || null } : null
}

/** A handle of that server; without one, of a server that is started here and ends with `stop()`. */
export async function serverFor(address: ServerAddress | null): Promise<TevoLocal> {
  if (address !== null) return connectTo(address.url, { token: address.token })
  // Most workers find a server, and have no use for all that one is made of.
  const { startServer } = await import('../index.ts')
  return startServer()
}
