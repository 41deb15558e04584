import { messageOf } from '../problem.ts'

/** As the header `X-Tevo-Local` names it. */
const MARK = /^signature; mistake=(?<mistake>[a-z0-9-]+); request=(?<id>req_\d+)$/

interface Refused {
  /** What the answer's header says. */
  readonly mark: string | undefined
  readonly url: string
  /** The sandbox whose credentials were meant. */
  readonly sandbox: string | undefined
  readonly token: string
  readonly controlToken: string | undefined
}

interface Entry {
  readonly signature: { readonly mistake?: string; readonly message?: string; readonly expected?: string }
  readonly request: { readonly headers: { readonly 'x-token'?: string } }
}

/** Why a signature was refused, as the server's journal explains it, in lines; none where nothing was refused. */
export async function explainRefused({ mark, url, sandbox, token, controlToken }: Refused): Promise<string[]> {
  const { mistake, id } = MARK.exec(mark ?? '')?.groups ?? {}
  if (mistake === undefined || id === undefined) return []
  try {
    const { controlOf } = await import('../library/server.ts')
    const control = await controlOf(url, controlToken ?? null)
    const path = `/sandboxes/${encodeURIComponent(sandbox ?? 'default')}/requests/${id}`
    const { signature, request } = await control.ask<Entry>(path, { by: 'call()' })
    // A token of another sandbox has its entry there.
    const isIt = signature.mistake === mistake && request.headers['x-token']?.slice(0, 4) === token.slice(0, 4)
    if (!isIt) return [`${mistake}: the journal of the token's sandbox explains it; name that one with --sandbox`]
    return [
      `${mistake}: ${signature.message}`,
      ...(signature.expected === undefined ? [] : [`string to sign: ${signature.expected}`]),
    ]
  } catch (problem) {
    return [`${mistake}: the server's log explains it; its journal could not be asked (${messageOf(problem)})`]
  }
}
