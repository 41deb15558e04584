import type { Child } from 'hono/jsx'
import { When } from './components/when.tsx'
import type { Notice } from './notices.ts'
import type { LiveEvent, Page, Visit } from './page.ts'

/** The frame of every page. */

/** A server may have thousands of them. */
const MAX_LISTED = 100

interface DocumentProps {
  readonly title: string
  /** For the client's program: whose events, and which of them. */
  readonly live?: { readonly sandbox: string; readonly events: readonly LiveEvent[] }
  readonly children?: Child
}

/** A whole document, with nothing in it but what it is given. */
export const Document = ({ title, live, children }: DocumentProps) => (
  <html lang="en" data-sandbox={live?.sandbox} data-live={live?.events.join(' ')}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title} · tevo-local</title>
      <link rel="icon" href="/_local/ui/inspector.svg" />
      <link rel="stylesheet" href="/_local/ui/inspector.css" />
      <script type="module" src="/_local/ui/inspector.js" />
    </head>
    <body>{children}</body>
  </html>
)

interface LayoutProps {
  readonly visit: Visit
  /** Of all sandboxes. */
  readonly names: readonly string[]
  readonly title: string
  readonly pages: readonly Page[]
  /** The name of the page that is shown; null: none of them. */
  readonly current: string | null
  readonly live: readonly LiveEvent[]
  readonly notice: Notice | undefined
  readonly children?: Child
}

export const Layout = ({ visit, names, title, pages, current, live, notice, children }: LayoutProps) => (
  <Document title={`${title} · ${visit.sandbox.name}`} live={{ sandbox: visit.sandbox.name, events: live }}>
    <a class="skip" href="#main">
      Skip to content
    </a>
    <header class="top">
      <a class="brand" href={visit.link('orders')}>
        tevo-local
      </a>
      <Switcher names={names} name={visit.sandbox.name} page={current ?? 'orders'} />
      <span class="clock" id="clock">
        <When at={visit.sandbox.now()} />
        {visit.sandbox.isFrozen ? <span class="badge info">clock stands still</span> : null}
      </span>
      <span class="live" id="live-state" role="status" />
    </header>
    <nav class="pages" aria-label="Pages">
      <ul>
        {pages.map(({ name, title: text }) => (
          <li>
            <a href={visit.link(name)} aria-current={name === current ? 'page' : undefined}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
    <main id="main" tabindex={-1}>
      <div id="notice" role="status" aria-live="polite">
        {notice === undefined ? null : <p class={`notice ${notice.kind}`}>{notice.text}</p>}
      </div>
      <h1>{title}</h1>
      <div id="content">{children}</div>
    </main>
  </Document>
)

interface SwitcherProps {
  readonly names: readonly string[]
  readonly name: string
  readonly page: string
}

/** The same page of another sandbox. */
function Switcher({ names, name, page }: SwitcherProps) {
  const more = names.length - MAX_LISTED
  return (
    <details class="switcher" id="switcher">
      <summary>
        <span class="quiet">Sandbox</span> {name}
      </summary>
      <ul>
        {names.slice(0, MAX_LISTED).map((each) => (
          <li>
            <a href={`/_local/ui/${each}/${page}`} aria-current={each === name ? 'true' : undefined}>
              {each}
            </a>
          </li>
        ))}
        {more > 0 ? <li class="quiet">and {more} more</li> : null}
      </ul>
    </details>
  )
}
