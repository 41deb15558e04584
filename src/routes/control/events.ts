import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { ServerContext } from '../../http/context.ts'
import { summarize } from '../../journal/show.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import type { Change, Commit } from '../../store/commit.ts'
import type { State } from '../../store/state.ts'
import { problem, sandboxOf } from './problem.ts'
import { givenUpOf } from './waiting.ts'
import { summarizeDelivery } from './webhooks.ts'

/** What happens in a sandbox, as it happens: server-sent events, as a browser's `EventSource` reads them. */

/** Of one server: each keeps a connection. */
const MAX_STREAMS = 100
/** Who reads so slowly is cut off, and connects again: an event is a reason to look, and no record. */
const MAX_WAITING_BYTES = 1024 * 1024
/** Proxies give up a connection on which nothing comes. */
const HEARTBEAT_MS = 15_000
/** After what time a browser connects again. */
const RETRY_MS = 1_000
/** Of one commit. */
const MAX_CHANGES = 100

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache',
  // nginx would hold them back.
  'X-Accel-Buffering': 'no',
}

export function eventRoutes(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>()
  let open = 0
  routes.get('/', (c) => {
    const sandbox = sandboxOf(context, c)
    // The head of an answer that has no end.
    if (c.env.incoming.method === 'HEAD') return new Response(null, { headers: HEADERS })
    if (open >= MAX_STREAMS)
      return problem(
        503,
        `${MAX_STREAMS} listen to the events of this server already: close a page or a program that does`,
      )
    open += 1
    sandbox.attendance.come()
    const events = eventsOf(sandbox, givenUpOf(c, sandbox), () => {
      open -= 1
      sandbox.attendance.go()
    })
    return new Response(events, { headers: HEADERS })
  })
  return routes
}

type Tell = (event: 'request' | 'commit' | 'delivery', data: object) => void

/** Ends when nobody reads it any more, and when the sandbox or the server does. */
function eventsOf(sandbox: Sandbox, givenUp: AbortSignal, over: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let end = () => {}
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const say = (text: string) => {
          controller.enqueue(encoder.encode(text))
          if ((controller.desiredSize ?? 0) < -MAX_WAITING_BYTES) leave()
        }
        const forget = listen(sandbox, (event, data) => say(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`))
        const heart = setInterval(() => say(':\n\n'), HEARTBEAT_MS).unref()
        let isOver = false
        end = () => {
          if (isOver) return
          isOver = true
          forget()
          clearInterval(heart)
          over()
        }
        const leave = () => {
          if (isOver) return
          end()
          controller.close()
        }
        givenUp.addEventListener('abort', leave)
        say(`retry: ${RETRY_MS}\n\n`)
      },
      cancel: () => end(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
  )
}

function listen(sandbox: Sandbox, tell: Tell): () => void {
  const { journal } = sandbox
  const forgetRequests = journal.onClose((entry) => tell('request', summarize(entry, journal.redact)))
  const forgetCommits = sandbox.onShown((commit, before) => {
    tell('commit', showCommit(commit))
    for (const { table, id } of commit.changes)
      if (table === 'webhook_deliveries') tellDelivery(sandbox, before, id, tell)
  })
  return () => {
    forgetRequests()
    forgetCommits()
  }
}

/** Which records are other than they were: what is in them, the records themselves say. */
const showCommit = ({ version, at, changes, replaces }: Commit) => ({
  version,
  at: new Date(at).toISOString(),
  // A reset, a restore, another world: everything may be other than it was.
  replaced: replaces !== undefined,
  changes: changes.slice(0, MAX_CHANGES).map(showChange),
  changed: changes.length,
})

const showChange = ({ table, id, record }: Change) => ({ table, id, deleted: record === null })

/** As soon as it was tried. */
function tellDelivery(sandbox: Sandbox, { tables }: State, id: number, tell: Tell): void {
  const delivery = sandbox.peek().get('webhook_deliveries', id)
  const tried = tables.webhook_deliveries.records.get(id)?.attempts.length ?? 0
  if (delivery !== undefined && delivery.attempts.length > tried) tell('delivery', summarizeDelivery(delivery))
}
