import type { Answer } from '../answer.ts'
import { explain } from '../signing/explain.ts'
import { verify } from '../signing/verify.ts'
import { UNAUTHORIZED, WRONG_SIGNATURE } from '../wire/errors.ts'
import type { Visit } from './visit.ts'

/** Null when the signature holds; else TEvo's answer. The header names the mistake, the journal explains it. */
export function authenticate(visit: Visit): Answer | null {
  const { method, target, headers, body, caller, context, entry, sandbox } = visit
  const { 'x-token': token, 'x-signature': signature, host } = headers
  const { canonicalHosts } = context
  const request = {
    method,
    target,
    host,
    body: body.bytes,
    signature: typeof signature === 'string' ? signature : undefined,
  }
  if (caller !== undefined && request.signature !== undefined) {
    if (verify(request, caller.credential.secret, canonicalHosts)) {
      entry.signed({ verdict: 'valid' })
      return null
    }
  }
  // Only those of the same sandbox: what one answers is not to hang on who else uses the server.
  const explanation = explain({
    request,
    token: typeof token === 'string' ? token : undefined,
    credential: caller?.credential,
    others: sandbox.credentials(),
    canonicalHosts,
    isBodyUnread: !visit.isRead,
  })
  entry.signed({ verdict: 'refused', ...explanation })
  visit.mark = `signature; mistake=${explanation.mistake}; request=${entry.id}`
  return caller !== undefined && request.signature !== undefined ? WRONG_SIGNATURE : UNAUTHORIZED
}
