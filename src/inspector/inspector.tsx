import { STATUS_CODES } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import type { ServerContext } from '../http/context.ts'
import { once } from '../once.ts'
import { forNoPage, whyRefused } from '../routes/control/guards.ts'
import { notFound, sandboxOf, whatIsWrong } from '../routes/control/problem.ts'
import { baseUrlOf, sandboxNames } from '../routes/control/sandboxes.ts'
import { attended, kept } from '../routes/control/waiting.ts'
import { Refusal } from '../rules/refusal.ts'
import { ASSETS, asset } from './assets.ts'
import { readForm } from './form.ts'
import { htmlAnswer } from './html.ts'
import { Document, Layout } from './layout.tsx'
import { Notices } from './notices.ts'
import type { Action, Page, View, Visit } from './page.ts'
import { PAGES } from './pages.ts'
import { askForToken, SIGN_IN, signIn } from './sign-in.tsx'

type UiContext = Context<{ Bindings: HttpBindings }>

/** The sandbox and the page that `/` opens on. */
const FIRST = { sandbox: 'default', page: 'orders' }

/** The pages in which a person sees both sides of the market: `/`, and everything under `/_local/ui`. */
export function inspector(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const ui = new Hono<{ Bindings: HttpBindings }>()
  const notices = new Notices()
  ui.onError(problemPage)
  ui.use('*', async ({ env: { incoming, outgoing }, req }, next) => {
    forNoPage(outgoing)
    if (req.path === SIGN_IN || isAsset(req.path)) return next()
    const refused = whyRefused(incoming, req.path, context)
    if (refused?.status === 401) return askForToken({ to: toPageOf(incoming), isWrong: false })
    return refused ?? next()
  })
  ui.post(SIGN_IN, (c) => signIn(c, context))
  for (const name of ASSETS) ui.get(`/_local/ui/${name}`, () => asset(name))
  ui.get('/_local/ui', (c) => c.redirect('/'))
  ui.get('/_local/ui/:name', (c) => c.redirect(`/_local/ui/${sandboxOf(context, c).name}/${FIRST.page}`))
  ui.use('/_local/ui/:name/*', kept(context), attended(context))

  for (const page of PAGES) {
    const address = `/_local/ui/:name/${page.name}`
    for (const view of page.views) {
      ui.get(`${address}${view.path}`, (c) => show(page, view, visitOf(context, c), c.req.query()))
      // An editor that opens the root in a window of its own adds a query: nothing reads it.
      if (page.name === FIRST.page && view.path === '')
        ui.get('/', (c) => show(page, view, visitOf(context, c, FIRST.sandbox), {}))
    }
    for (const action of page.actions ?? [])
      ui.post(`${address}${action.path}`, (c) => perform(c, action, visitOf(context, c)))
  }
  ui.all('*', ({ req }) => {
    throw notFound(`${req.method} ${req.path} is not a page of the inspector`)
  })
  return ui

  async function show(page: Page, view: View, visit: Visit, asked: Record<string, string>): Promise<Response> {
    const { notice, ...query } = asked
    const shown = await view.show(visit, query)
    if (shown instanceof Response) return shown
    const { title, body } = shown
    return htmlAnswer(
      <Layout
        visit={visit}
        names={await visit.names()}
        title={title}
        pages={PAGES}
        current={page.name}
        live={view.live}
        notice={notices.get(notice)}
      >
        {body}
      </Layout>,
    )
  }

  async function perform(c: UiContext, action: Action, visit: Visit): Promise<Response> {
    const goTo = (kind: 'done' | 'refused', text: string, path: string, of?: string) => {
      const address = visit.link(path, of)
      return c.redirect(`${address}${address.includes('?') ? '&' : '?'}notice=${notices.keep({ kind, text })}`, 303)
    }
    try {
      const done = await action.perform(visit, await readForm(c.env.incoming))
      return done instanceof Response ? done : goTo('done', done.notice, done.to, done.of)
    } catch (thrown) {
      if (!(thrown instanceof Error)) throw thrown
      const why = whyOf(thrown)
      if (why === null) throw thrown
      return goTo('refused', why, action.back(visit))
    }
  }
}

function visitOf(context: ServerContext, c: UiContext, name?: string): Visit {
  const sandbox = sandboxOf(context, name === undefined ? c : { req: { param: () => name } })
  return {
    context,
    sandbox,
    names: once(() => sandboxNames(context)),
    read: sandbox.read(),
    params: c.req.param(),
    base_url: baseUrlOf(context, c),
    link: (path, of = sandbox.name) => `/_local/ui/${of}/${path}`,
  }
}

const isAsset = (path: string): boolean => ASSETS.some((name) => path === `/_local/ui/${name}`)

/** Where to go after signing in: what was asked for, if it was a page. */
const toPageOf = ({ method, url = '/' }: HttpBindings['incoming']): string => (method === 'GET' ? url : '/')

/** Why what was asked is refused; null: it is a defect. */
function whyOf(thrown: Error): string | null {
  if (thrown instanceof Refusal) return thrown.message
  const { status, detail } = whatIsWrong(thrown)
  return status >= 500 ? null : detail
}

/** What the control plane would answer as a problem, as a page. */
function problemPage(thrown: Error): Response {
  const { status, detail } = whatIsWrong(thrown)
  const title = STATUS_CODES[status] ?? 'Error'
  return htmlAnswer(
    <Document title={title}>
      <main id="main" class="problem">
        <h1>
          {status} {title}
        </h1>
        <p>{detail}</p>
        <p>
          <a href="/">Orders of the sandbox “default”</a>
        </p>
      </main>
    </Document>,
    status,
  )
}
