import type { IncomingHttpHeaders } from 'node:http'
import type { ServerContext } from './context.ts'
import type { JournalEntry } from './journal/journal.ts'
import type { Caller } from './rules/caller.ts'
import { explain } from './signing/explain.ts'
import { verify } from './signing/verify.ts'
import { type Answer, UNAUTHORIZED, WRONG_SIGNATURE } from './wire/errors.ts'

interface SignedRequest {
  readonly method: string
  readonly target: string
  readonly headers: IncomingHttpHeaders
  readonly body: Uint8Array
}

/** Null when the signature holds; else TEvo's answer and the name of the mistake, which the journal explains. */
export function authenticate(
  context: ServerContext,
  caller: Caller | undefined,
  entry: JournalEntry,
  { method, target, headers, body }: SignedRequest,
): { answer: Answer; mistake: string } | null {
  const { 'x-token': token, 'x-signature': signature, host } = headers
  const { canonicalHosts, recentCredentials } = context
  const request = { method, target, host, body, signature: typeof signature === 'string' ? signature : undefined }

  if (caller !== undefined && request.signature !== undefined) {
    const { credential } = caller
    if (verify(request, credential.secret, canonicalHosts)) {
      entry.signature = { verdict: 'valid' }
      recentCredentials.use(credential)
      return null
    }
  }

  const explanation = explain({
    request,
    token: typeof token === 'string' ? token : undefined,
    credential: caller?.credential,
    others: recentCredentials.others(caller?.credential),
    canonicalHosts,
  })
  entry.signature = { verdict: 'refused', ...explanation }
  const isKnown = caller !== undefined && request.signature !== undefined
  return { answer: isKnown ? WRONG_SIGNATURE : UNAUTHORIZED, mistake: explanation.mistake }
}
