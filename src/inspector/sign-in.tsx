import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import * as z from 'zod'
import type { ServerContext } from '../http/context.ts'
import { once } from '../once.ts'
import { isOfOtherOrigin } from '../routes/control/guards.ts'
import { badRequest, parsed, problem } from '../routes/control/problem.ts'
import { isSameText, sessionCookie } from '../routes/control/session.ts'
import { readForm } from './form.ts'
import { htmlAnswer } from './html.ts'
import { Document } from './layout.tsx'

/** With `--control-token`: the page that asks for it once, and gives a session in exchange. */

export const SIGN_IN = '/_local/ui/sign_in'

const Form = once(() =>
  z.strictObject({
    token: z.string(),
    to: z.string().regex(/^\/(?:$|\?|_local\/ui(?:[/?]|$))/, 'is not a page of the inspector'),
  }),
)

interface Asking {
  /** The page to show then. */
  readonly to: string
  readonly isWrong: boolean
}

export const askForToken = ({ to, isWrong }: Asking): Response =>
  htmlAnswer(
    <Document title="Sign in">
      <main id="main" class="sign-in">
        <h1>tevo-local</h1>
        <p>This server was started with a control token. It is asked for once in this browser.</p>
        {isWrong ? (
          <p class="notice refused" role="alert">
            This is not the control token of this server. It was given with --control-token, or printed when the server
            started.
          </p>
        ) : null}
        <form method="post" action={SIGN_IN}>
          <input type="hidden" name="to" value={to} />
          <label for="token">Control token</label>
          <input id="token" name="token" type="password" required autocomplete="current-password" />
          <button type="submit" class="primary">
            Open the inspector
          </button>
        </form>
      </main>
    </Document>,
    401,
  )

/** Exchanges the token for the session. */
export async function signIn(
  c: Context<{ Bindings: HttpBindings }>,
  { controlToken, several }: ServerContext,
): Promise<Response> {
  const { incoming } = c.env
  if (isOfOtherOrigin(incoming.headers))
    return problem(403, `A page of ${incoming.headers.origin} may not sign in here`)
  const { token, to } = parsed(Form(), await readForm(incoming))
  if (controlToken === null) throw badRequest('This server has no control token: open the page itself')
  if (!isSameText(token, controlToken)) return askForToken({ to, isWrong: true })
  return new Response(null, {
    status: 303,
    headers: {
      Location: to,
      'Set-Cookie': sessionCookie(incoming, { token: controlToken, several }),
      'Cache-Control': 'no-store',
    },
  })
}
