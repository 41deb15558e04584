import { type DocumentName, openApiText, rendererBytes } from '../../documents.ts'

/** The OpenAPI documents, for programs and for people. */

export const openApiAnswer = async (name: DocumentName): Promise<Response> =>
  new Response(await openApiText(name), { headers: { 'Content-Type': 'application/json; charset=utf-8' } })

/** Only what is ours is loaded, only data is fetched from here, and no other page may show this one. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // RapiDoc puts its styles into the page.
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const PAGES = {
  api: { path: '/_local/docs', title: 'The API', spec: '/_local/openapi.json' },
  'control-plane': {
    path: '/_local/docs/control-plane',
    title: 'The control plane',
    spec: '/_local/control-plane.openapi.json',
  },
} as const

/** A page that shows a document, offline. */
export function docsPage(name: DocumentName): Response {
  const { title, spec } = PAGES[name]
  const links = Object.values(PAGES).map((page) => `<a href="${page.path}" style="color:inherit">${page.title}</a>`)
  // Requests are signed, which a page without the secret cannot do: it only shows.
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}: tevo-local</title>
<script type="module" src="/_local/docs/rapidoc.js"></script>
<rapi-doc spec-url="${spec}" render-style="read" show-header="false" allow-try="false" allow-authentication="false"
  allow-server-selection="false" load-fonts="false" show-method-in-nav-bar="as-colored-text" use-path-in-nav-bar="true">
<nav slot="nav-logo">${links.join(' · ')}</nav>
</rapi-doc>
</html>
`
  return new Response(html, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': POLICY,
      'Referrer-Policy': 'no-referrer',
    },
  })
}

/** What shows it. All browsers take gzip. */
export const renderer = async (): Promise<Response> =>
  new Response(new Uint8Array(await rendererBytes()), {
    headers: {
      'Content-Type': 'text/javascript; charset=utf-8',
      'Content-Encoding': 'gzip',
      'Cache-Control': 'max-age=3600',
    },
  })
