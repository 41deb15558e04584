import type { Child } from 'hono/jsx'
import type * as z from 'zod'
import type { ServerContext } from '../http/context.ts'
import { parsed } from '../routes/control/problem.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { Reader } from '../store/state.ts'

/**
 * What a page of the inspector is. To add one: a file in `pages/` that exports a `Page`, and its row in `pages.ts`. Its address,
 * its link in the navigation, the guards, the checks of what comes in, and that it is refreshed by itself follow from there.
 */
export interface Page {
  /** Its part of the address, `/_local/ui/<sandbox>/<name>`. */
  readonly name: string
  /** In the navigation. */
  readonly title: string
  readonly views: readonly View[]
  readonly actions?: readonly Action[]
}

/** What can be looked at under a page's address, by GET. */
export interface View {
  /** Below the page's address: empty, or `/:id`. */
  readonly path: string
  /** The events of the sandbox after which it is shown anew. */
  readonly live: readonly LiveEvent[]
  /** @throws what the control plane throws; it is shown as a page */
  readonly show: (visit: Visit, query: object) => Shown | Response | Promise<Shown | Response>
}

/** What a form of a page does, by POST. The browser is then sent to a view, which shows the notice. */
export interface Action {
  /** Below the page's address: `/:id/act`. */
  readonly path: string
  /** The view to go back to when it is refused: below the sandbox's address. */
  readonly back: (visit: Visit) => string
  /** A file is given to the browser, which stays on its page. */
  readonly perform: (visit: Visit, form: object) => Done | Response | Promise<Done | Response>
}

/** Of `GET …/events`. */
export type LiveEvent = 'request' | 'commit' | 'delivery'

/** What a page is asked with. */
export interface Visit {
  readonly context: ServerContext
  readonly sandbox: Sandbox
  /** The names of all sandboxes, also of those that other processes have. */
  readonly names: () => Promise<readonly string[]>
  /** Its records as they are now. */
  readonly read: Reader
  readonly params: { readonly [name: string]: string }
  /** Under which the browser reaches this server: `http://127.0.0.1:8386`. */
  readonly base_url: string
  /** The address of a page of this sandbox, or of another one: `link('orders/12')`. */
  readonly link: (path: string, of?: string) => string
}

export interface Shown {
  /** Of the window, and of the page as its first heading. */
  readonly title: string
  readonly body: Child
}

export interface Done {
  /** The view to show then: below the sandbox's address. */
  readonly to: string
  /** The name of the sandbox whose view that is; the same one, where it is left out. */
  readonly of?: string
  /** What was done, in a sentence. */
  readonly notice: string
}

interface ViewSpec<Query> extends Omit<View, 'show'> {
  /** What it reads of the query: whatever else is given is refused. */
  readonly query: () => z.ZodType<Query>
  readonly show: (visit: Visit, query: Query) => ReturnType<View['show']>
}

/** A view whose query is checked before it is shown. */
export const view = <Query>({ path, live, query, show }: ViewSpec<Query>): View => ({
  path,
  live,
  show: (visit, given) => show(visit, parsed(query(), given)),
})

interface ActionSpec<Form> extends Omit<Action, 'perform'> {
  /** The fields of its form, as texts. */
  readonly form: () => z.ZodType<Form>
  readonly perform: (visit: Visit, form: Form) => ReturnType<Action['perform']>
}

/** An action whose form is checked before it is done. */
export const action = <Form>({ path, back, form, perform }: ActionSpec<Form>): Action => ({
  path,
  back,
  perform: (visit, given) => perform(visit, parsed(form(), given)),
})
