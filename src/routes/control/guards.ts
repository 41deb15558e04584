import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import type { MiddlewareHandler } from 'hono'
import type { ServerContext } from '../../http/context.ts'
import { problem } from './problem.ts'
import { isSameText, isSession } from './session.ts'

const LOOPBACK = /^(?:localhost|[a-z0-9-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i
/** What is for people: the inspector, and the pages that show the documents. */
const PAGES = /^\/(?:$|_local\/(?:ui(?:\/|$)|docs(?:\/control-plane)?$))/
/** Whoever keeps a container alive has no token. */
const HEALTH: ReadonlySet<string> = new Set(['/_local/health', '/_local/health/live', '/_local/health/ready'])
const BEARER = /^bearer +(?<token>\S+)$/i

type Guarded = Pick<ServerContext, 'controlToken' | 'several'>

/** Who may use the control plane: see `whyRefused`. */
export const guard =
  (context: Guarded): MiddlewareHandler<{ Bindings: HttpBindings }> =>
  async ({ req, env: { incoming, outgoing } }, next) => {
    forNoPage(outgoing)
    if (HEALTH.has(req.path)) return next()
    return whyRefused(incoming, req.path, context) ?? next()
  }

/**
 * The answer to who may not use the control plane; null: come in. With a token, those come in who have it, and the pages that
 * were given it. Without one, programs on this machine, but not web pages: a page's requests carry its own `Origin`, a
 * browser's word that they come from another site, or a `Host` that was made to point here.
 */
export function whyRefused(
  incoming: IncomingMessage,
  path: string,
  { controlToken, several }: Guarded,
): Response | null {
  const { headers } = incoming
  const { host = '', origin, authorization } = headers
  // A link to a page may stand anywhere: to open it changes nothing.
  const isOpened = incoming.method === 'GET' && PAGES.test(path) && isNavigation(headers)
  if (controlToken !== null) {
    const isKnown =
      isBearer(authorization, controlToken) || isSession(incoming, { token: controlToken, several }, isOpened)
    return isKnown ? null : unauthorized(authorization)
  }
  if (!LOOPBACK.test(host))
    return problem(
      403,
      `The Host "${host}" is not a loopback name: use 127.0.0.1 or localhost, or start with --control-token`,
    )
  if (isOfOtherOrigin(headers))
    return problem(403, `A web page of ${origin} may not use the control plane; start with --control-token to allow it`)
  return isFromOtherSite(headers) && !isOpened ? foreignPage() : null
}

/** Whether a page of another server asks. */
export const isOfOtherOrigin = ({ host, origin }: IncomingHttpHeaders): boolean =>
  origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`

/** What answers of the control plane say to a browser: take them for what they are, and show them to no other site. */
export const NO_PAGE = { 'X-Content-Type-Options': 'nosniff', 'Cross-Origin-Resource-Policy': 'same-origin' } as const

export function forNoPage(outgoing: ServerResponse): void {
  for (const [name, value] of Object.entries(NO_PAGE)) outgoing.setHeader(name, value)
}

/** Whether a browser says that a page of another site asks for it. Other programs do not send the header. */
const isFromOtherSite = (headers: IncomingHttpHeaders): boolean => headers['sec-fetch-site'] === 'cross-site'

/** Whether a person follows a link, in a window of its own: the page that has the link sees nothing of the answer. */
const isNavigation = (headers: IncomingHttpHeaders): boolean =>
  headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'

const foreignPage = (): Response =>
  problem(
    403,
    'A web page of another site may not use the control plane (Sec-Fetch-Site: cross-site); start with --control-token to allow it',
  )

/** RFC 6750: who gave no token is told the scheme alone. */
function unauthorized(authorization: string | undefined): Response {
  const answer = problem(
    401,
    'The control plane needs the header "Authorization: Bearer <token>", with the token of --control-token',
  )
  const isWrong = BEARER.test(authorization ?? '')
  answer.headers.set('WWW-Authenticate', `Bearer realm="tevo-local"${isWrong ? ', error="invalid_token"' : ''}`)
  return answer
}

function isBearer(authorization: string | undefined, expected: string): boolean {
  const given = BEARER.exec(authorization ?? '')?.groups?.token
  return given !== undefined && isSameText(given, expected)
}
