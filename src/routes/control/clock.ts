import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import * as z from 'zod'
import type { ServerContext } from '../../context.ts'
import { once } from '../../operation.ts'
import { CLOCK_RANGE, type Clock, isClockTime } from '../../sandbox/clock.ts'
import { parseDuration } from '../../store/times.ts'
import { parsed, readJson, sandboxOf, unprocessable } from './problem.ts'
import { clockTime } from './sandbox-request.ts'

const ClockPatch = once(() =>
  z
    .strictObject({ advance: duration(), freeze: z.boolean(), set: clockTime() })
    .partial()
    .refine(({ advance, set }) => advance === undefined || set === undefined, {
      message: 'advance and set both say where the clock goes; give one of them',
    }),
)

const duration = () =>
  z.string().transform((text, context) => {
    const duration_ms = parseDuration(text)
    if (duration_ms !== null) return duration_ms
    context.addIssue({ code: 'custom', message: `"${text}" is no ISO 8601 duration such as PT15M or P1D`, input: text })
    return z.NEVER
  })

export const showClock = (clock: Clock) => ({ now: new Date(clock.now()).toISOString(), frozen: clock.frozen })

/** The one clock of a sandbox. It goes forward only; what falls due on the way is done, in order. */
export function clockRoutes(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>()
  routes.get('/', (c) => c.json(showClock(sandboxOf(context, c).clock)))
  routes.patch('/', async (c) => {
    const { advance, freeze, set } = parsed(ClockPatch(), await readJson(c))
    const sandbox = sandboxOf(context, c)
    const { clock } = sandbox
    // All of it is looked at before any of it is done.
    const now = clock.now()
    const next = set ?? now + (advance ?? 0)
    if (next < now)
      throw unprocessable(
        `The clock goes forward only: it is ${new Date(now).toISOString()} now, and was to be set to an earlier time; restore a snapshot to go back`,
      )
    if (!isClockTime(next)) throw unprocessable(`The clock cannot go that far: it shows ${CLOCK_RANGE}`)
    if (freeze !== undefined) clock.freeze(freeze)
    sandbox.advance(next - now)
    await context.persisted(sandbox)
    return c.json(showClock(clock))
  })
  return routes
}
