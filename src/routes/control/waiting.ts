import type { HttpBindings } from '@hono/node-server'
import type { Context, MiddlewareHandler } from 'hono'
import type { ServerContext } from '../../http/context.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { NotKept } from '../../store/log.ts'
import { notFound } from './problem.ts'

/** Aborted when nobody waits any more: the client has gone, the server stops, or the sandbox was deleted. */
export function givenUpOf(c: Context<{ Bindings: HttpBindings }>, sandbox: Sandbox): AbortSignal {
  const givenUp = new AbortController()
  const forget = sandbox.end.onCome(() => givenUp.abort())
  // The connection closes when the client goes away, and when the server stops.
  c.env.outgoing.once('close', () => {
    forget()
    givenUp.abort()
  })
  return givenUp.signal
}

/** After a wait. @throws what becomes a 404 */
export function refuseDeleted({ name, end }: Sandbox): void {
  if (end.isOver) throw notFound(`The sandbox "${name}" was deleted meanwhile`)
}

/** While something is asked of a sandbox, or done to it, it is not left alone: see `ttl_s`. */
export const attended =
  ({ sandboxes }: ServerContext): MiddlewareHandler<{ Bindings: HttpBindings }> =>
  async (c, next) => {
    const attendance = sandboxes.get(c.req.param('name') ?? '')?.attendance
    attendance?.come()
    try {
      await next()
    } finally {
      attendance?.go()
    }
  }

/** Nothing is told of a sandbox before it is kept; and nothing as done that was undone meanwhile. @throws NotKept */
export const kept =
  ({ sandboxes }: ServerContext): MiddlewareHandler<{ Bindings: HttpBindings }> =>
  async (c, next) => {
    const sandbox = sandboxes.get(c.req.param('name') ?? '') ?? sandboxes.defaultSandbox
    const before = sandbox.undone
    await next()
    await sandbox.durable()
    if (sandbox.undone !== before)
      throw new NotKept('What was asked could not be kept, and was undone: ask again when the data file can be written')
  }
