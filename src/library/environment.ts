import type { Environment } from '../public/sandbox.ts'
import type { Credential } from '../public.ts'

/** The variables of a sandbox, as the control plane names them, with every credential and the control token beside. */
export function environmentOf(
  named: Environment,
  credentials: { readonly [name: string]: Credential },
  controlToken: string | null,
): Environment {
  const keys = Object.entries<Credential>(credentials).flatMap(([name, { token, secret }]) => {
    const prefix = `TEVO_${name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')}`
    return [
      [`${prefix}_TOKEN`, token],
      [`${prefix}_SECRET`, secret],
    ]
  })
  return {
    ...Object.fromEntries(keys),
    ...named,
    ...(controlToken === null ? {} : { TEVO_CONTROL_TOKEN: controlToken }),
  }
}
