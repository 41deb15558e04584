import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import * as z from 'zod'
import type { ServerContext } from '../../http/context.ts'
import { once } from '../../operation.ts'
import { A_DURATION, A_TIME, clockIn, durationIn, readBy } from '../../options.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { parsed, readJson, sandboxOf } from './problem.ts'

export const ClockPatch = once(() =>
  z
    .strictObject({ advance: readBy(durationIn, A_DURATION), freeze: z.boolean(), set: readBy(clockIn, A_TIME) })
    .partial()
    .refine(({ advance, set }) => advance === undefined || set === undefined, {
      message: 'advance and set both say where the clock goes; give one of them',
    }),
)

export const showClock = (sandbox: Sandbox) => ({
  now: new Date(sandbox.now()).toISOString(),
  frozen: sandbox.isFrozen,
})

/** Resolves when what falls due on the way is done. @throws what becomes a 422 */
export const changeClock = (
  sandbox: Sandbox,
  { advance, freeze, set }: z.output<ReturnType<typeof ClockPatch>>,
): Promise<void> => sandbox.changeClock({ by_ms: advance, to_ms: set, freeze })

/** The one clock of a sandbox. It goes forward only; what falls due on the way is done, in order. */
export function clockRoutes(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>()
  routes.get('/', (c) => c.json(showClock(sandboxOf(context, c))))
  routes.patch('/', async (c) => {
    const patch = parsed(ClockPatch(), await readJson(c))
    const sandbox = sandboxOf(context, c)
    await changeClock(sandbox, patch)
    return c.json(showClock(sandbox))
  })
  return routes
}
