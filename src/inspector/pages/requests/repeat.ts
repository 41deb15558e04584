import type { JournalEntry } from '../../../journal/entry.ts'
import { REDACTED } from '../../../journal/redact.ts'
import { decider, type Match } from '../../../journal/search.ts'
import type { describe } from '../../../journal/show.ts'
import { shellWord } from '../../../shell-word.ts'
import { curlOf } from '../../../signing/curl.ts'
import { sign } from '../../../signing/sign.ts'
import type { Visit } from '../../page.ts'

/** A request as commands that send it again, signed anew. */
export interface Repeat {
  readonly curl: string
  /** Signs by itself, when it is run. */
  readonly call: string
  /** With whose secret. */
  readonly credential: string
  /** How often the journal left something out. */
  readonly gaps: number
}

type Described = ReturnType<typeof describe>

/** @returns why it cannot be sent again, or how. */
export function repeatOf({ sandbox, base_url }: Visit, entry: JournalEntry, { request }: Described): Repeat | string {
  const { target, body, body_bytes } = request
  if (entry.kind !== 'request') return 'It is not a request of a client.'
  if (body_bytes !== undefined)
    return `The journal has the beginning of its ${body_bytes.toLocaleString('en')} bytes alone.`
  if (!target.startsWith('/')) return 'It was sent as to a proxy.'
  const credentials = sandbox.credentials()
  const credential = credentials.find(({ name }) => name === entry.credential) ?? credentials[0]
  if (credential === undefined) return 'The sandbox has no credential to sign it with.'
  const { method } = entry
  const { token, secret, name } = credential
  const { signature } = sign({ method, host: new URL(base_url).host, target, body, secret })
  const bytes = Buffer.from(body)
  return {
    curl: curlOf({ method, url: `${base_url}${target}`, body: { bytes, source: null } }, token, signature),
    call: [
      ...['npx', 'tevo-local', 'call', method, shellWord(target), '--url', shellWord(base_url)],
      ...['--sandbox', sandbox.name, '--as', shellWord(name)],
      ...(body === '' ? [] : ['-d', shellWord(body)]),
    ].join(' '),
    credential: name,
    gaps: `${target}${body}`.split(REDACTED).length - 1,
  }
}

/** What `verify` takes to find requests like this one. */
function matchOf({ operation, method, target, params, status, credential, signature, faults }: JournalEntry): Match {
  return {
    ...(operation === null ? { method, path: target.split('?')[0] } : { operation }),
    ...(Object.keys(params).length === 0 ? {} : { params }),
    ...(credential === null ? {} : { credential }),
    ...(status === null ? {} : { status }),
    ...(signature.verdict === 'refused' ? { signature: signature.mistake } : {}),
    ...(faults[0] === undefined ? {} : { fault: faults[0].id }),
  }
}

/** A check that such a request came: once where it is the only one. */
export function verifyOf({ sandbox, base_url, context }: Visit, entry: JournalEntry) {
  const match = matchOf(entry)
  const decide = decider(match)
  const isOnly = sandbox.journal.entries().filter((other) => decide(other) === 'yes').length === 1
  const body = JSON.stringify({ match, ...(isOnly ? { times: { min: 1, max: 1 } } : {}) })
  const address = `${base_url}/_local/sandboxes/${sandbox.name}/requests/verify`
  const token = context.controlToken === null ? '' : ' -H "Authorization: Bearer $TEVO_CONTROL_TOKEN"'
  return {
    curl: `curl -sS ${shellWord(address)}${token} -d ${shellWord(body)}`,
    library: `await tevo.requests.verify(${JSON.stringify(match)}${isOnly ? ', 1' : ''})`,
  }
}
