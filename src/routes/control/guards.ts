import { timingSafeEqual } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import type { MiddlewareHandler } from 'hono'
import { problem } from './problem.ts'

const LOOPBACK = /^(?:localhost|[a-z0-9-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i

/**
 * Who may use the control plane. With a token, those who have it. Without one, programs on this machine, but not web pages:
 * a page's requests carry its own `Origin`, or a `Host` that was made to point here.
 */
export const guard =
  (controlToken: string | null): MiddlewareHandler<{ Bindings: HttpBindings }> =>
  async (context, next) => {
    if (context.req.path === '/_local/health') return next()
    const { host = '', origin, authorization = '' } = context.env.incoming.headers
    if (controlToken !== null) {
      if (!isSame(authorization, `Bearer ${controlToken}`))
        return problem(
          401,
          'The control plane needs the header "Authorization: Bearer <token>", with the token of --control-token',
        )
      return next()
    }
    if (!LOOPBACK.test(host))
      return problem(
        403,
        `The Host "${host}" is not a loopback name: use 127.0.0.1 or localhost, or start with --control-token`,
      )
    if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`)
      return problem(
        403,
        `A web page of ${origin} may not use the control plane; start with --control-token to allow it`,
      )
    return next()
  }

/** Compares in a time that does not tell how much of it was right. */
function isSame(given: string, expected: string): boolean {
  const [givenBytes, expectedBytes] = [Buffer.from(given), Buffer.from(expected)]
  return givenBytes.length === expectedBytes.length && timingSafeEqual(givenBytes, expectedBytes)
}
