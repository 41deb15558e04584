import type { Child } from 'hono/jsx'

/** Only what comes from this server, and nothing that stands in the page itself; no other page may show it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** A document that JSX has made, in which all text is escaped. */
export const htmlAnswer = (document: Child, status = 200): Response =>
  new Response(`<!doctype html>${String(document)}`, {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': POLICY,
      // With it, a form of ours says where it comes from.
      'Referrer-Policy': 'same-origin',
      // A page of yesterday's server would show what is no longer so.
      'Cache-Control': 'no-store',
    },
  })
