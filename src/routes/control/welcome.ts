const DEVELOPER_SITE = 'http://developer.ticketevolution.com'

/** `GET /` with a token of TEvo's: its redirect (RB-fix core/connection.yml). */
export const toDeveloperSite = (): Response =>
  new Response(`<html><body>You are being <a href="${DEVELOPER_SITE}">redirected</a>.</body></html>`, {
    status: 301,
    headers: { Location: DEVELOPER_SITE, 'Content-Type': 'text/html; charset=utf-8' },
  })
