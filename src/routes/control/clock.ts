import { Hono } from 'hono'
import * as z from 'zod'
import type { ServerContext } from '../../context.ts'
import { once } from '../../operation.ts'
import type { Clock } from '../../sandbox/clock.ts'
import { parseDuration, parseInstant } from '../../store/times.ts'
import { problem, problemOf } from './problem.ts'

const ClockPatch = once(() =>
  z
    .strictObject({
      advance: read(parseDuration, 'is no ISO 8601 duration such as PT15M or P1D'),
      freeze: z.boolean(),
      set: read(parseInstant, 'is no ISO 8601 time such as 2026-01-31T19:00:00Z'),
    })
    .partial(),
)

const read = (parse: (text: string) => number | null, message: string) =>
  z.string().transform((text, context) => {
    const read_ms = parse(text)
    if (read_ms !== null) return read_ms
    context.addIssue({ code: 'custom', message: `"${text}" ${message}`, input: text })
    return z.NEVER
  })

const show = (clock: Clock) => ({ now: new Date(clock.now()).toISOString(), frozen: clock.frozen })

/** The one clock of a sandbox. It goes forward only; what falls due on the way is done, in order. */
export function clockRoutes(context: ServerContext): Hono {
  const routes = new Hono()
  routes.get('/', (c) => {
    const name = c.req.param('name') ?? ''
    const sandbox = context.sandboxes.get(name)
    return sandbox === undefined ? problem(404, `There is no sandbox "${name}"`) : c.json(show(sandbox.clock))
  })
  routes.patch('/', async (c) => {
    const name = c.req.param('name') ?? ''
    const sandbox = context.sandboxes.get(name)
    if (sandbox === undefined) return problem(404, `There is no sandbox "${name}"`)
    const patch = ClockPatch().safeParse(await c.req.json().catch(() => null))
    if (!patch.success) return problemOf(patch.error)
    const { clock } = sandbox
    const { advance, freeze, set } = patch.data
    if (set !== undefined && set < clock.now())
      return problem(
        422,
        `The clock goes forward only: it is ${show(clock).now} now, and was to be set to an earlier time`,
      )
    if (freeze !== undefined) clock.freeze(freeze)
    if (set !== undefined) clock.advance(set - clock.now())
    if (advance !== undefined) clock.advance(advance)
    sandbox.settle()
    await context.persisted(sandbox)
    return c.json(show(clock))
  })
  return routes
}
