import type { HttpBindings } from '@hono/node-server'
import type { Hono, MiddlewareHandler } from 'hono'
import type * as z from 'zod'
import { nearest } from '../../nearest.ts'
import { listed } from '../../shorten.ts'
import { problem } from './problem.ts'

type Control = Hono<{ Bindings: HttpBindings }>

/** By method and path as they are registered, `GET /_local/health`: the query that a route reads. Others read none. */
export type Queries = { readonly [route: string]: () => z.ZodObject }

interface Path {
  readonly path: string
  readonly pattern: RegExp
  readonly methods: readonly string[]
}

/** A problem names at most so many. */
const MAX_NAMED = 20

/**
 * Refuses what the routes of a part of the control plane would overlook: a method that a path does not have, and a query
 * parameter that a route does not read. It stands before the routes and knows them all, so a new one is covered.
 */
export function strict(control: Control, queries: Queries = {}): MiddlewareHandler<{ Bindings: HttpBindings }> {
  let paths: readonly Path[] | undefined
  return async ({ req }, next) => {
    // At the first request all routes are registered.
    paths ??= pathsOf(control)
    const found = paths.find(({ pattern }) => pattern.test(req.path))
    if (found === undefined) return next()
    // Hono answers a HEAD as it answers a GET, without the body.
    const method = req.method === 'HEAD' ? 'GET' : req.method
    if (!found.methods.includes(method)) return wrongMethod(req.method, req.path, found.methods)
    const known = Object.keys(queries[`${method} ${found.path}`]?.().shape ?? {})
    const unknown = [...new URL(req.url).searchParams.keys()].filter((name) => !known.includes(name))
    return unknown.length === 0 ? next() : unknownParameters(`${req.method} ${req.path}`, unknown, known)
  }
}

/** Those with the fewest variables first: `requests/next` is more than some `requests/:id`. */
function pathsOf(control: Control): readonly Path[] {
  // What is registered for all methods only hands on.
  const routes = control.routes.filter(({ method }) => method !== 'ALL')
  return [...new Set(routes.map(({ path }) => path))]
    .sort((one, other) => variablesIn(one) - variablesIn(other))
    .map((path) => ({
      path,
      pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`),
      methods: routes.flatMap((route) => (route.path === path ? [route.method] : [])),
    }))
}

const variablesIn = (path: string): number => path.split(':').length

function wrongMethod(method: string, path: string, methods: readonly string[]): Response {
  const allowed = methods.flatMap((known) => (known === 'GET' ? ['GET', 'HEAD'] : [known])).join(', ')
  const answer = problem(405, `${path} does not take ${method}: use ${methods.join(', ')}`)
  answer.headers.set('Allow', allowed)
  return answer
}

function unknownParameters(route: string, unknown: readonly string[], known: readonly string[]): Response {
  const names = [...new Set(unknown)]
  const quoted = names.map((name) => `"${name}"`)
  const takes = known.length === 0 ? 'it takes none' : `it takes ${known.join(', ')}`
  const [first = ''] = names
  const meant = names.length === 1 ? nearest(first, known) : undefined
  const hint = meant === undefined ? takes : `did you mean "${meant}"? ${takes.replace('it', 'It')}`
  const noun = names.length === 1 ? 'query parameter' : 'query parameters'
  return problem(400, `${route} does not take the ${noun} ${listed(quoted, MAX_NAMED)}: ${hint}`)
}
