import type { IncomingHttpHeaders } from 'node:http'
import type { ServerContext } from './context.ts'
import type { JournalEntry } from './journal/journal.ts'
import type { Caller } from './rules/caller.ts'
import type { Sandbox } from './sandbox/sandbox.ts'
import { explain } from './signing/explain.ts'
import type { NamedSecret } from './signing/mistakes.ts'
import { verify } from './signing/verify.ts'
import type { Credential } from './store/records.ts'
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
  sandbox: Sandbox,
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

  const recent = recentCredentials.others(caller?.credential)
  const explainWith = (others: readonly NamedSecret[]) =>
    explain({
      request,
      token: typeof token === 'string' ? token : undefined,
      credential: caller?.credential,
      others,
      canonicalHosts,
    })
  const own = sandbox.credentials()
  const [ownRecent, foreign] = [
    recent.filter((each) => own.includes(each)),
    recent.filter((each) => !own.includes(each)),
  ]
  let explanation = explainWith([...new Set([...ownRecent, ...own])])
  // Only then, so that what a sandbox answers does not hang on who else uses the server.
  const isUnexplained = explanation.mistake === 'unknown' || explanation.mistake === 'unknown-token'
  if (isUnexplained && foreign.length > 0)
    explanation = explainWith([...foreign.map((credential) => namedAbroad(context, credential)), ...own])
  entry.signature = { verdict: 'refused', ...explanation }
  const isKnown = caller !== undefined && request.signature !== undefined
  return { answer: isKnown ? WRONG_SIGNATURE : UNAUTHORIZED, mistake: explanation.mistake }
}

/** Of another sandbox, whose credentials may be called the same. */
function namedAbroad({ sandboxes }: ServerContext, { name, token, secret }: Credential): NamedSecret {
  const { sandbox, caller } = sandboxes.byToken(token)
  const where = caller === undefined ? 'a sandbox that is gone' : `the sandbox ${sandbox.name}`
  return { name: `${name} of ${where}`, secret, isGone: caller === undefined }
}
