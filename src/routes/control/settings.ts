import { Hono } from 'hono'
import * as z from 'zod'
import type { ServerContext } from '../../context.ts'
import { once } from '../../operation.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../rules/settings.ts'
import { problem, problemOf } from './problem.ts'

type SettingFields = { readonly [Name in keyof Settings]: z.ZodType<Settings[Name]> }

export const SettingsPatch = once(() =>
  z
    .strictObject({
      price_check: z.boolean(),
      signature_check: z.boolean(),
      signature_required: z.boolean(),
      fraud: z.enum(['off', 'approve', 'decline', 'hold']),
      fraud_blocks_accept: z.boolean(),
      minfraud: z.boolean(),
      auto_cancel: z.boolean(),
      gateway: z.enum(['braintree', 'stripe', 'none']),
      order_review: z.enum(['off', 'hold']),
      ticket_groups_index: z.enum(['serve', 'redirect']),
    } satisfies SettingFields)
    .partial(),
)

/** How the account that a sandbox stands for is set up; a change counts from the next request on. */
export function settingsRoutes(context: ServerContext): Hono {
  const routes = new Hono()
  routes.get('/', (c) => {
    const name = c.req.param('name') ?? ''
    const sandbox = context.sandboxes.get(name)
    return sandbox === undefined ? problem(404, `There is no sandbox "${name}"`) : c.json(sandbox.settings)
  })
  routes.patch('/', async (c) => {
    const name = c.req.param('name') ?? ''
    const sandbox = context.sandboxes.get(name)
    if (sandbox === undefined) return problem(404, `There is no sandbox "${name}"`)
    const patch = SettingsPatch().safeParse(await c.req.json().catch(() => null))
    if (!patch.success) return problemOf(patch.error)
    const given = Object.entries(patch.data).filter(([, value]) => value !== undefined)
    sandbox.settings = { ...DEFAULT_SETTINGS, ...sandbox.settings, ...Object.fromEntries(given) }
    return c.json(sandbox.settings)
  })
  return routes
}
