import { type Credential, type DefaultCredentialName, sign, type TevoSandbox } from '../../src/index.ts'

/** Sends a signed request as a user of the library would: with its own `sign` and fetch. */
export async function call<Names extends string = DefaultCredentialName>(
  { url, credentials }: Pick<TevoSandbox<Names>, 'url' | 'credentials'>,
  method: string,
  target: string,
  body?: string,
  as?: NoInfer<Names>,
) {
  const keys = new Map(Object.entries<Credential>(credentials)).get(as ?? 'website')
  const { token = '', secret = '' } = keys ?? {}
  const { signature } = sign({ method, url: url + target, body, secret })
  const headers = { 'X-Token': token, 'X-Signature': signature }
  const answer = await fetch(url + target, { method, headers, ...(body === undefined ? {} : { body }) })
  return { status: answer.status, body: await answer.json() }
}
