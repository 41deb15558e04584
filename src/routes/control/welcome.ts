import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { foreignPage, forNoPage, isFromOtherSite, isNavigation } from './guards.ts'

const DEVELOPER_SITE = 'http://developer.ticketevolution.com'

/** `GET /`: for a client TEvo's redirect (RB-fix core/connection.yml), for a person a page that says what this is. */
export function welcome(headers: IncomingHttpHeaders, outgoing: ServerResponse): Response {
  if (headers['x-token'] !== undefined)
    return new Response(`<html><body>You are being <a href="${DEVELOPER_SITE}">redirected</a>.</body></html>`, {
      status: 301,
      headers: { Location: DEVELOPER_SITE, 'Content-Type': 'text/html; charset=utf-8' },
    })
  forNoPage(outgoing)
  // A link to it may stand anywhere: to open it changes nothing.
  if (isFromOtherSite(headers) && !isNavigation(headers)) return foreignPage()
  return new Response(PAGE, {
    status: 200,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': "frame-ancestors 'none'" },
  })
}

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>tevo-local</title>
<h1>tevo-local</h1>
<p>A Ticket Evolution that runs on this machine. Its API is under <code>/v9</code> and <code>/v10</code>, for signed requests.</p>
<ul>
<li><a href="/_local/health">/_local/health</a>: is it ready?</li>
<li><a href="/_local/docs">/_local/docs</a>: what the API takes and answers</li>
<li><a href="/_local/operations">/_local/operations</a>: what is emulated, and what not</li>
<li><a href="/_local/sandboxes/default">/_local/sandboxes/default</a>: the sandbox and its credentials</li>
<li><a href="/_local/sandboxes/default/requests">/_local/sandboxes/default/requests</a>: what your client sent, and what came of it</li>
</ul>
</html>
`
